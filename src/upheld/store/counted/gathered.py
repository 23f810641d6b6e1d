"""Complaints and contacts by what gathers them: their cause, theme, touchpoint, topic or number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery

from upheld.core.changes import About
from upheld.store import causes, journey, placing, themes
from upheld.store import models as rows

from . import standing
from .walked import walked

# The cases of so many are looked up in the time that walking to as many as are read takes.
_FEW = 2_000


class Gathered(NamedTuple):
    """What complaints are gathered by, and the key of that."""

    about: About
    key: str


def cases(found: "QuerySet[rows.Case]", by: Iterable[Gathered]) -> "QuerySet[rows.Case]":
    """Those of these cases that one of them gathers, each once."""
    keys = _keys(by)
    chosen = Q(pk__in=[])
    for telling in _telling(keys):
        chosen |= Q(pk__in=telling.values("case"))
    found, chosen = _otherwise(found, chosen, keys)
    return found.filter(chosen)


def newest(found: "QuerySet[rows.Case]", by: Iterable[Gathered]) -> "QuerySet[Any]":
    """The same, for whoever reads the first of very many from the newest on: of each case is asked
    for itself, where not so few are gathered that they are looked up."""
    keys, chosen, are_many = _keys(by), Q(pk__in=[]), False
    for at, telling in enumerate(_telling(keys)):
        few = telling.order_by().values_list("case", flat=True)[: _FEW + 1]
        if len(few) <= _FEW:
            chosen |= Q(pk__in=list(few))
        else:
            one = Subquery(telling.filter(case=OuterRef("pk")).order_by().values("pk")[:1])
            found = found.alias(**{f"telling_{at}": one})
            chosen, are_many = chosen | Q(**{f"telling_{at}__isnull": False}), True
    found, chosen = _otherwise(found, chosen, keys)
    return walked(found, chosen) if are_many else found.filter(chosen)


def _telling(keys: Mapping[About, list[str]]) -> "Iterator[QuerySet[Any]]":
    """The rows that gather cases by their cause and by their theme, as far as these are asked."""
    if of_causes := keys[About.CAUSE]:
        yield rows.Closing.objects.filter(cause__in=of_causes, reopened_at=None)
    if of_themes := keys[About.THEME]:
        yield rows.ThemeCase.objects.filter(theme__in=_numbers(of_themes))


def _otherwise(
    found: "QuerySet[Any]", chosen: Q, keys: Mapping[About, list[str]]
) -> "tuple[QuerySet[Any], Q]":
    """Whatever else gathers them: what cases are about, where they stand, or their number."""
    chosen |= Q(topic__in=keys[About.TOPIC]) if keys[About.TOPIC] else Q()
    chosen |= Q(pk__in=_numbers(keys[About.CASE]))
    if keys[About.TOUCHPOINT]:
        found, chosen = _at(found, keys[About.TOUCHPOINT], chosen)
    return found, chosen


def _at(found: "QuerySet[Any]", touchpoints: Collection[str], chosen: Q) -> "tuple[Any, Q]":
    told = standing.cases(found)
    groups = standing.standings(told, "complaint", touchpoints, placing.placing())
    return told, chosen | Q(standing__in=groups)


def contacts(by: Iterable[Gathered]) -> "QuerySet[rows.Contact]":
    """Contacts of customers to us with one of these topics that are about no complaint."""
    keys = _keys(by)[About.CONTACTS]
    return rows.Contact.objects.filter(inbound=True, case=None, topic__in=keys)


def marked(found: "QuerySet[rows.Case]", with_touchpoint: bool) -> "QuerySet[Any]":
    """The cases with all that may gather them: `cause`, `theme` and, where it is asked for,
    `standing`. For one statement that gathers by many at once."""
    closed = rows.Closing.objects.filter(case=OuterRef("pk"), reopened_at=None).order_by("-pk")
    in_theme = rows.ThemeCase.objects.filter(case=OuterRef("pk"))
    told: QuerySet[Any] = found.annotate(
        cause=Subquery(closed.values("cause")[:1]), theme=Subquery(in_theme.values("theme")[:1])
    )
    return standing.cases(told) if with_touchpoint else told


class Gatherer:
    """Says of rows of `marked` which of many gather them; placed once a standing."""

    def __init__(self, by: Collection[Gathered]) -> None:
        self.by = frozenset(by)
        self.at_touchpoints = any(each.about is About.TOUCHPOINT for each in by)
        self._placing = placing.placing() if self.at_touchpoints else None
        self._placed: dict[str, str] = {}

    def of(self, row: Mapping[str, Any]) -> Iterator[Gathered]:
        for each in self._all(row):
            if each in self.by:
                yield each

    def _all(self, row: Mapping[str, Any]) -> Iterator[Gathered]:
        yield Gathered(About.CASE, str(row["pk"]))
        yield Gathered(About.TOPIC, row["topic"] or "")
        yield Gathered(About.CAUSE, row["cause"] or "")
        yield Gathered(About.THEME, str(row["theme"] or ""))
        if self._placing is not None:
            yield Gathered(About.TOUCHPOINT, self._touchpoint(row["standing"]))

    def _touchpoint(self, group: str) -> str:
        assert self._placing is not None
        if group not in self._placed:
            self._placed[group] = standing.placed("complaint", group, self._placing)
        return self._placed[group]


def labels() -> Mapping[Gathered, str]:
    """How people call what gathers complaints; topics and cases are called as they are."""
    told = {Gathered(About.CAUSE, each.key): each.label for each in causes.listed()}
    told |= {Gathered(About.TOUCHPOINT, each.key): each.name for each in journey.touchpoints()}
    return told | {Gathered(About.THEME, str(row.pk)): row.name for row in themes.shown()}


def label(of: Gathered, known: Mapping[Gathered, str]) -> str:
    if of.about is About.CASE and _is_number(of.key):
        return rows.Case(pk=int(of.key)).reference
    return known.get(of, of.key)


def _keys(by: Iterable[Gathered]) -> Mapping[About, list[str]]:
    keys: defaultdict[About, list[str]] = defaultdict(list)
    for about, key in by:
        keys[about].append(key)
    return keys


# No row has a number with more digits, and a database has no room for one.
_LONGEST_NUMBER = 15


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if _is_number(key)]


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= _LONGEST_NUMBER


def unknown(by: Iterable[Gathered]) -> list[Gathered]:
    """Those of these that are nothing here: no such cause, theme, touchpoint, topic or case."""
    asked = list(dict.fromkeys(by))
    keys, known = _keys(asked), labels()
    there = {Gathered(About.CASE, str(pk)) for pk in _there(rows.Case, keys[About.CASE])}
    topics = rows.Case.objects.filter(topic__in=keys[About.TOPIC]).values_list("topic", flat=True)
    there |= {Gathered(About.TOPIC, each) for each in topics.distinct()}
    said = contacts(asked).values_list("topic", flat=True)
    there |= {Gathered(About.CONTACTS, each) for each in said.order_by().distinct()}
    return [each for each in asked if each not in known and each not in there]


def _there(model: type[rows.Case], keys: Iterable[str]) -> "QuerySet[Any, Any]":
    return model.objects.filter(pk__in=_numbers(keys)).values_list("pk", flat=True)
