"""What a backtest answers: how many decisions change and how, what it costs, whom it touches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .segments import Segment


@dataclass(frozen=True, slots=True)
class Change:
    """How many decisions went from one value to another; None while something was missing."""

    was: str | None
    now: str | None
    cases: int


@dataclass(frozen=True, slots=True)
class Ways:
    """How many cases get more, less, something else of the same worth, or the same."""

    more: int
    less: int
    otherwise: int
    same: int


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount under the policy in force and under the draft, in major units."""

    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Costs:
    owed: Cost
    goodwill: Cost

    @property
    def difference(self) -> Decimal:
        return self.owed.difference + self.goodwill.difference


@dataclass(frozen=True, slots=True)
class Month:
    """The cases received in a month, of which `first` is the first day."""

    first: date
    cases: int
    costs: Costs


@dataclass(frozen=True, slots=True)
class StanceCost:
    """What is given in one spirit: by the cases that have it before, and that have it after."""

    stance: str
    cases: tuple[int, int]
    costs: Costs


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise or an obligation that the draft would break, in how many cases, and some of them.

    `kind` is promise, claim, obligation (of a law), owed or authority. A promise is broken by the
    tables themselves and has no count.
    """

    kind: str
    what: str
    cases: int | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Affected:
    """A case that the draft decides otherwise, with the parts that differ and their rules."""

    case: str
    difference: Decimal
    lines: tuple["AffectedLine", ...]


@dataclass(frozen=True, slots=True)
class AffectedLine:
    label: str
    before: str
    after: str
    because_before: str
    because_after: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """Cases that one of the two policies could not decide, for one reason."""

    policy: str
    why: str
    cases: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """`against` counts the cases by the version that was in force on their day of receipt. All
    that is counted and added up is over the `decided`: those that both policies decide."""

    draft: str
    against: Mapping[str, int]
    currency: str
    given: int
    decided: int
    changed: int
    changes: Mapping[str, Sequence[Change]]
    owed: Ways
    goodwill: Ways
    costs: Costs
    months: Sequence[Month]
    stances: Sequence[StanceCost]
    segments: Sequence[Segment]
    broken: Sequence[Broken]
    affected: Sequence[Affected]
    undecided: Sequence[Undecided]
    notes: Sequence[str] = ()
