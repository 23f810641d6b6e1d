"""Who of the customers each persona is, by the fit that decisions read."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from pydantic import TypeAdapter

from upheld.core.fit_rules import AXES
from upheld.core.words import Band
from upheld.insight.figures import Figure
from upheld.store import models as rows
from upheld.store.counted.bands import WITHHELD, NotCounted, banded
from upheld.store.merged import as_one
from upheld.store.record import kept_policies
from upheld.store.sight.withheld import all_withheld
from upheld.tables import Policy

# By persona, how many are in each band; "withheld" for whoever waits for a finding.
Members = dict[str, dict[str, int]]


def _work(now: datetime) -> Members:
    """Customers who were merged are one, and are what the one who stays is."""
    policy = kept_policies.to_show(timezone.localdate(now))
    every = rows.Customer.objects.filter(as_one.lead_nowhere()).exclude(persona="").order_by()
    found: Members = defaultdict(dict)
    for persona, band, count in _counted(every, policy):
        found[persona][band] = count
    return dict(found)


def _counted(every: "QuerySet[rows.Customer]", policy: Policy) -> Iterator[tuple[str, str, int]]:
    try:
        told: QuerySet[Any] = banded(every, policy)
    except NotCounted:
        counts = Counter(_one_by_one(every, policy))
        yield from ((persona, band, count) for (persona, band), count in counts.items())
    else:
        yield from told.values_list("persona", "band").annotate(Count("pk"))


def _one_by_one(every: "QuerySet[rows.Customer]", policy: Policy) -> Iterator[tuple[str, str]]:
    """By a fit table that no database can ask of all at once."""
    kept_back = all_withheld()
    told = every.values_list("pk", "persona", *AXES, "fit_evidence")
    for pk, persona, *axes, evidence in told.iterator():
        facts = {f"fit.{name}": value for name, value in zip(AXES, axes, strict=True)}
        facts["fit.evidence"] = Decimal(len(evidence))
        band = WITHHELD if pk in kept_back else policy.run("fit", facts).outputs["fit.band"]
        yield persona, str(band or Band.UNKNOWN)


MEMBERS = Figure("members", _work, TypeAdapter(Members))
