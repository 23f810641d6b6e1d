"""A mapping proposed for columns that nobody described yet: by their names, then their contents."""

import re
from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from .arrival import shortened
from .columns import From
from .moments import FORMATS, ISO, UNIX, read_moment
from .shapes import Shape

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONG_ENOUGH = 30
_TRIED = [each for each in FORMATS if each != UNIX]
_SECONDS = re.compile(r"\d{9,11}")


def proposed(
    columns: Sequence[str], samples: Mapping[str, Sequence[str]], shape: Shape
) -> tuple[dict[str, From], list[str]]:
    """Fields by what the columns are called and hold, and what a person should look at.

    `samples` has some values of each column; what cannot be told is left out, never guessed.
    """
    found: dict[str, str] = {}
    for field, names in shape.names.items():
        free = [column for column in columns if column not in found.values()]
        named = {_plain(column): column for column in reversed(free)}
        if column := next((named[name] for name in names if name in named), ""):
            found[field] = column
    _by_contents(columns, samples, found, shape)
    doubts: list[str] = []
    fields = {
        field: _from(field, column, samples.get(column, ()), doubts, shape)
        for field, column in found.items()
    }
    return fields, doubts


def _by_contents(
    columns: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    found: dict[str, str],
    shape: Shape,
) -> None:
    """An address is known by its sign; what was said is the longest text that nothing else is."""
    free = [column for column in columns if column not in found.values()]
    if "email" in shape.fields and "email" not in found:
        mails = [each for each in free if _all(_EMAIL.fullmatch, samples.get(each, ()))]
        found |= {"email": mails[0]} if mails else {}
    if "text" in shape.fields and "text" not in found:
        free = [column for column in free if column not in found.values()]
        length = {each: _mean_length(samples.get(each, ())) for each in free}
        longest = max(length, key=lambda each: length[each], default="")
        if longest and length[longest] >= _LONG_ENOUGH:
            found["text"] = longest


def _from(field: str, column: str, values: Sequence[str], doubts: list[str], shape: Shape) -> From:
    if field in shape.dates:
        return From(column=column, format=_format(column, values, doubts))
    if field in shape.choices:
        return From(column=column, values=_meanings(field, column, values, doubts, shape))
    return From(column=column)


def _format(column: str, values: Sequence[str], doubts: list[str]) -> str:
    """The way in which most values can be read; what it cannot read, and two ways, are told."""
    reads = {each: sum(_is_date(value, each) for value in values) for each in _TRIED}
    most = max(reads.values())
    if not most:
        if values and all(_SECONDS.fullmatch(each) for each in values):
            return UNIX
        doubts.append(f"{column}: no usual way of writing a date fits: choose one")
        return ISO
    best = [each for each, count in reads.items() if count == most]
    if len(best) > 1:
        doubts.append(f"{column}: day and month may stand either way: look at the dates below")
    wrong = next((each for each in values if not _is_date(each, best[0])), "")
    if wrong:
        doubts.append(f"{column}: {shortened(wrong)} is no date as the others are written")
    return best[0]


def _is_date(value: str, written: str) -> bool:
    try:
        read_moment(value, written, ZoneInfo("UTC"))
    except ValueError:
        return False
    return True


def _meanings(
    field: str, column: str, values: Sequence[str], doubts: list[str], shape: Shape
) -> dict[str, str]:
    known, among = shape.meant.get(field, {}), shape.choices[field]
    plain = {each: each.casefold() for each in dict.fromkeys(values)}
    meant = {each: known.get(told, told if told in among else "") for each, told in plain.items()}
    if unclear := [each for each, to in meant.items() if not to]:
        doubts.append(f"{column}: say what {', '.join(unclear[:5])} means")
    return {each: to for each, to in meant.items() if to}


def _all(test: Callable[[str], object], values: Sequence[str]) -> bool:
    return bool(values) and all(map(test, values))


def _mean_length(values: Sequence[str]) -> float:
    return sum(map(len, values)) / len(values) if values else 0.0


def _plain(column: str) -> str:
    return re.sub(r"[\W_]+", "", column.casefold())
