"""What cases count for, read from the cases themselves: of this store/tallied.py keeps sums."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet

from upheld.core.words import CaseState, Outcome

from . import merging, seen
from . import models as rows

UPHELD = (Outcome.UPHELD, Outcome.PARTLY_UPHELD)
TOLD = (CaseState.ANSWERED, CaseState.CLOSED)
# Of a case that says more, the first: the key of a sum has to fit into an index.
_MOST, _LONGEST = 20, 40
Situation = tuple[str, str]


class Of(StrEnum):
    """What sums are of: upheld cases by what was alleged in them, and money beyond the owed."""

    ALIKE = "alike"
    GIVEN = "given"


class Part(NamedTuple):
    """What a case counts for on a day, and in which sum: one of `Of`, or one that a newer version
    keeps."""

    case: int
    of: str
    key: str
    day: date


@seen.whole()
def of(cases: Collection[int]) -> Counter[Part]:
    """How much each of these cases counts for what, whoever looks: five statements, however many
    cases. A part of another complaint was never answered, and counts for nothing."""
    parts = merging.parts().filter(case__in=cases).values_list("case", flat=True)
    whole = set(cases) - set(parts)
    found: Counter[Part] = Counter()
    for part, n in (*_alike(whole), *_given(whole)):
        found[part] += n
    return found


def situation(kind: str, facts: Mapping[str, Any]) -> Situation:
    """What one statement is of: its kind, and the impact that it had where that is known."""
    impact = facts.get("impact")
    return kind, "" if impact is None else str(impact)[:_LONGEST]


def key_of(said: Iterable[Situation]) -> str:
    return json.dumps(sorted(set(said))[:_MOST], separators=(",", ":"))


def read_key(key: str) -> list[Situation]:
    return [(kind, impact) for kind, impact in json.loads(key)]


def whose(team: int, currency: str, *, told: bool) -> str:
    """The key of what a team gave in a currency, to customers who know of it or do not yet."""
    return f"{team} {currency} {'told' if told else 'untold'}"


def _alike(cases: Collection[int]) -> Iterator[tuple[Part, int]]:
    """Each case that was upheld once, on the day of the newest decision that says so (UTC)."""
    upheld = rows.Decision.objects.filter(case__in=cases, outcome__in=UPHELD).order_by()
    newest = dict(upheld.values_list("case").annotate(Max("at")))
    said: dict[int, list[Situation]] = defaultdict(list)
    alleged = rows.Allegation.objects.filter(case__in=newest).order_by()
    for case, kind, facts in alleged.values_list("case", "kind", "facts"):
        said[case].append(situation(kind, facts))
    for case, each in said.items():
        yield Part(case, Of.ALIKE, key_of(each), newest[case].astimezone(UTC).date()), 1


def _given(cases: Collection[int]) -> Iterator[tuple[Part, int]]:
    """The goodwill and the exceptions that count in a budget, in hundredths."""
    for found, amount in ((_goodwill(), "goodwill"), (_exceptions(), "amount")):
        given = found.filter(case__in=cases).exclude(team=None).order_by()
        told = given.values_list("case", "team", "currency", "case__state", "budget_on", amount)
        for case, team, currency, state, day, money in told:
            key = whose(team, currency, told=state in TOLD)
            yield Part(case, Of.GIVEN, key, day), int(Decimal(money) * 100)


def decisions() -> "QuerySet[rows.Decision]":
    """The decisions whose goodwill counts, parts of another complaint left out."""
    return _goodwill().exclude(case__in=merging.parts())


def deviations() -> "QuerySet[rows.Deviation]":
    """The exceptions whose money counts; what was found in history counts with its decision."""
    return _exceptions().exclude(case__in=merging.parts())


def _goodwill() -> "QuerySet[rows.Decision]":
    return rows.Decision.objects.filter(budget_on__isnull=False, goodwill__gt=0)


def _exceptions() -> "QuerySet[rows.Deviation]":
    return rows.Deviation.objects.filter(budget_on__isnull=False, found=False, amount__gt=0)
