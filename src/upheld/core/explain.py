"""A deadline in sentences that a handler can read: what, by when, why then, how sure we are."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .calendars import Calendar, days_between
from .obligations import Force, Obligation, ObligationKind, Unit, Within
from .reckoning import last_moment

_WHAT = {
    ObligationKind.ACKNOWLEDGEMENT: "the acknowledgement",
    ObligationKind.SUMMARY_RESOLUTION: "the summary resolution",
    ObligationKind.RESPONSE: "a first response",
    ObligationKind.HOLDING_RESPONSE: "a holding response",
    ObligationKind.DELAY_NOTICE: "the notice of a delay",
    ObligationKind.FINAL_RESPONSE: "the final response",
    ObligationKind.ADR_LETTER: "the letter that names the outside scheme",
}
_UNVERIFIED = "Nobody has verified this rule: check it at its source."
_BUSINESS = {Unit.BUSINESS_DAYS, Unit.BUSINESS_HOURS}


def explain(
    obligation: Obligation,
    received_at: datetime,
    due: datetime,
    zone: ZoneInfo,
    calendar: Calendar,
) -> str:
    """Why `obligation` falls due at `due`, for a complaint received at the aware `received_at`."""
    within = obligation.within
    received_on, due_on = received_at.astimezone(zone).date(), due.astimezone(zone).date()
    until = day(due_on) if within and within.whole_days else moment(due, zone)
    told = [_rule(obligation, f"receipt on {day(received_on)}", until)]
    if within and within.unit in _BUSINESS:
        told += _not_counted(obligation, received_on, due_on, calendar)
    if obligation.or_within:
        told.append(_or(obligation.or_within, received_at, zone, calendar))
    told.append(obligation.note)
    if not obligation.verified:
        told.append(_UNVERIFIED)
    return " ".join(filter(None, told))


def explain_undated(o: Obligation) -> str:
    """A rule that gives no day of its own: what it asks for, and from when on."""
    what = _WHAT.get(o.kind, o.kind.replace("_", " "))
    only = f", if {o.condition}" if o.condition else ""
    told = [f"Without a date, from {o.starts}: {what}{only} ({o.clause}).", o.note]
    return " ".join(filter(None, [*told, "" if o.verified else _UNVERIFIED]))


def _rule(o: Obligation, after: str, until: str) -> str:
    """The rule itself, in the words that its kind and its force ask for."""
    what = _WHAT.get(o.kind, "the record")
    match o.kind, o.force:
        case ObligationKind.RETENTION, _:
            told = (
                f"the record must be kept for {o.within} from {after}: until {until} ({o.clause})"
            )
        case ObligationKind.RECORD, _:
            told = f"the complaint must be recorded as it comes, on {until} ({o.clause})"
        case _, Force.CHANCE:
            done = f"if it is resolved within {o.within} of {after}, by {until}"
            return _sentence(f"{done}, {o.condition} ({o.clause})")
        case _, Force.OWN:
            aim = f"it is our own aim that {what} reaches the customer"
            told = f"{aim} within {o.within} of {after}: by {until}"
        case _, Force.PROMPT:
            rule = f"{what} must reach the customer promptly ({o.clause})"
            told = f"{rule}. The rule gives no number; ours is {o.within} from {after}: by {until}"
        case _:
            rule = f"{what} must reach the customer within {o.within} of {after}"
            told = f"{rule}: by {until} ({o.clause})"
    return _sentence(f"if {o.condition}, {told}" if o.condition else told)


def _sentence(told: str) -> str:
    return f"{told[0].upper()}{told[1:]}."


def _or(within: Within, received_at: datetime, zone: ZoneInfo, calendar: Calendar) -> str:
    last = last_moment(within, received_at, zone, calendar).astimezone(zone).date()
    return f"Or within {within}, which ends on {day(last)}."


def _not_counted(
    obligation: Obligation, received_on: date, due_on: date, calendar: Calendar
) -> Iterator[str]:
    """The days that a count of business days went past, and a receipt on one of them."""
    if not calendar.is_business_day(received_on):
        came = f"It came on {_off(received_on, calendar)}"
        yield f"{came}; the first business day after it is the first that counts."
        yield obligation.off_day
    passed = [d for d in days_between(received_on, due_on) if not calendar.is_business_day(d)]
    weekend = [d for d in passed if d.weekday() in calendar.weekend]
    named = [_off(d, calendar) for d in passed if d.weekday() not in calendar.weekend]
    counted = f"{len(weekend)} day{'' if len(weekend) == 1 else 's'} of weekend"
    if told := [*([counted] if weekend else []), *named]:
        yield f"Not counted: {listed(told)}."
    if obligation.within and obligation.within.unit is Unit.BUSINESS_HOURS:
        hours = listed(f"{opens:%H:%M} to {closes:%H:%M}" for opens, closes in calendar.hours)
        yield f"Business hours are {hours}."


def _off(off: date, calendar: Calendar) -> str:
    """A day off by its name, or a plain weekend day by its weekday."""
    if off.weekday() in calendar.weekend:
        return f"a {off:%A}"
    return f"{calendar.holidays[off]} ({off.day} {off:%b})"


def listed(told: Iterable[str]) -> str:
    """a, b and c"""
    *first, last = told
    return f"{', '.join(first)} and {last}" if first else last


def day(told: date) -> str:
    return f"{told:%a} {told.day} {told:%b %Y}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """With its zone: the rule may be of another place than whoever reads it."""
    there = at.astimezone(zone)
    return f"{day(there.date())}, {there:%H:%M} {there:%Z}"
