"""What is shown for each member of an enumeration: one that is added later is named too."""

import pkgutil
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import ModuleType

import upheld.api
import upheld.desk
import upheld.portal

# Of these not every member can come there, or what the others are called is told beside it.
PARTIAL = {
    "upheld.desk.forms.letters.FORMS": "the address of a page names one of these alone",
    "upheld.desk.show.letters._ABOUT": "the address of a page names one of these alone",
    "upheld.desk.views.letters._SENT": "the address of a page names one of these alone",
    "upheld.desk.views.answering._SENT": "a form with these choices alone",
    "upheld.desk.show.reply._NOTHING_TO_MEND": "the same form",
    "upheld.desk.show.changes._ABOUT": "a change is measured over many cases, never by one",
    "upheld.desk.second_factor._REMOVED": "the others are told by nothing",
    "upheld.desk.show.calendar._WHOSE": "the others are told by nothing",
    "upheld.desk.show.hurt._TURNS": "the others are told by nothing",
    "upheld.desk.show.digest._BEFORE": "the others are a reply",
    "upheld.portal.by_when._HAVE": "all others are our answer",
    "upheld.portal.show._TITLES": "the others are that we wrote",
}


def named(*houses: ModuleType) -> Iterator[tuple[str, set[Enum], type[Enum]]]:
    """Each mapping that a module makes by members of an enumeration: its name, which they are, and
    of which."""
    for house in houses:
        for found in pkgutil.walk_packages(house.__path__, f"{house.__name__}."):
            module = import_module(found.name)
            source = Path(str(module.__file__)).read_text()
            for name, value in vars(module).items():
                kinds = {type(key) for key in value} if isinstance(value, Mapping) else set()
                made_here = re.search(rf"^{name}(: .*)? = ", source, re.MULTILINE)
                if len(kinds) == 1 and issubclass(kind := kinds.pop(), Enum) and made_here:
                    yield f"{found.name}.{name}", {*value}, kind


def test_every_mapping_by_an_enumeration_has_all_of_its_members_or_says_why_not() -> None:
    found = list(named(upheld.api, upheld.desk, upheld.portal))
    lacking = {name for name, members, kind in found if members != {*kind}}
    assert lacking == PARTIAL.keys()
    assert len(found) > len(lacking)
