"""Forms that write over what is there: what the page showed goes along, so that nobody writes over
words that they have not read.

What was read is a mark for each field, not a second copy of it: a complaint may be long.
"""

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from .base import DeskForm

READ = "read"
_WORD = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 3_000  # beyond that a difference word by word takes long and helps nobody
There = Callable[[], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts, or in `theirs` or `mine` alone."""

    text: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Both:
    """One field that two people wrote: what stands there now, and what was to take its place."""

    label: str
    theirs: str
    mine: str
    pieces: tuple[Piece, ...] = ()


class Overwriting(DeskForm):
    """A form of what is there already. `merges` says that a field that was left as it stood keeps
    what others wrote since, so that only the same field is in two people's way."""

    overwrites: ClassVar[bool] = True
    merges: ClassVar[bool] = False
    both: tuple[Both, ...] = ()
    unmarked: bool = False
    _shown: Mapping[str, Any] | None = None

    @property
    def read_mark(self) -> str:
        """What goes along with the page: a mark of what each field holds."""
        if self._shown is None and self.is_bound:
            return str(self.data.get(READ, ""))
        shown = self._shown if self._shown is not None else self._begun_with()
        return json.dumps({name: _mark(self.fields[name], value) for name, value in shown.items()})

    def _begun_with(self) -> dict[str, Any]:
        return {
            name: self.get_initial_for_field(field, name) for name, field in self.fields.items()
        }

    def overtaken_by(self, there: Mapping[str, Any] | None) -> tuple[Both, ...]:
        """What somebody wrote since the page was made, where this would write over it; without the
        mark of what was read, all that is there. From now on the form has read it: sent again, it
        takes its place knowingly."""
        if there is None:
            return ()
        known = {name: value for name, value in there.items() if name in self.fields}
        read = self._read_of(known)
        found = [name for name, value in known.items() if self._written_over(name, value, read)]
        if found:
            self._shown = known
            self.data = self._with(self._untouched(known, read))
        self.both = tuple(self._both(name, known[name]) for name in found)
        return self.both

    def _read_of(self, known: Mapping[str, Any]) -> Mapping[str, str]:
        """The marks that came along. A form that lost them has read nothing: it may fill what is
        empty, and takes the place of no words."""
        told = _read(self.data.get(READ, ""))
        if told is not None:
            return told
        self.unmarked = True
        empty = [name for name, value in known.items() if not _plain(self.fields[name], value)]
        return {name: _mark(self.fields[name], known[name]) for name in empty}

    def _written_over(self, name: str, theirs: Any, read: Mapping[str, str]) -> bool:
        now, mine = _mark(self.fields[name], theirs), self._mark_of_mine(name)
        if now in (read.get(name), mine):
            return False
        return not self.merges or mine != read.get(name)

    def _mark_of_mine(self, name: str) -> str:
        return _mark(self.fields[name], self[name].data)

    def _with(self, told: Mapping[str, Any]) -> QueryDict:
        """What was sent, `told` in its place; a field of several choices keeps each of them."""
        sent = cast(QueryDict, self.data).copy()
        for name, value in told.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        return sent

    def _untouched(self, known: Mapping[str, Any], read: Mapping[str, str]) -> dict[str, Any]:
        """What we left as we found it: there is nothing of ours to lose."""
        same = [name for name in known if self._mark_of_mine(name) == read.get(name)]
        return {self.add_prefix(name): _told(self.fields[name], known[name]) for name in same}

    def _both(self, name: str, value: Any) -> Both:
        field = self.fields[name]
        theirs, mine = _in_words(field, value), _in_words(field, self[name].data)
        label = str(field.label or name.replace("_", " ").capitalize())
        return Both(label, theirs, mine, _differences(theirs, mine))


def unsent(form: DeskForm) -> list[Both]:
    """The words that somebody typed into a form which is no longer offered: they are not lost."""
    shown = [field for field in form.visible_fields() if isinstance(field.field, forms.CharField)]
    return [
        Both(str(field.label), "", str(field.data))
        for field in shown
        if not isinstance(field.field.widget, forms.Select) and str(field.data or "").strip()
    ]


def _read(told: str) -> Mapping[str, str] | None:
    """The marks that came along; None for a form that lost them on its way."""
    try:
        found = json.loads(told)
    except (ValueError, RecursionError):  # which brackets within brackets raise, a thousand deep
        return None
    return found if isinstance(found, dict) else None


def _mark(field: forms.Field, value: Any) -> str:
    return hashlib.sha256(_plain(field, value).encode()).hexdigest()[:16]


def _plain(field: forms.Field, value: Any) -> str:
    """A value in one writing, whether it comes from the store or from a form."""
    if isinstance(field, forms.ModelChoiceField):  # its number says which, without asking for it
        return str(field.prepare_value(value) or "")
    if isinstance(value, datetime) and not field.widget.supports_microseconds:
        value = value.replace(second=0, microsecond=0)
    try:
        found = field.to_python(field.prepare_value(value))
    except ValidationError:
        found = value
    if isinstance(found, datetime):
        found = found.replace(second=0, microsecond=0)
    if isinstance(found, Sequence) and not isinstance(found, str):
        return "\n".join(sorted(map(str, found)))
    if found is None:
        return ""
    number = getattr(found, "normalize", None)
    return str(number() if number else found).replace("\r\n", "\n").strip()


def _told(field: forms.Field, value: Any) -> Any:
    """A value as a form sends it."""
    shown = field.prepare_value(value)
    if isinstance(field, forms.BooleanField):
        return "on" if shown else ""
    return "" if shown is None else field.widget.format_value(shown)


def _in_words(field: forms.Field, value: Any) -> str:
    """A value as a page says it: the label of a choice, yes or no, words as they are."""
    plain = _plain(field, value)
    if isinstance(field, forms.BooleanField):
        return "Yes" if plain == "True" else "No"
    labels = dict(_flat(getattr(field, "choices", ())))
    return "\n".join(str(labels.get(each, each)) for each in plain.split("\n")) or "Nothing"


def _flat(choices: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for value, label in choices:
        grouped = isinstance(label, list | tuple)
        found += _flat(label) if grouped else [(str(value), str(label))]
    return found


def _differences(theirs: str, mine: str) -> tuple[Piece, ...]:
    """Word by word, what is theirs alone and what is ours; nothing for what is one word."""
    before, after = _WORD.findall(theirs), _WORD.findall(mine)
    if min(len(before), len(after)) < 3 or max(len(before), len(after)) > _MOST_WORDS:
        return ()
    found: list[Piece] = []
    compared = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in compared.get_opcodes():
        if kind == "equal":
            found.append(Piece("".join(before[a:b])))
            continue
        found += [Piece("".join(before[a:b]), "theirs")] if b > a else []
        found += [Piece("".join(after[c:d]), "mine")] if d > c else []
    return tuple(found)
