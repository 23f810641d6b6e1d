"""What came, what we answered and what it cost: the numbers that a report begins with."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from upheld.core.intervals import Share, share
from upheld.core.money import Money
from upheld.core.words import SET_ASIDE, Outcome
from upheld.store.counted import case_days, cases_counted
from upheld.store.made_once import made_once

from . import beside
from .part import Told
from .span import Span, day
from .told import Bars, Cell, Figure, Place, Section, Table, counted, number

_MONTHS = 13
_UPHELD = cases_counted.UPHELD


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one span: what came, our answers by outcome, and money by currency."""

    span: Span
    received: int
    outcomes: Mapping[str, int]
    owed: Mapping[str, Decimal]
    goodwill: Mapping[str, Decimal]

    @property
    def decided(self) -> int:
        return sum(self.outcomes.values())

    @property
    def upheld(self) -> Share | None:
        """Of what was decided and not taken back or somebody else's to answer."""
        answered = sum(n for outcome, n in self.outcomes.items() if outcome not in SET_ASIDE)
        return share(sum(self.outcomes[outcome] for outcome in _UPHELD), answered)


@made_once
def numbers(span: Span) -> Numbers:
    """Three statements."""
    cases = cases_counted.counted(span.seen)
    came = case_days.received(cases, span.since, span.seen)
    decided = case_days.decisions(cases, span.since, span.seen).order_by()
    outcomes: Counter[str] = Counter()
    owed: defaultdict[str, Decimal] = defaultdict(Decimal)
    goodwill: defaultdict[str, Decimal] = defaultdict(Decimal)
    grouped = decided.values_list("outcome", "currency").annotate(
        n=Count("pk"), owes=Sum("owed"), gave=Sum("goodwill")
    )
    for outcome, currency, n, owes, gave in grouped:
        outcomes[outcome] += n
        owed[currency] += owes
        goodwill[currency] += gave
    return Numbers(span, came.count(), outcomes, owed, goodwill)


def headline(now: Numbers, before: Numbers) -> str:
    """The whole span in a sentence or two."""
    if not now.received and not now.decided:
        return "No complaint came in this time, and none was decided."
    came = f"{_many(now.received, 'complaint')} came"
    moved = beside.counts(now.received, now.span.days, before.received, before.span.days)
    if moved and moved != beside.CANNOT_TELL:
        came += f", {moved} than in {now.span.before_told}"
    elif moved:
        came += f", about as many as in {now.span.before_told}"
    found = now.upheld
    if found is None:
        return f"{came}; none was decided in this time."
    so = f"in {number(found.count)} of the {number(found.all)} that we answered, something was so"
    return f"{came}; {so}."


def _many(count: int, what: str) -> str:
    return f"{number(count)} {what}" if count == 1 else f"{number(count)} {what}s"


def told(span: Span) -> Told:
    now, before = numbers(span), numbers(span.before)
    months = _months(span)
    return Told(
        Section(
            key="numbers",
            title="What came and what we answered",
            sentence=headline(now, before),
            bars=tuple(_bars(months)),
            tables=(_by_outcome(now), _by_month(months)),
            limits=tuple(_limits(now, before)),
            place=_place(span, case_days.RECEIVED),
        ),
        figures=tuple(_figures(now, before)),
    )


def _figures(now: Numbers, before: Numbers) -> Iterator[Figure]:
    has_before = bool(before.received or before.decided)
    yield Figure(
        "Complaints",
        number(now.received),
        before=number(before.received) if has_before else "",
        moved=beside.counts(now.received, now.span.days, before.received, before.span.days),
        place=_place(now.span, case_days.RECEIVED),
        then=_place(before.span, case_days.RECEIVED),
    )
    value, between = beside.share_told(now.upheld)
    yield Figure(
        "Something was so",
        value,
        between=between,
        before=beside.share_told(before.upheld)[0] if before.upheld else "",
        moved=beside.shares(now.upheld, before.upheld),
        place=_place(now.span, case_days.DECIDED, about="upheld"),
        then=_place(before.span, case_days.DECIDED, about="upheld"),
    )
    for name, amounts, earlier in (
        ("Owed", now.owed, before.owed), ("Goodwill", now.goodwill, before.goodwill)
    ):  # fmt: skip
        yield Figure(
            name,
            _money(amounts),
            before=_money(earlier) if has_before else "",
            place=_place(now.span, case_days.DECIDED),
            then=_place(before.span, case_days.DECIDED),
        )


