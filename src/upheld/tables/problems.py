"""What can be wrong with a policy, facts or a hit: always where, what, and how to mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

_MOST_TOLD = 100
_THESE_FIRST = "Mend these first"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `row` counts as a spreadsheet does (1 is the header) or is a text line."""

    file: str
    row: int | None
    column: str | None
    message: str
    mend: str

    def __str__(self) -> str:
        unit = "line" if self.file.endswith((".yaml", ".dmn", ".xml")) else "row"
        row = f"{unit} {self.row}" if self.row else None
        column = f"column {self.column}" if self.column else None
        where = ", ".join(part for part in (self.file, row, column) if part)
        return f"{where}: {self.message}. {self.mend}."


class CellError(ValueError):
    """One cell or value cannot be read; whoever knows the place turns it into a Problem."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


class _Problems(ValueError):
    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PolicyError(_Problems):
    """A policy folder that cannot be used, with every problem that was found in it."""


class FactsError(_Problems):
    """Facts that a policy cannot read, with every problem that was found in them."""


class ModelError(_Problems):
    """A DMN model that cannot be used, with the first hundred problems that were found in it: a
    file that is no model has one in each line, and nobody mends a thousand at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = tuple(problems)
        told, more = found[:_MOST_TOLD], len(found) - _MOST_TOLD
        if more > 0:
            last = Problem(told[-1].file, None, None, f"{more:,} more are not told", _THESE_FIRST)
            told += (last,)
        super().__init__(told)


@dataclass(frozen=True, slots=True)
class RuleRef:
    """One rule of a table: its id and its row as a spreadsheet shows it."""

    id: str
    row: int

    def __str__(self) -> str:
        return f"{self.id} (row {self.row})"


class HitError(ValueError):
    """Rules that contradict each other on one case, under a hit policy that forbids it."""

    def __init__(
        self, table: str, hit: str, rules: tuple[RuleRef, ...], facts: Mapping[str, object]
    ) -> None:
        self.table = table
        self.rules = rules
        self.facts = dict(facts)
        case = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        super().__init__(
            f"table {table} (hit {hit}): rules {' and '.join(str(rule) for rule in rules)} "
            f"contradict each other for {case}. Make them exclude each other, or choose hit first."
        )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one may stand for: it begins so, or is written alike."""
    names = sorted(known)
    begun = [name for name in names if word and name.startswith(word)]
    return next(iter(begun or get_close_matches(word, names, n=1)), None)


def unknown(word: str, known: Iterable[str]) -> str:
    """That `word` is not known, with the one that it may have meant, else with all there are."""
    names = sorted(known)
    if near := nearest(word, names):
        return f"{word} is not known: did you mean {near}?"
    return f"{word} is not known: choose one of {', '.join(names)}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A mend for a misspelt word: the nearest known one, or the whole list."""
    names = sorted(known)
    if near := nearest(word, names):
        return f"Did you mean {near}"
    return f"Use one of {', '.join(names)}" if names else "Declare it in policy.yaml"
