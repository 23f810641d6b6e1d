"""What cases count for, read from the cases themselves: of this tallied_anew.py keeps sums."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db.models import (
    BooleanField,
    DecimalField,
    ExpressionWrapper,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from upheld.core.words import Outcome
from upheld.store import gifts
from upheld.store import models as rows
from upheld.store.merged import merging
from upheld.store.sight import seen
from upheld.store.sql.asked_again import AskedAgain

UPHELD = (Outcome.UPHELD, Outcome.PARTLY_UPHELD)
# Of a case that says more, the first: the key of a sum has to fit into an index.
_MOST, _LONGEST = 20, 40
# Beyond a gift of three millions a square is told no larger: a sum of many must fit in 64 bits.
_LARGEST = 10**17
Situation = tuple[str, str]
T = TypeVar("T", bound=Model)


class Of(StrEnum):
    """What sums are of: upheld cases by what was alleged in them; and money beyond the owed, how
    often it was given, and its squares, by which a forecast knows how far gifts lie apart."""

    ALIKE = "alike"
    GIVEN = "given"
    GIFTS = "gifts"
    SQUARES = "squares"


class Part(NamedTuple):
    """What a case counts for on a day, and in which sum: one of `Of`, or one that a newer version
    keeps."""

    case: int
    of: str
    key: str
    day: date


@seen.whole()
def of(cases: Collection[int]) -> Counter[Part]:
    """How much each of these cases counts for what, whoever looks: two statements, however many
    cases. Of a part of another complaint nothing counts but the money that a letter told."""
    numbers, found = sorted(cases), Counter[Part]()
    if numbers:
        for part, n in (*_alike(numbers), *_given(numbers)):
            found[part] += n
    return found


def situation(kind: str, facts: Mapping[str, Any]) -> Situation:
    """What one statement is of: its kind, and the impact that it had where that is known."""
    impact = facts.get("impact")
    return kind, "" if impact is None else str(impact)[:_LONGEST]


def key_of(said: Iterable[Situation]) -> str:
    return json.dumps(sorted(set(said))[:_MOST], separators=(",", ":"))


@lru_cache(maxsize=4096)  # each decision reads all that there are
def read_key(key: str) -> tuple[Situation, ...]:
    return tuple((kind, impact) for kind, impact in json.loads(key))


def whose(team: int, currency: str, *, told: bool) -> str:
    """The key of what a team gave in a currency, to customers who know of it or do not yet."""
    return f"{of_team(team, currency)} {'told' if told else 'untold'}"


def of_team(team: int, currency: str) -> str:
    """The key of all gifts of a team in a currency."""
    return f"{team} {currency}"


def _alike(cases: Sequence[int]) -> Iterator[tuple[Part, int]]:
    """Each case that was upheld once, on the day of the newest decision that says so (UTC)."""
    said: dict[tuple[int, date], list[Situation]] = defaultdict(list)
    for case, kind, facts, newest in _ALLEGED(cases):
        if newest:
            said[case, newest.astimezone(UTC).date()].append(situation(kind, facts))
    for (case, day), each in said.items():
        yield Part(case, Of.ALIKE, key_of(each), day), 1


def _alleged(cases: Sequence[int]) -> "QuerySet[rows.Allegation, Any]":
    """What is alleged in these cases, each with when it was last decided that it is so."""
    upheld = rows.Decision.objects.filter(case=OuterRef("case"), outcome__in=UPHELD)
    newest = Subquery(upheld.order_by("-pk").values("at")[:1])
    found = rows.Allegation.objects.filter(case__in=cases).exclude(case__in=merging.parts())
    return found.order_by().annotate(newest=newest).values_list("case", "kind", "facts", "newest")


def _given(cases: Sequence[int]) -> Iterator[tuple[Part, int]]:
    """The goodwill and the exceptions that count in a budget, in hundredths and their squares."""
    for case, team, currency, told, day, money, had in _GIVEN(cases):
        n, key = round((Decimal(money) - Decimal(had or 0)) * 100), of_team(team, currency)
        if n <= 0:
            continue
        yield Part(case, Of.GIVEN, whose(team, currency, told=told), day), n
        yield Part(case, Of.GIFTS, key, day), 1
        yield Part(case, Of.SQUARES, key, day), min(n * n, _LARGEST)


def given_in(cases: "Sequence[int] | QuerySet[Any, Any]", **within: Any) -> "QuerySet[Any, Any]":
    """Each gift of these cases, and of those gifts of which this holds; last what the case had of
    it before, beyond which it counts."""
    told = ("case", "team", "currency", "is_told", "budget_on")
    decided, granted = (
        found.filter(case__in=cases, **within)
        .exclude(team=None)
        .order_by()
        .values_list(*told, amount, "had")
        for found, amount in ((decisions(), "goodwill"), (deviations(), "amount"))
    )
    return decided.union(granted, all=True)


def decisions() -> "QuerySet[rows.Decision]":
    """The decisions whose goodwill counts, each with `is_told`: a letter told it; and with what the
    case `had` of it before."""
    return _standing(_goodwill().annotate(is_told=gifts.answered(), had=gifts.given_by_then()))


def deviations() -> "QuerySet[rows.Deviation]":
    """The exceptions whose money counts, each with `is_told`; what was found in history counts with
    its decision."""
    told = ExpressionWrapper(Q(told_at__isnull=False), BooleanField())
    nothing = Value(Decimal(0), DecimalField(max_digits=12, decimal_places=2))
    return _standing(_exceptions().annotate(is_told=told, had=nothing))


def _standing(found: "QuerySet[T]") -> "QuerySet[T]":
    """What is promised, in a part of another complaint as well; what is not, in none."""
    return found.filter(Q(is_told=True) | ~Q(case__in=merging.parts()))


def _goodwill() -> "QuerySet[rows.Decision]":
    return rows.Decision.objects.filter(budget_on__isnull=False, goodwill__gt=0)


def _exceptions() -> "QuerySet[rows.Deviation]":
    return rows.Deviation.objects.filter(budget_on__isnull=False, found=False, amount__gt=0)


# Every decision asks them, of one case or of few.
_ALLEGED, _GIVEN = AskedAgain(_alleged), AskedAgain(given_in)
