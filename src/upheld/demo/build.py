"""The demo company in a fresh store: rows in bulk, and the open cases through the real steps."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.core.management.color import no_style
from django.db import connection, models, transaction

from upheld.core.words import CaseState, Role
from upheld.demo import (
    campaigns,
    changes,
    goodwill,
    history,
    journey,
    mailbox,
    openings,
    studio,
    voices,
)
from upheld.demo.simulate import Company, simulate
from upheld.demo.simulate import company as simulated
from upheld.store import models as rows

SEED = 1909
PASSWORD = "upheld-demo"
PEOPLE = (
    ("handler@demo.example", "Priya Nair", Role.HANDLER),
    ("lead@demo.example", "Tomasz Lind", Role.LEAD),
    ("policy-owner@demo.example", "Ines Duarte", Role.POLICY_OWNER),
    ("auditor@demo.example", "Ruth Okafor", Role.AUDITOR),
)

Tell = Callable[[str], None]
Row = TypeVar("Row", bound=models.Model)


@contextmanager
def _without_looking_for_garbage() -> Iterator[None]:
    """What is built lives to the end: looking for garbage in it took a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_without_looking_for_garbage()
@transaction.atomic
def build(today: date, now: datetime, tell: Tell, seed: int = SEED) -> Company:
    """Fills an empty store with three years of the demo company up to `today`.

    `tell` is called with a sentence as each part begins. The same seed and day give the same firm.
    """
    tell("Living three years of a small firm")
    company = simulate(seed, today)
    tell("Hiring a handler, a lead, a policy owner and an auditor")
    handler, lead, owner = _people()
    tell("Declaring whom it is built for, and the journey")
    journey.write(owner, now - timedelta(days=3 * 365))
    campaigns.write(company.truths, owner, now - timedelta(days=3 * 365))
    tell("Publishing two policies, and beginning another")
    studio.held_out(company.truths.paid_for_asking_twice.ends_on, owner, lead)
    studio.published(owner, lead, now)
    studio.begun(lead, owner, now)
    tell(f"Writing {len(company.customers):,} customers and {len(company.orders):,} orders")
    _save(map(_customer, company.customers))
    _save(note for one in company.customers for note in _notes(one, now))
    _save(map(_order, company.orders))
    past = [one for one in company.complaints if one.state is CaseState.CLOSED]
    tell(f"Deciding {len(past):,} past complaints")
    history.write(company, past, lead.name)
    tell("Looking for exceptions in what was given")
    goodwill.write((handler, lead), lead, now)
    still_open = [one for one in company.complaints if one.state is not CaseState.CLOSED]
    tell(f"Opening {len(still_open)} cases")
    openings.write(company, still_open, handler, now)
    mailbox.write(now)
    tell(f"Writing {len(company.contacts):,} contacts")
    _save(map(_contact, company.contacts))
    voices.write(seed, now)
    changes.write(company.truths, lead)
    _number_on()
    return company


def _number_on() -> None:
    """Rows that were written under numbers of their own move PostgreSQL's next number on; else
    the first new customer would be given the number of one that is there."""
    made = [rows.Customer, rows.Order]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), made):
            cursor.execute(statement)


def _people() -> tuple[rows.Person, rows.Person, rows.Person]:
    people = [
        rows.Person.objects.create_person(email, name, role, PASSWORD)
        for email, name, role in PEOPLE
    ]
    return people[0], people[1], people[2]


def _save(made: Iterable[Row]) -> None:
    batch = list(made)
    if batch:
        type(batch[0])._default_manager.bulk_create(batch, batch_size=1000)


def _customer(one: simulated.Customer) -> rows.Customer:
    return rows.Customer(
        pk=one.id,
        name=one.name,
        email=one.email,
        phone=one.phone,
        area=one.postcode_area,
        persona=one.persona,
        came_by=one.source,
        joined_on=one.joined_on,
        values_what=one.values_what,
        values_how=one.values_how,
        mutual_value=one.mutual_value,
        fit_evidence=list(one.fit_evidence),
        vulnerable=one.vulnerable,
    )


def _notes(one: simulated.Customer, now: datetime) -> Iterator[rows.FitNote]:
    for on, text in one.fit_notes:
        yield rows.FitNote(customer_id=one.id, text=text, on=on, at=now, by=PEOPLE[0][1])


def _order(one: simulated.Order) -> rows.Order:
    return rows.Order(
        pk=one.id,
        customer_id=one.customer_id,
        reference=f"LL-{one.id}",
        placed_on=one.placed_on,
        item=one.item,
        touchpoint=one.touchpoint,
        amount=one.amount.amount,
        delivery_paid=one.delivery_paid.amount,
        refunded=one.refunded.amount if one.refunded else 0,
        currency=one.amount.currency,
        promised_on=one.promised_on,
        delivered_on=one.delivered_on,
        returned_on=one.returned_on,
        campaign=one.campaign or "",
    )


def _contact(one: simulated.Contact) -> rows.Contact:
    return rows.Contact(
        customer_id=one.customer_id,
        case_id=one.complaint_id,
        at=one.at,
        inbound=one.inbound,
        channel=one.channel,
        summary=one.summary,
        caused_by=one.caused_by,
        topic=one.topic.replace("_", " "),
    )
