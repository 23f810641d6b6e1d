"""How well the checks of a letter tell a good one from a bad one, on letters with labels.

Each letter of tests/letters belongs to one half by the hash of its id: the lists were grown on
`dev`, and `held_out` says how they do on letters whose errors were never looked at. The letters of
tests/letters/voices and tests/letters/later came later, in other voices: measured when they were
new, then learnt from.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from upheld.core import record
from upheld.core.checks import SEVERITIES, Severity, blocked, check
from upheld.core.decision import Decision
from upheld.core.reply import Letter
from upheld.core.words import LetterKind

FOLDER = Path(__file__).parents[1] / "tests" / "letters"
_NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A letter, what it is held against, and the problems that a reader saw in it."""

    id: str
    letter: Letter
    decision: Decision | None
    to: str
    on: date | None
    problems: frozenset[str]

    @property
    def ok(self) -> bool:
        return all(SEVERITIES[code] is not Severity.BLOCK for code in self.problems)


def labelled(folder: Path = FOLDER) -> tuple[Labelled, ...]:
    """The letters of one folder, in the order of its files."""
    return tuple(_read(told) for path in sorted(folder.glob("*.yaml"))
                 for told in yaml.safe_load(path.read_text("utf-8")))  # fmt: skip


def _read(told: Mapping[str, Any]) -> Labelled:
    said = told.get("decision")
    return Labelled(
        id=told["id"],
        letter=Letter(LetterKind(told["kind"]), "", told["text"]),
        decision=record.told(_dated(said), _NOW) if said else None,
        to=str(said.get("customer", "")) if said else "",
        on=told.get("on"),
        problems=frozenset(told["problems"]),
    )


def _dated(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key != "customer"}


def half(letter: Labelled) -> str:
    """`dev` or `held_out`, by the id alone."""
    return "dev" if hashlib.sha256(letter.id.encode()).digest()[0] % 2 else "held_out"


@dataclass(frozen=True, slots=True)
class Score:
    """How often a sign was rightly given, given for nothing, and not given."""

    right: int
    for_nothing: int
    missed: int

    @property
    def precision(self) -> float:
        given = self.right + self.for_nothing
        return self.right / given if given else 1.0

    @property
    def recall(self) -> float:
        due = self.right + self.missed
        return self.right / due if due else 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one group of letters: `not_ok` over whole letters, and each code over letters."""

    letters: int
    not_ok: Score
    by_code: Mapping[str, Score]
    wrong: tuple[str, ...]

    @property
    def codes(self) -> Score:
        """All codes together, each letter and code counted once."""
        each = self.by_code.values()
        return Score(sum(s.right for s in each), sum(s.for_nothing for s in each),
                     sum(s.missed for s in each))  # fmt: skip


def measure(letters: Iterable[Labelled]) -> Measured:
    """What the checks find in the letters, against their labels."""
    read = [(each, *_found(each)) for each in letters]
    codes = sorted({code for each, found, _ in read for code in each.problems | found})
    return Measured(
        len(read),
        _score((not each.ok, not ok) for each, _, ok in read),
        {code: _score((code in each.problems, code in found) for each, found, _ in read)
         for code in codes},
        tuple(_difference(each, found, ok) for each, found, ok in read
              if found != each.problems or ok != each.ok),
    )  # fmt: skip


def _found(each: Labelled) -> tuple[frozenset[str], bool]:
    problems = check(each.letter, each.decision, None, each.on, each.to)
    return frozenset(problem.code for problem in problems), not blocked(problems)


def _score(pairs: Iterable[tuple[bool, bool]]) -> Score:
    told = list(pairs)
    return Score(told.count((True, True)), told.count((False, True)), told.count((True, False)))


def _difference(each: Labelled, found: frozenset[str], ok: bool) -> str:
    mark = " " if ok == each.ok else "!"
    missed = " ".join(f"-{code}" for code in sorted(each.problems - found))
    more = " ".join(f"+{code}" for code in sorted(found - each.problems))
    return f"{mark} {each.id} {missed} {more}".rstrip()


def _told(name: str, of: Measured) -> Iterator[str]:
    yield f"{name}: {of.letters} letters"
    yield f"  {'':28}precision recall  right for-nothing missed"
    rows = {"not ok": of.not_ok, "every code": of.codes, **of.by_code}
    for label, score in rows.items():
        yield (f"  {label:28}{score.precision:9.3f}{score.recall:7.3f}"
               f"{score.right:7}{score.for_nothing:12}{score.missed:7}")  # fmt: skip


def groups() -> dict[str, list[Labelled]]:
    """The two halves, and the letters that came later."""
    of: dict[str, list[Labelled]] = {"dev": [], "held_out": []}
    for each in labelled():
        of[half(each)].append(each)
    return of | {name: list(labelled(FOLDER / name)) for name in ("voices", "later")}


def main() -> None:
    for name, letters in groups().items():
        print("\n".join(_told(name, measure(letters))))


if __name__ == "__main__":
    print("\n".join(measure(groups()[sys.argv[1]]).wrong))
