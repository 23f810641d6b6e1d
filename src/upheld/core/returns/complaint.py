"""A complaint as a return sees it, and the period that the return is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from upheld.core.words import Outcome

# A moment of an earlier year, or after the last day there is, has no name in every zone.
_OLDEST = 1900


class PeriodError(ValueError):
    """No period: the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`, both in it, as they begin and end in `zone`."""

    first: date
    last: date
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError(f"the period ends on {self.last}, before it begins on {self.first}")
        if self.first.year < _OLDEST or self.last == date.max:
            raise PeriodError(f"no complaint is of {self.first} to {self.last}: name other days")

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time.min, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after the period."""
        return datetime.combine(self.last + timedelta(days=1), time.min, self.zone)

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Turn:
    """A complaint was closed (our final answer left, or it was closed without one), or opened."""

    at: datetime
    closes: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision as it was answered. Amounts are in major units of `currency`.

    `in_kind` says that something other than money is owed or given: a repair, work done again, a
    correction, help. `outcome` is None where the complaint was settled undecided.
    """

    at: datetime
    outcome: Outcome | None
    owed: Decimal
    goodwill: Decimal
    currency: str
    in_kind: bool

    @property
    def money(self) -> Decimal:
        """What the FCA calls redress, goodwill payments included (DISP 1.10.3G(3))."""
        return self.owed + self.goodwill


@dataclass(frozen=True, slots=True)
class Reported:
    """One complaint. `kind` is its main part: what was alleged first. `turns` are in their order.

    `first_sent_at` is the first letter that left of any kind.
    """

    reference: str
    received_at: datetime
    kind: str
    turns: tuple[Turn, ...] = ()
    answers: tuple[Answer, ...] = ()
    topic: str = ""
    channel: str = ""
    area: str = ""
    first_sent_at: datetime | None = None

    def opened_in(self, period: Period) -> bool:
        return period.holds(self.received_at)

    def open_at(self, moment: datetime) -> bool:
        return self.received_at < moment and self.closed_at(moment) is None

    def closed_at(self, moment: datetime) -> datetime | None:
        """When it was closed, as it stood just before `moment`; None where it was open."""
        closed: datetime | None = None
        for turn in self.turns:
            if turn.at >= moment:
                break
            closed = (closed or turn.at) if turn.closes else None
        return closed

    def reopened_in(self, period: Period) -> bool:
        """Closed when the period began, and open or closed anew when it ended."""
        before = self.closed_at(period.start)
        return before is not None and before != self.closed_at(period.end)

    def closed_in(self, period: Period) -> bool:
        """Closed when the period ended, by a turn within it."""
        closed = self.closed_at(period.end)
        return closed is not None and period.holds(closed)

    def concerns(self, period: Period) -> bool:
        """Whether it was open at any time of the period."""
        return self.opened_in(period) or self.open_at(period.start) or self.reopened_in(period)

    def answer(self, moment: datetime) -> Answer | None:
        """The latest decision that was made before `moment`."""
        return next(self._answers_before(moment), None)

    def _answers_before(self, moment: datetime) -> Iterator[Answer]:
        return (answer for answer in reversed(self.answers) if answer.at < moment)


def concerned(complaints: Iterable[Reported], period: Period) -> list[Reported]:
    """Those that were open at any time of the period, the earliest received first."""
    told = (each for each in complaints if each.concerns(period))
    return sorted(told, key=lambda each: (each.received_at, each.reference))
