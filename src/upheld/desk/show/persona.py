"""One persona: the journey designed for them, who of the customers they are, and what changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from upheld.core.fit_rules import AXES
from upheld.core.journey import Touchpoint
from upheld.core.personas import SAID, Persona, named
from upheld.core.words import Band, EventKind
from upheld.store import journey, policies
from upheld.store import models as rows
from upheld.store.withheld import withheld


@dataclass(frozen=True, slots=True)
class Change:
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the members are in a band; `width` in hundredths of the longest bar."""

    label: str
    count: int
    width: int


@dataclass(frozen=True, slots=True)
class PersonaPage:
    """`withheld` members wait for a finding, and are in none of the `bands`."""

    persona: Persona
    journey: list[Touchpoint]
    members: int
    withheld: int
    bands: list[Share]
    changes: list[Change]


def persona_page(key: str, now: datetime) -> PersonaPage:
    """Raises PersonaError for one that is not declared."""
    persona = named(key, journey.personas())
    points = [each for each in journey.touchpoints() if not each.retired and each.stands_for(key)]
    of = _members(key)
    kept_back = withheld(of.values_list("pk", flat=True))
    counts = _bands(key, kept_back, now)
    members = sum(counts.values())
    return PersonaPage(
        persona, points, members + len(kept_back), len(kept_back), _shares(counts), _changes(key)
    )


def _members(key: str) -> "QuerySet[rows.Customer]":
    """Customers who were merged are one, and are what the one who stays is."""
    return rows.Customer.objects.filter(persona=key, merged_into=None)


def _bands(key: str, kept_back: set[int], now: datetime) -> Counter[Band]:
    """How many of the members are in each band, by what decisions read of them."""
    policy = policies.policy_in_force(timezone.localdate(now))
    told = _members(key).values_list("pk", *AXES, "fit_evidence")
    counts: Counter[Band] = Counter()
    for pk, *axes, evidence in told.iterator():
        if pk not in kept_back:
            facts = {f"fit.{name}": value for name, value in zip(AXES, axes, strict=True)}
            facts["fit.evidence"] = Decimal(len(evidence))
            counts[Band(str(policy.run("fit", facts).outputs["fit.band"] or Band.UNKNOWN))] += 1
    return counts


def _shares(counts: Counter[Band]) -> list[Share]:
    most = max(counts.values(), default=0)
    return [
        Share(band.capitalize(), counts[band], round(100 * counts[band] / most))
        for band in Band
        if most
    ]


def _changes(key: str) -> list[Change]:
    acts = rows.Event.objects.filter(kind=EventKind.PERSONA_CHANGED, data__persona=key)
    return [Change(_words(act.data), act.by, act.at) for act in acts.order_by("-number")[:20]]


def _words(told: dict[str, dict[str, object] | None]) -> str:
    before, after = told["before"], told["after"]
    if before is None or after is None:
        return "Declared"
    if before["retired"] != after["retired"]:
        return "Retired" if after["retired"] else "Taken into use again"
    names = [name for name in (*SAID, "designed_for") if before[name] != after[name]]
    return f"Said in other words: {', '.join(names).replace('_', ' ')}"
