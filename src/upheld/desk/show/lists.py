"""A line for each customer, order and complaint of a list."""

from collections.abc import Mapping
from dataclasses import dataclass

from upheld.core.intake import first_words
from upheld.core.money import Money
from upheld.store import models as rows
from upheld.store.counted import lists


@dataclass(frozen=True, slots=True)
class CustomerLine:
    row: rows.Customer
    came_by: str
    band: str
    orders: int
    complaints: int


def customer_lines(listed: list[rows.Customer], names: Mapping[str, str]) -> list[CustomerLine]:
    counts = lists.counts(listed)
    return [
        CustomerLine(row, names.get(row.came_by, ""), getattr(row, "band", ""), *counts[row.pk])
        for row in listed
    ]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`kept` is what was paid and not given back."""

    row: rows.Order
    kept: str
    refunded: str


def order_lines(listed: list[rows.Order]) -> list[OrderLine]:
    return [_order(row) for row in listed]


def _order(row: rows.Order) -> OrderLine:
    kept = Money(row.amount + row.delivery_paid - row.refunded, row.currency)
    refunded = str(Money(row.refunded, row.currency)) if row.refunded else ""
    return OrderLine(row, str(kept), refunded)


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    row: rows.Case
    first_words: str
    outcome: str


def complaint_lines(listed: list[rows.Case]) -> list[ComplaintLine]:
    latest = rows.Decision.objects.filter(case__in=listed).order_by("pk")
    outcome = dict(latest.values_list("case_id", "outcome"))
    return [
        ComplaintLine(row, first_words(row.text, 160), outcome.get(row.pk, "")) for row in listed
    ]
