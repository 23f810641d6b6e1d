"""What serving the customers of each source cost, with what we caused ourselves apart."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from upheld.core.serving import CausedBy, Rates
from upheld.insight.profit import Scope, costs, not_verified
from upheld.store import models as rows
from upheld.store.brought import By, brought_by
from upheld.store.costs_file import CostsMissing, rates
from upheld.store.data_files import BadData

from .reading import Found, row


def cost_to_serve(found: Found, by: By, now: datetime) -> tuple[str, str]:
    """Adds it to every row, of all time as everything there, in five statements. Returns why it
    cannot be told, and what is unsure of it where it can; empty is nothing."""
    try:
        declared = rates()
    except (BadData, CostsMissing) as error:
        return f"Cost to serve is not told: {error}", ""
    _add(found, by, declared, Scope(now))
    return "", "" if declared.verified else f"{not_verified(declared)}."


def _add(found: Found, by: By, declared: Rates, scope: Scope) -> None:
    people = rows.Customer.everything.filter(taken_back_at=None).order_by()
    told = people.values_list("pk", "merged_into", brought_by(by))
    person, brought = {}, {}
    for pk, stays, key in told:
        person[pk], brought[pk] = stays or pk, key
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for cost in costs(declared, scope):
        if cost.customer in person:
            by_us = cost.caused_by is CausedBy.FIRM
            sums[person[cost.customer]][by_us] += cost.amount
    for one in found.values():
        one.serving.currency = one.caused.currency = declared.currency
        one.serving.customers = one.caused.customers = one.customers
    for who, (others, ours) in sums.items():
        if who in brought:
            one = row(found, brought[who])
            one.serving.take(float(others))
            one.caused.take(float(ours))
