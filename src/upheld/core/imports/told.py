"""Reading JSON of strangers: what is there under its name, and what is amiss with it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from upheld.core.post.html import words

from .arrival import Problem, RowRefused, is_no_text, no_text, shortened
from .moments import ISO, UNIX, read_moment

_UTC = ZoneInfo("UTC")


def part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object under a name; an empty one where there is none."""
    found = told.get(name)
    return found if isinstance(found, Mapping) else {}


def listed(told: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    """The objects of the list under a name. Raises RowRefused for what is no list."""
    found = told.get(name)
    if found is None:
        return ()
    if not isinstance(found, list):
        raise RowRefused([Problem(name, shortened(found), "not a list", "export it again")])
    return [each for each in found if isinstance(each, Mapping)]


def text(told: Mapping[str, Any], *names: str) -> str:
    """The first of these that says something, as text; a number as its digits."""
    for name in names:
        found = told.get(name)
        if isinstance(found, str) and found.strip():
            return found.strip()
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)
        if isinstance(found, float) and isfinite(found):  # Python reads NaN, which is no JSON
            return str(found)
    return ""


def plain(told: Mapping[str, Any], plain_name: str, html_name: str) -> str:
    """The plain text, or else the HTML as text. Raises RowRefused for bytes that are none."""
    if found := text(told, plain_name):
        return found
    html = text(told, html_name)
    if is_no_text(html):
        raise RowRefused([no_text(html_name, html)])
    return words(html).strip()


def needed(told: Mapping[str, Any], name: str) -> str:
    """Raises RowRefused where it is missing."""
    if found := text(told, name):
        return found
    raise RowRefused([Problem(name, "", "missing", "export it again with this field")])


def moment(told: Mapping[str, Any], name: str, where: str = "") -> datetime:
    """An ISO moment, or seconds since 1970. Raises RowRefused where it is neither."""
    found, column = told.get(name), f"{where}{name}"
    number = isinstance(found, (int, float)) and not isinstance(found, bool)
    try:
        return read_moment(str(found or ""), UNIX if number else ISO, _UTC).astimezone(UTC)
    except ValueError as error:
        why = str(error) if found else "missing"
        raise RowRefused([Problem(column, shortened(found or ""), why, "mend the date")]) from None


def files(told: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """The names of the files that came with something."""
    found = listed(told, "attachments") if told.get("attachments") else ()
    return tuple(text(each, *names) or "a file without a name" for each in found)


def others(told: Mapping[str, Any], *names: str) -> dict[str, str]:
    """What is kept for people, by name: texts, numbers and lists of them."""
    found = {name: _word(told.get(name)) for name in names}
    return {name: word for name, word in found.items() if word}


def _word(found: object) -> str:
    if isinstance(found, list):
        return ", ".join(str(each) for each in found if isinstance(each, (str, int)))
    return "" if found is None or isinstance(found, (Mapping, bool)) else str(found).strip()