def _money(amounts: Mapping[str, Decimal]) -> str:
    """A sum for each currency: they are never added."""
    told = (Money(amount, currency).in_whole for currency, amount in sorted(amounts.items()))
    return " + ".join(told) or "nothing"


def _place(span: Span, what: str, **more: str) -> Place:
    return Place("complaints", query=span.asked(what=what, **more))


def _by_outcome(now: Numbers) -> Table:
    rows = tuple(
        (
            Cell(outcome.replace("_", " ").capitalize()),
            counted(number(now.outcomes[outcome]),
                    _place(now.span, case_days.DECIDED, outcome=outcome)),
        )
        for outcome in Outcome
        if now.outcomes.get(outcome)
    )  # fmt: skip
    return Table(("What we answered", "Complaints"), rows)


@dataclass(frozen=True, slots=True)
class Month:
    """A month up to the end of the span, as far as it is over."""

    first: date
    received: int
    upheld: int
    others: int
    within: bool

    @property
    def span(self) -> Span:
        following = (self.first + timedelta(days=32)).replace(day=1)
        return Span(self.first, following - timedelta(days=1), timezone.now())


def _months(span: Span) -> list[Month]:
    """The month of the last day and the twelve before it: two statements."""
    last = span.last.replace(day=1)
    firsts = [_back(last, months) for months in range(_MONTHS - 1, -1, -1)]
    since, _ = case_days.moments(firsts[0], span.last)
    cases = cases_counted.counted(span.seen)
    zone = timezone.get_current_timezone()
    came = case_days.received(cases, since, span.seen).order_by()
    by_month = came.annotate(month=TruncMonth("received_at", tzinfo=zone)).values_list("month")
    received = {each.date(): n for each, n in by_month.annotate(n=Count("pk"))}
    decided = case_days.decisions(cases, since, span.seen).order_by()
    so: Counter[tuple[date, bool]] = Counter()
    outcomes = decided.annotate(month=TruncMonth("at", tzinfo=zone)).values_list("month", "outcome")
    for month, outcome, n in outcomes.annotate(n=Count("pk")):
        so[month.date(), outcome in _UPHELD] += n
    return [
        Month(
            each,
            received.get(each, 0),
            so[each, True],
            so[each, False],
            each >= span.first.replace(day=1),
        )
        for each in firsts
    ]


def _back(month: date, months: int) -> date:
    at = month.year * 12 + month.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)


def _bars(months: Sequence[Month]) -> Iterator[Bars]:
    if not any(each.received for each in months):
        return
    yield Bars(
        title="Complaints each month",
        told="Complaints received each month; the months of this report are marked",
        keys=("in these days", "before"),
        labels=tuple(f"{each.first:%b %y}" for each in months),
        amounts=tuple(
            (float(each.received), 0.0) if each.within else (0.0, float(each.received))
            for each in months
        ),
        places=tuple(_place(each.span, case_days.RECEIVED) for each in months),
    )


def _by_month(months: Sequence[Month]) -> Table:
    rows = tuple(
        (
            Cell(f"{each.first:%B %Y}"),
            counted(number(each.received), _place(each.span, case_days.RECEIVED)),
            counted(number(each.upheld + each.others), _place(each.span, case_days.DECIDED)),
            counted(number(each.upheld), _place(each.span, case_days.DECIDED, about="upheld")),
        )
        for each in months
    )
    return Table(("Month", "Came", "Decided", "Something was so"), rows)


def _limits(now: Numbers, before: Numbers) -> Iterator[str]:
    if now.span.until > now.span.now:
        yield "These days are not over: the numbers are as they are so far."
    if before.received and now.received:
        yield "Spans that are not of one length are set beside each other by the day."
    elif not before.received:
        yield f"Nothing came from {day(before.span.first)} to {day(before.span.last)}."
    if 0 < now.received < 10:
        yield "So few complaints came that the next one may turn any share round."
    if len({*now.owed}) > 1:
        yield "Money is in several currencies, which are not added to each other."
