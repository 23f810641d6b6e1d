"""YAML that somebody wrote: looked through before anything is made of it.

The reader nests as the text does, and ends the whole process where that is deep enough; an alias
stands for all that it leads to, so that a line of them is a thousand million values; and a number
in sixties (1:30:00) takes the square of its length. What no person writes is refused with its line.
"""

import re
from typing import Any

import yaml

# The fast reader of the same safe YAML, where there is one; a policy has hundreds of cases.
SAFE: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 40
_MOST_VALUES = 500_000  # aliases counted as what they stand for
_LONGEST_NUMBER = 100  # signs, of what is not in quotes
_DAY = re.compile(r"[0-9]{4}-[0-9]")
_NUMBER = re.compile(r"[-+]?[0-9][0-9a-fx_:.]*", re.IGNORECASE)


def loaded(text: str, loader: type[yaml.SafeLoader] = SAFE) -> Any:
    """What the text says. Raises yaml.YAMLError, with the place where it is known."""
    _Shape().check(text)
    try:
        return yaml.load(text, loader)
    except ValueError as error:  # a day such as 2026-02-30, which the reader does not place
        raise _no_day(text, error) from None


def _no_day(text: str, error: ValueError) -> yaml.YAMLError:
    for event in yaml.parse(text, SAFE):
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and _is_no_day(event.value):
            return _refused(event, f"{event.value} is no day, or no moment")
    return yaml.constructor.ConstructorError(problem=str(error))


def _is_no_day(told: str) -> bool:
    if not _DAY.match(told):
        return False
    try:
        yaml.load(told, SAFE)
    except ValueError:
        return True
    return False


class _Shape:
    """How deep the text is nested, and how much it would be without an alias."""

    def __init__(self) -> None:
        self._open: list[tuple[str | None, int]] = [(None, 0)]  # each with the values before it
        self._values = 0
        self._of: dict[str, int] = {}

    def check(self, text: str) -> None:
        for event in yaml.parse(text, SAFE):
            match event:
                case yaml.CollectionStartEvent():
                    self._open.append((event.anchor, self._values))
                case yaml.CollectionEndEvent():
                    self._closed()
                case yaml.AliasEvent():
                    self._alias(event)
                case yaml.ScalarEvent():
                    self._scalar(event)
            if len(self._open) > _DEEPEST:
                raise _refused(event, f"nested more than {_DEEPEST - 1} deep: flatten it")
            if self._values > _MOST_VALUES:
                raise _refused(event, f"more than {_MOST_VALUES:,} values: write fewer")

    def _closed(self) -> None:
        anchor, before = self._open.pop()
        self._values += 1
        if anchor is not None:
            self._of[anchor] = self._values - before

    def _alias(self, event: yaml.AliasEvent) -> None:
        if any(anchor == event.anchor for anchor, _ in self._open):
            raise _refused(event, f"*{event.anchor} stands within itself: write what is meant")
        self._values += self._of.get(str(event.anchor), 1)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._values += 1
        if event.anchor is not None:
            self._of[event.anchor] = 1
        plain, value = event.implicit[0], event.value
        if plain and len(value) > _LONGEST_NUMBER and _NUMBER.fullmatch(value):
            raise _refused(event, f"a number of {len(value):,} signs: shorten it, or quote a text")


def _refused(event: Any, why: str) -> yaml.YAMLError:
    return yaml.constructor.ConstructorError(problem=why, problem_mark=event.start_mark)
