"""Which exceptions repeat: the same situation granted again and again, and what a year costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from upheld.core.deviations import REPEATS, Situation, read_situation
from upheld.core.intervals import Share, share
from upheld.core.money import Money
from upheld.core.repeated import YEAR, Price, price_a_year
from upheld.store import granted
from upheld.store import models as rows
from upheld.store.merged import as_one, merging


@dataclass(frozen=True, slots=True)
class Times:
    """Exceptions in one situation and one currency. `of_cases` is on how many of all cases that
    were decided in it one was given; `price` what a year costs if all get the `usual` amount, the
    mean of those given; None where nobody can tell."""

    key: str
    situation: Situation
    times: int
    customers: int
    gave: Money
    usual: Money
    first: datetime
    last: datetime
    of_cases: Share
    similar_a_year: int
    price: Price | None


@dataclass(frozen=True, slots=True)
class Repeat(Times):
    """Beside them `ruling`: what was made of them, last."""

    ruling: rows.SituationRuling | None

    @property
    def asks(self) -> bool:
        """Whether it waits for somebody to make a rule of it or to stop it: granted so often, and
        nobody has ruled since the last."""
        return self.times >= REPEATS and (self.ruling is None or self.ruling.at < self.last)


def repeats(now: datetime) -> list[Repeat]:
    """Every situation with an exception, the most often granted first: five statements."""
    return ruled(repeating(now))


def ruled(found: Sequence[Times]) -> list[Repeat]:
    """With what was made of each: one statement."""
    rulings = granted.rulings({each.key for each in found})
    return [Repeat(**_told(each), ruling=rulings.get(each.key)) for each in found]


def _told(times: Times) -> dict[str, Any]:
    return {field.name: getattr(times, field.name) for field in fields(times)}


def repeating(now: datetime, most: int | None = None) -> list[Times]:
    """The situations with the most exceptions, or all: four statements."""
    given = granted.given().exclude(situation="").annotate(person=as_one.person_of())
    grouped = given.order_by().values("situation", "currency")
    found = grouped.annotate(
        times=Count("case", distinct=True), customers=Count("person", distinct=True),
        gave=Sum("amount"), paid=Count("amount"), first=Min("at"), last=Max("at"),
    )  # fmt: skip
    chosen = list(found.order_by("-times", "-last", "situation", "currency")[:most])
    keys = {each["situation"] for each in chosen}
    cases, times = _cases(keys), _times(keys, now)
    seen = granted.looked_back(now)
    made = (_times_of(each, cases, times, seen, now) for each in chosen)
    return [each for each in made if each]


def _times_of(
    told: Mapping[str, object],
    cases: Mapping[tuple[str, str], int],
    times: Mapping[tuple[str, str], Sequence[datetime]],
    seen: timedelta,
    now: datetime,
) -> Times | None:
    key, currency = str(told["situation"]), str(told["currency"])
    situation = read_situation(key)
    if situation is None:
        return None
    gave = Money(Decimal(str(told["gave"] or 0)), currency)
    paid, count = int(str(told["paid"])), int(str(told["times"]))
    usual = Money(gave.amount / paid if paid else Decimal(0), currency)
    like = times.get((key, currency), ())
    of_cases = share(count, max(count, cases.get((key, currency), 0)))
    assert of_cases is not None, "a situation without an exception"
    return Times(
        key=key,
        situation=situation,
        times=count,
        customers=int(str(told["customers"])),
        gave=gave,
        usual=usual,
        first=told["first"],  # type: ignore[arg-type]
        last=told["last"],  # type: ignore[arg-type]
        of_cases=of_cases,
        similar_a_year=len(like),
        price=price_a_year(like, usual, seen, now),
    )


def _decided(keys: set[str]) -> "QuerySet[rows.Decision]":
    decided = rows.Decision.objects.filter(situation__in=keys)
    return decided.exclude(case__in=merging.parts()).order_by()


def _cases(keys: set[str]) -> dict[tuple[str, str], int]:
    """How many cases were ever decided in each situation."""
    counted = _decided(keys).values_list("situation", "currency")
    return {(key, code): n for key, code, n in counted.annotate(n=Count("case", distinct=True))}


def _times(keys: set[str], now: datetime) -> dict[tuple[str, str], list[datetime]]:
    """When each case of the last year was decided in its situation."""
    year = Q(at__gt=now - YEAR, at__lte=now)
    last = _decided(keys).filter(year).values_list("situation", "currency", "case")
    found: dict[tuple[str, str], list[datetime]] = {}
    for key, code, _, at in last.annotate(last=Max("at")):
        found.setdefault((key, code), []).append(at)
    return found
