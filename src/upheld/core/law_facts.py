"""The facts that a law is asked on: read from a document, worked out from dates, and checked.

Only what happened can be given. Who somebody is, how loudly, by which channel and what they ask
for are no facts of any law here, and are refused as unknown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from upheld.tables import FactsError, Months, Policy, Value, tell
from upheld.tables.arithmetic import work_out
from upheld.tables.problems import did_you_mean

from .calendars import Calendar
from .case import Facts

if TYPE_CHECKING:
    from .law import Law

# Asked of each remedy and of the day by the house itself.
GIVEN_BY_US = frozenset({"remedy", "asked_on"})
_ABOUT = {"allegation"}
# A slip of the finger: above any price, distance or number of days.
_TOO_LARGE = 10_000_000


class LawFactsError(ValueError):
    """Facts that no law can be asked on; `problems` says which, why and the mend, one line each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Count(StrEnum):
    """How a span of time is told: days and hours as numbers, `within` as yes or no."""

    DAYS = "days"
    DAYS_AFTER_TWO_WORKING_DAYS = "days_after_two_working_days"
    HOURS = "hours"
    WITHIN = "within"
    WITHIN_FROM_THE_NEXT_DAY = "within_from_the_next_day"


@dataclass(frozen=True, slots=True)
class Span:
    """The fact `fact`, worked out from two dates or moments. `months` bounds a `within`."""

    fact: str
    start: str
    end: str
    count: Count
    months: int = 0


def read_facts(laws: Iterable["Law"], given: Mapping[str, object], on: date) -> dict[str, Facts]:
    """Each law's typed facts by its name, as of the day `on`: what is in `given`, and what follows.

    A fact that one of the laws knows may be given; each law sees its own. Raises LawFactsError
    with every unknown name, wrong type, foreign currency and contradiction.
    """
    laws = tuple(laws)
    told = {name: value for name, value in given.items() if name != "currency"}
    problems = [*_unknown(laws, told), *_foreign(laws, given.get("currency"))]
    read: dict[str, Facts] = {}
    for law in laws:
        own = {name: value for name, value in told.items() if name in open_to(law.policy)}
        try:
            read[law.name] = completed(law, law.policy.read(own, _ABOUT), on)
        except FactsError as error:
            problems += [f"{p.column}: {p.message}. {p.mend}." for p in error.problems]
        except LawFactsError as error:
            problems += error.problems
    if problems:
        raise LawFactsError(dict.fromkeys(problems))
    return read


def open_to(policy: Policy) -> list[str]:
    """The facts that may be given to a law, in its own order."""
    return [name for name in policy.inputs if name not in GIVEN_BY_US]


def _unknown(laws: Iterable["Law"], told: Iterable[str]) -> list[str]:
    known = {name for law in laws for name in open_to(law.policy)}
    return [
        f"{name}: no law asked here knows such a fact. {did_you_mean(name, known)}."
        for name in told
        if name not in known
    ]


def _foreign(laws: Iterable["Law"], currency: object) -> list[str]:
    return [
        f"currency: {law.name} counts in {law.policy.currency} and the amounts are in {currency}. "
        f"Give the amounts in {law.policy.currency}."
        for law in laws
        if currency is not None and currency != law.policy.currency
    ]


def completed(law: "Law", facts: Facts, on: date) -> Facts:
    """The typed facts with what stands for a missing day and what follows from dates.

    Raises LawFactsError where they contradict each other.
    """
    known: dict[str, Value] = {**facts, "asked_on": on}
    for name, others in law.when_not_given.items():
        days = (facts.get(day) for day in (name, *others))
        known[name] = next((day for day in days if day is not None), on)
    problems = [problem for pair in law.in_order for problem in _order(law, *pair, known)]
    problems += [problem for span in law.spans for problem in _span(law, span, known)]
    problems += _numbers(law, known)
    problems = problems or _contradictions(law.policy, known)
    if problems:
        raise LawFactsError(problems)
    return {name: value for name, value in known.items() if name in law.policy.inputs}


