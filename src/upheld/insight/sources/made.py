"""Sources, campaigns and promises with what came of each, in eight statements for any number of
customers, and twelve with what serving them cost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from upheld.core.campaigns import Campaign
from upheld.store import campaigns, policies
from upheld.store.brought import By
from upheld.store.sources_named import words

from . import reading, serving
from .reading import Found
from .row import Source
from .verdict import Judged, judged

# One customer with so large a share of all orders says more than any source does.
_TOO_MUCH = 0.2


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows by verdict, all of them together, and what the figures cannot say. `trouble` is why
    cost to serve cannot be told, where it was asked for."""

    by: By
    rows: list[Judged]
    total: Source
    limits: tuple[str, ...]
    trouble: str = ""


def sources(by: By, now: datetime, sees_costs: bool = False) -> Sources:
    """What each source, campaign or promise brought, and with `sees_costs` what serving its
    customers cost. Money stays in its currency; what is dated in the future is left out and
    told."""
    found: Found = {}
    today = timezone.localdate(now)
    who, no_bands = reading.customers(found, by, policies.policy_in_force(today))
    reading.complaints(found, who, now)
    reading.decisions(found, who, now)
    future, largest = reading.orders(found, who, today)
    reading.contacts(found, who, now)
    trouble, unsure = serving.cost_to_serve(found, who, now) if sees_costs else ("", "")
    declared = campaigns.declared()
    named = _named(found, by, declared)
    total = Source("", "All customers")
    for row in named:
        total.add(row)
    limits = [*_limits(total, named, no_bands, future, largest), *filter(None, [unsure])]
    return Sources(by, judged(named), total, tuple(limits), trouble)


def _named(found: Found, by: By, campaigns: Iterable[Campaign]) -> list[Source]:
    """The rows with their names: those of declared campaigns that brought nobody too, unless it is
    sources that are asked for."""
    declared = {each.key: each for each in campaigns}
    if by is not By.SOURCE:
        for key in declared:
            reading.row(found, key)
    for row in found.values():
        campaign = declared.get(row.key)
        row.name = campaign.name if campaign else words(row.key) or "Not written down"
        if campaign and by is not By.SOURCE:
            row.promise, row.retired = campaign.promise, campaign.retired
            row.starts, row.ends = campaign.starts, campaign.ends
    return _by_promise(found.values()) if by is By.PROMISE else list(found.values())


def _by_promise(found: Iterable[Source]) -> list[Source]:
    """The rows of campaigns folded by what they promised; what promised nothing is one row."""
    folded: Found = {}
    for row in found:
        one = reading.row(folded, row.promise)
        one.name = row.promise or "No promise is declared"
        one.add(row)
    return list(folded.values())


def _limits(
    total: Source, named: list[Source], no_bands: str, future: int, largest: int
) -> Iterator[str]:
    """What the figures cannot say, a sentence each."""
    nameless = sum(row.customers for row in named if not row.key)
    if nameless:
        yield f"What brought {nameless:,} of {total.customers:,} customers was not written down."
    if no_bands:
        yield f"Fit is not told: {no_bands}."
    if len(total.money) > 1:
        yield f"Money is in {len(total.money)} currencies, which are not added to each other."
    if total.orders and largest / total.orders > _TOO_MUCH:
        share = round(100 * largest / total.orders)
        yield f"One customer placed {share}% of all orders: their source looks as they do."
    if future:
        yield f"Orders dated in the future count for nothing here: {future:,}."
    if total.customers:
        yield (
            "A rate for each hundred customers does not ask how long they have been with us; the "
            "verdicts go by orders, which do."
        )
