"""What the store holds of each source: one statement a question, grouped by the database by
customer, and put together here by what brought them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from upheld.core.words import Outcome
from upheld.store import models as rows
from upheld.store.brought import By, key_of_each
from upheld.store.counted import cases_counted
from upheld.store.counted.bands import NotCounted, banded
from upheld.store.merged import as_one
from upheld.store.sight import seen
from upheld.tables import Policy

from .row import Each, Source

Found = dict[str, Source]


def row(found: Found, key: str) -> Source:
    return found.setdefault(key, Source(key, ""))


@dataclass(frozen=True, slots=True)
class Brought:
    """By the number of each customer: the one that stays of them, and the key of what brought
    them; `there` are those whose import was not taken back. Of very many rows of theirs this is
    asked once for a customer, and not once for each row. Whoever wrote to us for the first time
    after they were read is not among them: what is theirs counts the next time."""

    person: dict[int, int] = field(default_factory=dict)
    key: dict[int, str] = field(default_factory=dict)
    there: set[int] = field(default_factory=set)


def customers(found: Found, by: By, policy: Policy) -> tuple[Brought, str]:
    """How many people, and their bands. Returns what brought each, and why bands cannot be told,
    or nothing."""
    who = Brought()
    why, every = _with_bands(rows.Customer.everything.order_by(), policy)
    told = every.annotate(known_as=as_one.person_itself()).values_list(
        "pk", "known_as", "taken_back_at", key_of_each(by), "band",
        Cast("value__margin", FloatField()), "value__of__currency",
    )  # fmt: skip
    hidden = _hidden()
    for pk, person, taken_back, key, band, margin, currency in told:
        who.person[pk], who.key[pk] = person, key
        if taken_back is None:
            who.there.add(pk)
            if person == pk and pk not in hidden:
                _add(row(found, key), band, margin, currency or "")
    return who, why


def _hidden() -> set[int]:
    """Customers who are another team's own. One statement, and none where nothing is hidden."""
    if not seen.hides():
        return set()
    every = rows.Customer.everything.order_by()
    return set(every.exclude(pk__in=seen.of_customers(every, "")).values_list("pk", flat=True))


def _add(one: Source, band: str, margin: float | None, currency: str) -> None:
    one.customers += 1
    one.bands[band] += 1
    if margin is not None:
        one.expected.add(Each(1, margin, margin * margin, currency))


def _with_bands(found: "QuerySet[Any]", policy: Policy) -> tuple[str, "QuerySet[Any]"]:
    try:
        return "", banded(found, policy)
    except NotCounted as error:
        return str(error), found.annotate(band=Value(""))


def complaints(found: Found, brought: Brought, now: datetime) -> None:
    told = (
        cases_counted.counted(now)
        .annotate(person=as_one.person_of())
        .values_list("person")
        .annotate(
            count=Count("pk"),
            broken=Count("pk", filter=cases_counted.broken_promise()),
            misread=Count("pk", filter=cases_counted.misread()),
        )
    )
    for person, count, broken, misread in told.order_by():
        if person not in brought.key:
            continue
        one = row(found, brought.key[person])
        one.complaints += count
        one.squares += count * count
        one.broken += broken
        one.misread += misread


def decisions(found: Found, brought: Brought, now: datetime) -> None:
    latest = cases_counted.latest_decisions(cases_counted.counted(now))
    upheld = Count("pk", filter=Q(outcome__in=cases_counted.UPHELD))
    aside = (Outcome.WITHDRAWN, Outcome.OUT_OF_SCOPE, "")
    answered = Count("pk", filter=~Q(outcome__in=aside))
    sums = latest.values_list("case__customer", "currency").annotate(
        upheld=upheld, answered=answered, owes=Sum("owed"), gave=Sum("goodwill")
    )
    for customer, currency, so, answers, owed, goodwill in sums.order_by():
        if customer not in brought.key:
            continue
        one = row(found, brought.key[customer])
        one.upheld += so
        one.decided += answers
        one.in_currency(currency).owed += owed
        one.in_currency(currency).goodwill += goodwill


def orders(found: Found, brought: Brought, today: date) -> tuple[int, int]:
    """What was paid and kept. Returns how many orders are dated in the future, which count for
    nothing, and the most that one customer placed."""
    told = (
        rows.Order.objects.order_by()
        .values_list("customer", "currency")
        .annotate(
            count=Count("pk", filter=Q(placed_on__lte=today)),
            coming=Count("pk", filter=Q(placed_on__gt=today)),
            paid=Sum(_KEPT, filter=Q(placed_on__lte=today)),
        )
    )
    future, placed = 0, Counter[int]()
    for customer, currency, count, coming, paid in told:
        if customer not in brought.key:
            continue
        one = row(found, brought.key[customer])
        one.orders += count
        if paid is not None:
            one.in_currency(currency).paid += paid
        future += coming
        placed[brought.person[customer]] += count
    return future, max(placed.values(), default=0)


_KEPT = F("amount") + F("delivery_paid") - F("refunded")


def contacts(found: Found, brought: Brought, now: datetime) -> None:
    """Who caused it that a customer had to get in touch."""
    each = rows.Contact.objects.order_by().filter(inbound=True, at__lte=now)
    told = each.values_list("customer", "caused_by").annotate(n=Count("pk"))
    for customer, caused_by, count in told:
        if customer in brought.key:
            row(found, brought.key[customer]).contacts[caused_by] += count
