"""Every combination of the facts that count for a kind of allegation, each at its boundaries."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import product

from tests.policies.chain import POLICY, Facts

from upheld.tables import Kind, Value

KINDS = POLICY.inputs["kind"].values

# Which facts decide each kind of allegation, and which count for what is owed for it.
DECIDES: dict[str, tuple[str, ...]] = {
    "not_received": (
        "received", "carrier_says_delivered", "delivery_proof", "part_done", "days_late",
    ),
    "late": ("days_late", "tried_in_time"),
    "faulty": (
        "fault_confirmed", "caused_by_customer", "damaged_on_arrival", "days_since_delivery",
    ),
    "not_as_described": ("matches_description", "difference_agreed"),
    "wrong_amount": ("amount_overcharged", "charged_twice", "hold_only"),
    "cancelled_but_charged": (
        "charged_after_cancelling", "cancelled_in_time", "cancellation_recorded",
    ),
    "service_not_performed": ("performed", "part_done", "caused_by_customer", "days_late"),
    "service_below_standard": ("standard_met", "second_check_met"),
    "promise_not_kept": ("promise_recorded", "promise_kept", "promise_shown", "condition_met"),
    "staff_conduct": ("conduct_confirmed", "accounts_differ"),
    "complaint_handling": ("handling_failed", "answered_in_full", "answered_late"),
    "other": (),
}  # fmt: skip
GOODS = ("price_paid", "delivery_paid", "days_since_delivery", "repair_failed", "fair_reduction")
COUNTS: dict[str, tuple[str, ...]] = {
    "not_received": (
        "price_paid", "delivery_paid", "part_done", "repair_failed", "fair_reduction",
    ),
    "late": ("delivery_paid",),
    "faulty": GOODS,
    "not_as_described": GOODS,
    "wrong_amount": ("amount_overcharged",),
    "cancelled_but_charged": ("price_paid", "delivery_paid"),
    "service_not_performed": (
        "price_paid", "delivery_paid", "part_done", "repair_failed", "fair_reduction",
    ),
    "service_below_standard": ("price_paid", "delivery_paid", "repair_failed", "fair_reduction"),
    "promise_not_kept": ("repair_failed", "fair_reduction", "amount_overcharged"),
    "staff_conduct": (),
    "complaint_handling": (),
    "other": ("fair_reduction",),
}  # fmt: skip
FOR_EVERY_KIND = ("touchpoint", "already_refunded")
# Where it happened only in part, these kinds owe something else: it came, and too late.
OWED_OTHERWISE_IN_PART = ("not_received", "service_not_performed")

_BOUNDARIES: dict[str, tuple[Value, ...]] = {
    "days_late": (None, Decimal(0), Decimal(1), Decimal(9)),
    "days_since_delivery": (None, *map(Decimal, (30, 31, 184, 185))),
    "already_refunded": (None, Decimal(0), Decimal(15), Decimal(500)),
}
_NOISE: dict[Kind, tuple[Value, Value]] = {
    Kind.BOOLEAN: (True, False),
    Kind.MONEY: (Decimal(7), Decimal(0)),
    Kind.NUMBER: (Decimal(3), Decimal(0)),
}
_ALL = sorted({name for table in (DECIDES, COUNTS) for names in table.values() for name in names})


def findings_facts(kind: str) -> list[Facts]:
    """All that may be known, or not, of what decides an allegation of this kind."""
    return [{"kind": kind, **facts} for facts in _combinations(DECIDES[kind])]


@cache
def found(kind: str) -> list[Facts]:
    """All that may count for what is owed once it is so, with what the tables answer."""
    results = ("substantiated", "partly") if kind in OWED_OTHERWISE_IN_PART else ("substantiated",)
    return [
        owed({"kind": kind, "recorded_finding": result, **facts})
        for result in results
        for facts in _combinations((*FOR_EVERY_KIND, *COUNTS[kind]))
    ]


def owed(facts: Facts) -> Facts:
    """The facts with the finding and what is owed."""
    row = dict(facts)
    for table in ("finding", "refundable", "entitlement", "price_back"):
        row |= POLICY.run(table, row).outputs
    return row


def with_noise(facts: Facts) -> Iterator[Facts]:
    """The facts with everything else about an allegation said one way, then the other."""
    others = [POLICY.inputs[name] for name in _ALL if name not in facts]
    for way in (0, 1):
        noise: dict[str, Value] = {
            each.name: each.values[way] if each.values else _NOISE[each.kind][way]
            for each in others
        }
        yield {**noise, **facts}


def _combinations(names: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    for values in product(*map(_boundaries, names)):
        yield dict(zip(names, values, strict=True))


def _boundaries(name: str) -> tuple[Value, ...]:
    field = POLICY.inputs[name]
    if name in _BOUNDARIES:
        return _BOUNDARIES[name]
    if field.kind is Kind.MONEY:
        return (None, Decimal(0), Decimal(40))
    return (None, *(field.values or (True, False)))
