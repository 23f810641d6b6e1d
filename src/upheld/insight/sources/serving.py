"""What serving the customers of each source cost, with what we caused ourselves apart."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from upheld.core.serving import CausedBy, Rates
from upheld.insight.profit import Scope, costs, not_verified
from upheld.store.policy_files.costs_file import CostsMissing, rates
from upheld.store.policy_files.data_files import BadData

from .reading import Brought, Found, row


def cost_to_serve(found: Found, brought: Brought, now: datetime) -> tuple[str, str]:
    """Adds it to every row, of all time as everything there, in four statements. Returns why it
    cannot be told, and what is unsure of it where it can; empty is nothing."""
    try:
        declared = rates()
    except (BadData, CostsMissing) as error:
        return f"Cost to serve is not told: {error}", ""
    _add(found, brought, declared, Scope(now))
    return "", "" if declared.verified else f"{not_verified(declared)}."


def _add(found: Found, brought: Brought, declared: Rates, scope: Scope) -> None:
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for cost in costs(declared, scope):
        if cost.customer in brought.there:
            by_us = cost.caused_by is CausedBy.FIRM
            sums[brought.person[cost.customer]][by_us] += cost.amount
    for one in found.values():
        one.serving.currency = one.caused.currency = declared.currency
        one.serving.customers = one.caused.customers = one.customers
    for who, (others, ours) in sums.items():
        if who in brought.there:
            one = row(found, brought.key[who])
            one.serving.take(float(others))
            one.caused.take(float(ours))
