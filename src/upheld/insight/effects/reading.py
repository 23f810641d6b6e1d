"""A measure by week, as the store has it: how many, among how many; and the same of what was not
changed. Some statements, whatever the number of cases."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from upheld.core.changes import About, Among, ChangeGiven, Measure
from upheld.core.journey import TouchpointError, named
from upheld.core.reply import told_day
from upheld.core.words import CaseState, Touchpoint
from upheld.store import journey, placing, themes
from upheld.store import models as rows
from upheld.store.counted import cases_counted, standing
from upheld.store.counted.gathered import Gathered, cases, contacts

from .check import Series

# Whoever complains in a week mostly ordered within the month before it.
_ORDERED_WITHIN = 4
# A cause is known when a case is closed: of a week with more open ones, too little is known.
_MOST_OPEN = 0.1
_NATURES = {Among.PRODUCTS: Touchpoint.PRODUCT, Among.SERVICES: Touchpoint.SERVICE}

Days = Counter[date]


class _Span(NamedTuple):
    """Whole weeks: the Monday of the first, and how many."""

    first: date
    weeks: int

    def by_week(self, days: Days) -> list[int]:
        found = [0] * self.weeks
        for day, count in days.items():
            at = (day - self.first).days // 7
            if 0 <= at < self.weeks:
                found[at] += count
        return found


def series(change: ChangeGiven, now: datetime) -> Series:
    """The weeks of a change's measure up to the last one that is over."""
    measure = change.measure
    today = timezone.localdate(now)
    passed = _passages(measure, (measure.key,), today)
    first = min(passed, default=today)
    limits: list[str] = []
    span = _span(first, _known_until(measure, today, now, limits))
    count = span.by_week(_happened(measure.about, (measure.key,), now))
    others = [key for key in change.beside if key != measure.key]
    beside = span.by_week(_happened(measure.about, others, now)) if others else []
    beside_passed = _passages(measure, others, today) if others else Counter[date]()
    among = _lately(span.by_week(passed))
    return Series(
        first=span.first,
        count=count,
        among=among,
        beside=beside,
        beside_among=_lately(span.by_week(beside_passed)) if others else (),
        limits=tuple(limits),
    )


def _span(first: date, until: date) -> _Span:
    """From the Monday after the first record to the Sunday before `until`."""
    monday = first + timedelta(days=-first.weekday() % 7)
    return _Span(monday, max(0, (until - monday).days // 7))


def _known_until(measure: Measure, today: date, now: datetime, limits: list[str]) -> date:
    """The first day of which too little is known yet to be counted."""
    if measure.about is About.THEME:
        found = themes.latest()
        day = timezone.localdate(found.at) if found else today
        if today - day > timedelta(days=7):
            limits.append(
                f"Themes were found last on {told_day(day)}: later complaints have none yet."
            )
        return min(day, today)
    if measure.about is not About.CAUSE:
        return today
    day = _mostly_closed_until(today, now)
    if today - day > timedelta(days=7):
        limits.append(
            f"More than a tenth of the complaints since {told_day(day)} are not closed: they have "
            "no cause yet, and are left out."
        )
    return day


def _mostly_closed_until(today: date, now: datetime) -> date:
    """From the newest week backwards: the first in which nearly all that came is closed."""
    found = _daily(cases_counted.counted(now), "received_at")
    told = found.annotate(n=Count("pk"), still=Count("pk", filter=~Q(state=CaseState.CLOSED)))
    came, still = Counter[date](), Counter[date]()
    for day, count, waiting in told.values_list("day", "n", "still"):
        monday = _monday(date.fromisoformat(day))
        came[monday] += count
        still[monday] += waiting
    until = _monday(today)
    for monday in sorted(came, reverse=True):
        if still[monday] <= _MOST_OPEN * came[monday]:
            break
        until = min(until, monday)
    return until


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _happened(about: About, keys: Collection[str], now: datetime) -> Days:
    """How often it happened by day. One statement, and one more for a touchpoint."""
    by = [Gathered(about, key) for key in keys]
    if about is About.CONTACTS:
        return _days(_daily(contacts(by).filter(at__lte=now), "at"))
    return _days(_daily(cases(cases_counted.counted(now), by), "received_at"))


def _daily(found: "QuerySet[Any]", at: str) -> "QuerySet[Any]":
    """With the day of each as text (UTC): a database cuts a text far faster than it finds a day."""
    told: QuerySet[Any] = found.order_by().annotate(day=Substr(Cast(at, CharField()), 1, 10))
    return told.values("day")


def _days(found: "QuerySet[Any]") -> Days:
    counted = found.annotate(n=Count("pk")).values_list("day", "n")
    return Counter({date.fromisoformat(day): count for day, count in counted})


def _passages(measure: Measure, keys: Sequence[str], today: date) -> Days:
    """What is passed, by day: orders, or those that are placed at the touchpoint."""
    found = rows.Order.objects.filter(placed_on__lte=today).order_by()
    if measure.about is About.TOUCHPOINT:
        return _at_touchpoints(found, keys)
    if nature := _NATURES.get(measure.among):
        found = found.filter(touchpoint=nature)
    return _ordered(found)


def _at_touchpoints(found: "QuerySet[rows.Order]", keys: Sequence[str]) -> Days:
    """Orders of these touchpoints; where none is placed there, those of its kind."""
    by = placing.placing()
    told = standing.orders(found)
    groups = standing.standings(told, "order", keys, by)
    if groups:
        return _ordered(told.filter(standing__in=groups))
    return _ordered(found.filter(touchpoint__in=list(_natures(keys))))


def _natures(keys: Iterable[str]) -> Iterator[str]:
    known = journey.touchpoints()
    for key in keys:
        try:
            yield named(key, known).nature
        except TouchpointError:
            continue


def _ordered(found: "QuerySet[Any]") -> Days:
    counted = found.order_by().values("placed_on").annotate(n=Count("pk"))
    return Counter(dict(counted.values_list("placed_on", "n")))


def _lately(orders: Sequence[int]) -> list[float]:
    """Orders a week over the last month, up to each week; none before a month is there, and none
    in a week in which nobody ordered, of which nothing is known."""
    return [
        sum(orders[at + 1 - _ORDERED_WITHIN : at + 1]) / _ORDERED_WITHIN
        if at + 1 >= _ORDERED_WITHIN and orders[at]
        else 0.0
        for at in range(len(orders))
    ]
