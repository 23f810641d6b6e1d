"""A small grammar for prose: `{fact}`, `<list>` and `[one|another|]` nest freely in a line.

A name written with a capital, as in `{The}` or `<Who>`, begins with a capital letter.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from upheld.demo.simulate.dice import Dice

_OPENERS = {"{": "}", "<": ">", "[": "]"}

# A line is a sequence of parts: plain text, ("{", fact), ("<", list) or ("[", lines).
Part = str | tuple[str, "str | tuple[Line, ...]"]
Line = tuple[Part, ...]


class GrammarError(ValueError):
    """A line of the word files that cannot be written: an open bracket or an unknown name."""


class Pen:
    """Writes lines with one person's dice. `worn` is shared: the least used wording comes first."""

    def __init__(
        self,
        dice: Dice,
        lists: Mapping[str, Sequence[str]],
        facts: Mapping[str, str],
        worn: Counter[str] | None = None,
    ) -> None:
        self.dice = dice
        self.lists = lists
        self.facts = facts
        self.worn: Counter[str] = Counter() if worn is None else worn

    def write(self, text: str) -> str:
        return self._line(parsed(text), text)

    def pick(self, options: Sequence[str]) -> str:
        """One of three drawn at random, and of these the one used least so far."""
        drawn = self.dice.choices(options, k=3)
        least = min(drawn, key=self.worn.__getitem__)
        self.worn[least] += 1
        return least

    def _line(self, line: Line, text: str) -> str:
        return "".join(part if isinstance(part, str) else self._part(part, text) for part in line)

    def _part(self, part: "tuple[str, str | tuple[Line, ...]]", text: str) -> str:
        match part:
            case ("{", str(name)) if (known := self.facts.get(name.lower())) is not None:
                return known if name.islower() else _capital(known)
            case ("<", str(name)) if lines := self.lists.get(name.lower()):
                drawn = self.write(self.pick(lines))
                return drawn if name.islower() else _capital(drawn)
            case ("[", tuple(lines)):
                return self._line(self.dice.choice(lines), text)
        raise GrammarError(f"{part[1]!r} is neither a fact nor a list, in {text!r}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def parsed(text: str) -> Line:
    """`text` as parts. Raises GrammarError for a bracket without its partner."""
    line, _ = _parse(text, 0, "")
    return line


def _parse(text: str, at: int, stop: str) -> tuple[Line, int]:
    """The parts from `at` up to one of the characters in `stop`, and where that is."""
    parts: list[Part] = []
    start = at
    while at < len(text) and text[at] not in stop:
        if text[at] in _OPENERS.values():
            raise GrammarError(f"{text[at]!r} closes a bracket that never opened in {text!r}")
        if text[at] in _OPENERS:
            parts.append(text[start:at])
            part, at = _bracket(text, at)
            parts.append(part)
            start = at
        else:
            at += 1
    parts.append(text[start:at])
    return tuple(part for part in parts if part), at


def _bracket(text: str, at: int) -> tuple[Part, int]:
    opener = text[at]
    if opener != "[":
        end = text.find(_OPENERS[opener], at)
        if end < 0:
            raise GrammarError(f"{opener!r} is never closed in {text!r}")
        return (opener, text[at + 1 : end]), end + 1
    lines: list[Line] = []
    while at < len(text) and text[at] != "]":
        line, at = _parse(text, at + 1, "|]")
        lines.append(line)
    if at >= len(text):
        raise GrammarError(f"'[' is never closed in {text!r}")
    return ("[", tuple(lines)), at + 1
