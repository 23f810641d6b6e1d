"""People by number: how they came to us, what they bought, and who they are to us."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Value
from django.utils import timezone

from upheld.store import models as rows
from upheld.store import policies
from upheld.store.counted import standing
from upheld.store.counted.bands import WITHHELD, NotCounted, banded
from upheld.store.merged import as_one
from upheld.store.sight import withheld

from .source import AT, DAY, M, N, Reading, Row, S, Source, T, read


def _contacts(of: Reading) -> Iterator[Row]:
    found: Any = standing.contacts(rows.Contact.objects.filter(at__lte=of.now))
    known = {"firm", "customer"}
    for *told, about, topic, recorded, group in read(
        found.annotate(person=as_one.person_of()),
        "pk", "person", "case_id", "at", "inbound", "channel", "minutes",
        "case__topic", "topic", "caused_by", "standing",
    ):  # fmt: skip
        doing = recorded if recorded in known else "neutral"
        yield *told, about or topic, doing, of.place("contact", group)


def _orders(of: Reading) -> Iterator[Row]:
    found: Any = rows.Order.objects.annotate(person=as_one.person_of())
    for *told, nature, item in read(
        found, "pk", "person", "placed_on", "campaign", "currency", "amount", "delivery_paid",
        "refunded", "promised_on", "delivered_on", "returned_on", "touchpoint", "item",
    ):  # fmt: skip
        yield *told, nature, item, standing.placed_order(nature, item, of.by)


def _customers(of: Reading) -> Iterator[Row]:
    """Those who stay. Who they are to us is withheld while a finding on a case of theirs waits."""
    people: Any = rows.Customer.objects.filter(merged_into=None)
    try:
        people = banded(people, policies.policy_in_force(timezone.localdate(of.now)))
    except NotCounted:
        people = people.annotate(band=Value(None))
    waiting = withheld.all_withheld()
    for *told, persona, band, margin in read(
        people, "pk", "joined_on", "left_on", "came_by", "area", "value__of__currency",
        "persona", "band", "value__margin",
    ):  # fmt: skip
        waits = told[0] in waiting or band == WITHHELD
        who = (None, None, None) if waits else (persona, band, margin)
        yield *told, *who, waits


SOURCES: tuple[Source, ...] = (
    Source(
        "kept_contacts",
        {
            "contact_number": N, "customer_number": N, "case_number": N, "came_at": AT,
            "inbound": S, "channel": T, "minutes": M, "topic": T, "recorded_as": T,
            "touchpoint": T,
        },
        _contacts,
        {"on_day": "came_at"},
    ),
    Source(
        "kept_orders",
        {
            "order_number": N, "customer_number": N, "placed_on": DAY, "campaign": T,
            "currency": T, "amount": M, "delivery_paid": M, "refunded": M, "promised_on": DAY,
            "delivered_on": DAY, "returned_on": DAY, "nature": T, "item": T, "touchpoint": T,
        },
        _orders,
    ),
    Source(
        "kept_customers",
        {
            "customer_number": N, "joined_on": DAY, "left_on": DAY, "came_by": T, "area": T,
            "currency": T, "persona": T, "band": T, "expected_margin": M, "waits": S,
        },
        _customers,
    ),
)  # fmt: skip