def _numbers(law: "Law", known: Facts) -> Iterator[str]:
    """The problems of numbers that cannot be so: people in parts, or a slip of the finger."""
    for name, value in known.items():
        if isinstance(value, Decimal) and abs(value) >= _TOO_LARGE:
            yield f"{name}: {value} is too large. Give a number below {_TOO_LARGE:,}."
        elif isinstance(value, Decimal) and value % 1 and name in law.whole:
            yield f"{name}: {value} is not a whole number. Give one, such as 2."


def _span(law: "Law", span: Span, known: dict[str, Value]) -> list[str]:
    """Adds the span's fact to what is known. Its problems: dates in the wrong order, and a number
    given beside the dates that says something else."""
    start, end = known.get(span.start), known.get(span.end)
    if not isinstance(start, date) or not isinstance(end, date):
        return []
    if span.count is not Count.HOURS and (problems := _order(law, span.start, span.end, known)):
        return problems
    try:
        found = _COUNTS[span.count](span, start, end, law.calendar)
    except OverflowError:
        return [f"{span.start}: {start} is at the end of the calendar. Give the day that it was."]
    given = known.get(span.fact)
    if given is not None and given != found:
        told = [_told(law, span.fact, facts) for facts in (known, {span.fact: found})]
        return [
            f"{span.fact}: {told[0]} is given, and {span.start} to {span.end} makes {told[1]}. "
            "Leave out the wrong one."
        ]
    known[span.fact] = found
    return []


def _order(law: "Law", first: str, then: str, known: Facts) -> list[str]:
    """The problem of two dates or moments in the wrong order, if they are."""
    start, end = known.get(first), known.get(then)
    if not isinstance(start, date) or not isinstance(end, date) or start <= end:
        return []
    told = [f"{name} {_told(law, name, known)}" for name in (then, first)]
    return [f"{told[0]} is before {told[1]}. Mend the wrong one."]


def _told(law: "Law", name: str, facts: Mapping[str, Value]) -> str:
    return tell(facts[name], law.policy.names[name], law.policy.currency)


def _contradictions(policy: Policy, known: Facts) -> list[str]:
    """What the law's table `contradiction` says cannot both be so."""
    if "contradiction" not in policy.tables:
        return []
    answer = policy.run("contradiction", {k: v for k, v in known.items() if k in policy.names})
    return [f"{answer.because} Mend the wrong one."] if answer.outputs["contradiction"] else []


def _days(span: Span, start: date, end: date, calendar: Calendar) -> Value:
    return Decimal((end - start).days)


def _overdue(span: Span, start: date, end: date, calendar: Calendar) -> Value:
    """Days that ended without what came on the day `end`, after two full working days."""
    day, full = start, 0
    while full < 2:
        day += timedelta(days=1)
        full += calendar.is_business_day(day)
    return Decimal(max((end - day).days - 1, 0))


def _hours(span: Span, start: date, end: date, calendar: Calendar) -> Value:
    """Whole minutes in hours; what came early is not late."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    minutes = max((end - start) // timedelta(minutes=1), 0)
    return (Decimal(minutes) / 60).quantize(Decimal("0.0001"))


def _within(span: Span, start: date, end: date, calendar: Calendar) -> Value:
    """Whether `end` lies in the months that begin with the day `start`."""
    after = work_out("+", start, Months(span.months))
    if not isinstance(after, date):
        return None
    # Where the month has no such day, the months end with its last one.
    return end < after or (end == after and after.day < start.day)


def _within_from_next(span: Span, start: date, end: date, calendar: Calendar) -> Value:
    """Whether `end` lies in the months that begin with the day after `start`."""
    return _within(span, start + timedelta(days=1), end, calendar)


_COUNTS: dict[Count, Callable[[Span, date, date, Calendar], Value]] = {
    Count.DAYS: _days,
    Count.DAYS_AFTER_TWO_WORKING_DAYS: _overdue,
    Count.HOURS: _hours,
    Count.WITHIN: _within,
    Count.WITHIN_FROM_THE_NEXT_DAY: _within_from_next,
}
