"""What a report tells, as data: it is kept so, and every page and file is made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from upheld.insight.learnt import Learnt


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows behind something stand: a page of the desk by its name, what its address
    takes and what is asked of it. None is shown without a name."""

    page: str = ""
    argument: str = ""
    query: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `number` cells stand to the right, one under the other."""

    text: str
    place: Place = NOWHERE
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of columns: a label and, for each series in its order, an amount. `told` says what
    it shows, `keys` name the series; `places` are where the rows of each column are."""

    title: str
    told: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    amounts: tuple[tuple[float, ...], ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the first page: beside it its interval where it is an estimate, and what it was
    in the span `before`, whose rows are `then`; `moved` says how far they can be told apart."""

    name: str
    value: str
    between: str = ""
    before: str = ""
    moved: str = ""
    place: Place = NOWHERE
    then: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Section:
    """A page behind the first one. `sentence` is what it says in short, `learnt` what it taught
    beside what stands on the first page; `place` the page of the desk that tells more of it."""

    key: str
    title: str
    sentence: str
    bars: tuple[Bars, ...] = ()
    tables: tuple[Table, ...] = ()
    limits: tuple[str, ...] = ()
    learnt: tuple[Learnt, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Report:
    """`first` to `last`, both days whole, in `zone`. `so_far`: the span is not over. `headline` is
    the whole in a sentence; `learnt` the few things that matter most; `next` the steps to take,
    one sentence each; `at` when all this was told."""

    firm: str
    first: date
    last: date
    zone: str
    at: datetime
    so_far: bool
    headline: str
    figures: tuple[Figure, ...]
    learnt: tuple[Learnt, ...]
    next: tuple[str, ...]
    sections: tuple[Section, ...]
    limits: tuple[str, ...]

    @property
    def front(self) -> tuple[Bars, ...]:
        """The charts of the first page: those of the first part."""
        return self.sections[0].bars if self.sections else ()

    @property
    def everything(self) -> tuple[Learnt, ...]:
        """All that was learnt: what matters most, then what else each part taught."""
        every = (*self.learnt, *(each for one in self.sections for each in one.learnt))
        return tuple(dict.fromkeys(every))

    @property
    def days(self) -> str:
        """The days as people write them."""
        return days_told(self.first, self.last)


_REPORT = TypeAdapter(Report)


def as_data(report: Report) -> dict[str, Any]:
    """As JSON has it: what is kept, and what programs read."""
    told: dict[str, Any] = _REPORT.dump_python(report, mode="json")
    return told


def from_data(told: Mapping[str, Any]) -> Report:
    """A report that was kept, as it was told."""
    return _REPORT.validate_python(told)


def days_told(first: date, last: date) -> str:
    """ "October 2026" where it is a whole month, else both days."""
    if first == last.replace(day=1) and (last + timedelta(days=1)).day == 1:
        return f"{first:%B %Y}"
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def number(count: int) -> str:
    return f"{count:,}"


def counted(text: str, place: Place = NOWHERE) -> Cell:
    return Cell(text, place, number=True)
