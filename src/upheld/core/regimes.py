"""A regime: whose rules count, where, from when, and for which kinds of complaint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .calendars import Calendar
from .deadlines import Deadline, deadline
from .obligations import STANDARD, Obligation, in_force


@dataclass(frozen=True, slots=True)
class Content:
    """One thing that a message must say, in words; `verified` as of an obligation.

    `sentence` says it in a letter of ours, `phrases` (in the language of `core.spoken`) find it in
    anybody's. Without them another check, or another place, sees to it: `seen_by` says which.
    """

    words: str
    verified: bool
    sentence: str = ""
    phrases: tuple[str, ...] = ()
    seen_by: str = ""


@dataclass(frozen=True, slots=True)
class OutsideBody:
    """Who looks at a complaint after us, and how it is reached; `source` says where that stands."""

    name: str
    reach: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Regime:
    """`kinds` maps each kind of complaint that its rules tell apart to words, `STANDARD` first."""

    name: str
    title: str
    zone: ZoneInfo
    calendar: Calendar
    obligations: tuple[Obligation, ...]
    kinds: Mapping[str, str] = field(default_factory=lambda: {STANDARD: "Every complaint"})
    content: Mapping[str, Content] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    outside_body: OutsideBody | None = None

    @property
    def begins(self) -> date:
        """The first day on which a rule of this regime was in force."""
        return min(o.valid_from for o in self.obligations)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def deadlines(
    regime: Regime, received_at: datetime, complaint_kind: str | None = None
) -> tuple[Deadline, ...]:
    """Every deadline of a complaint received at the aware `received_at`, the earliest first.

    Without a kind of complaint those of every kind, with what holds for a standard one in front.
    """
    rules = [o for o in in_force(regime.obligations, regime.day_of(received_at)) if o.dated]
    if complaint_kind is not None:
        rules = [o for o in rules if o.is_for(complaint_kind)]
    found = (deadline(o, received_at, regime.zone, regime.calendar) for o in rules)
    return tuple(sorted(found, key=lambda d: (not d.obligation.is_for(STANDARD), d.due)))
