"""Exceptions as a step or a page needs them: those of a case, and one's price for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet, Subquery

from upheld.core.deviations import GIVEN, DeviationError, DeviationState
from upheld.core.goodwill import Granted
from upheld.core.money import Money
from upheld.core.repeated import YEAR, Price, price_a_year
from upheld.core.words import Stance

from . import models as rows
from .merged import merging
from .sight import seen


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often the same situation came in the year before, and what a year costs if each gets
    the same; `price` None where that cannot be told. `seen` is how long decisions go back."""

    times: tuple[datetime, ...]
    price: Price | None
    seen: timedelta

    @property
    def similar(self) -> int:
        return len(self.times)


def repeated(
    situation: str, amount: Money | None, currency: str, but: int | None, now: datetime
) -> Repeated:
    """The price of an exception for everybody in its situation: every other case of the year that
    was decided in it, whatever it got. Cases in another currency are not counted: nobody knows at
    which rate."""
    span = looked_back(now)
    times = _alike(situation, currency, but, now)
    return Repeated(times, price_a_year(times, amount, span, now), span)


@seen.whole()
def looked_back(now: datetime) -> timedelta:
    """How far decisions go back, a year at most."""
    # By an index that begins with the stance: all decisions are not looked through.
    told = rows.Decision.objects.order_by("at").values("at")
    firsts = [Subquery(told.filter(stance=stance)[:1]) for stance in Stance]
    found = rows.Decision.objects.order_by().values_list(*firsts).first() or ()
    since = min(filter(None, found), default=None)
    return now - max(since, now - YEAR) if since else timedelta(0)


@seen.whole()
def _alike(situation: str, currency: str, but: int | None, now: datetime) -> tuple[datetime, ...]:
    """When each other case was decided last in the situation, within the year."""
    decided = rows.Decision.objects.filter(
        situation=situation, currency=currency, at__gt=now - YEAR, at__lte=now
    )
    decided = decided.exclude(situation="").exclude(case=but).exclude(case__in=merging.parts())
    last = decided.order_by().values("case").annotate(last=Max("at"))
    return tuple(each["last"] for each in last)


def told_with(decision: rows.Decision) -> tuple[Granted, ...]:
    """What was granted beside a decision, as its reply tells it, the first granted first."""
    given = [each for each in decision.deviations.all() if each.given and not each.found]
    return tuple(each.told for each in sorted(given, key=lambda each: each.pk))


def check_ready(decision: rows.Decision, today: date) -> None:
    """Raises DeviationError where the answer must wait: an exception is not settled yet."""
    for each in decision.deviations.all():
        if each.waits:
            raise DeviationError("an exception waits for approval: approve it or take it back")
        if each.state == DeviationState.GRANTED and not each.told_at and each.expires_on < today:
            raise DeviationError(
                f"an exception held until {each.expires_on}: take it back, or grant it anew"
            )


def of_decision(decision_id: int) -> "QuerySet[rows.Deviation]":
    return rows.Deviation.objects.filter(decision=decision_id)


def untold(case: rows.Case) -> list[rows.Deviation]:
    """What a new decision ends: exceptions beside an earlier one that no letter told."""
    alive = (DeviationState.PROPOSED, DeviationState.GRANTED)
    every = (each for each in case.deviations.all() if not each.told_at and not each.found)
    return [each for each in every if each.state in alive]


def given() -> "QuerySet[rows.Deviation]":
    """Every exception that was given, complaints that are a part of another left out."""
    found = rows.Deviation.objects.filter(state__in=[*GIVEN])
    return found.exclude(case__in=merging.parts())


def ruling(situation: str) -> rows.SituationRuling | None:
    """What was made of exceptions in this situation last."""
    return rows.SituationRuling.objects.filter(situation=situation).first()


def rulings(situations: Iterable[str]) -> dict[str, rows.SituationRuling]:
    """The latest of each situation, in one statement."""
    found = rows.SituationRuling.objects.filter(situation__in=list(situations)).order_by("pk")
    return {each.situation: each for each in found.select_related("draft")}
