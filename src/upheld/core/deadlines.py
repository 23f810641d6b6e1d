"""A deadline is the last moment of an obligation, and explains itself."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .calendars import Calendar
from .explain import explain
from .obligations import Obligation
from .reckoning import last_moment


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment of an obligation: `due` is aware UTC, `due_on` the day where it is due.

    `whole_day` tells a deadline of a day, which ends with it, from one of an hour.
    """

    obligation: Obligation
    due: datetime
    due_on: date
    whole_day: bool
    explanation: str


def deadline(
    obligation: Obligation, received_at: datetime, zone: ZoneInfo, calendar: Calendar
) -> Deadline:
    """When `obligation` falls due for a complaint received at the aware `received_at`.

    Days are counted from the day after receipt in `zone`, and end when that day ends. Raises
    ValueError for an obligation without a number.
    """
    if obligation.within is None:
        raise ValueError(f"{obligation.id} has no number of days to count")
    due = last_moment(obligation.within, received_at, zone, calendar)
    return Deadline(
        obligation=obligation,
        due=due,
        due_on=due.astimezone(zone).date(),
        whole_day=obligation.within.whole_days,
        explanation=explain(obligation, received_at, due, zone, calendar),
    )
