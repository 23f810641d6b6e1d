"""The journey: what passes at each touchpoint, and what goes wrong there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.stories import an_allegation, an_open_case

from upheld.core.personas import Persona
from upheld.core.words import AllegationKind, CaseId
from upheld.demo.simulate.journey import JOURNEY
from upheld.insight.journey import At, Journey, Quarter, journey
from upheld.steps.keep_journey import declare
from upheld.store import journey as declared
from upheld.store import models as rows
from upheld.store import placing
from upheld.store.counted import lists, standing
from upheld.store.policies import policy_in_force

PRACTICE = Persona("practice", "The small practice", needs="One invoice")


@pytest.fixture
def lived(lead: rows.Person, now: datetime) -> rows.Customer:
    """Four fitting visits, one of which is complained of, and calls about them."""
    declare([PRACTICE], [replace(each, personas=()) for each in JOURNEY], lead, now)
    case = rows.Case.objects.get(pk=an_open_case(lead))
    an_allegation(CaseId(case.pk), lead, now, AllegationKind.SERVICE_BELOW_STANDARD,
                  facts={"touchpoint": "service"})  # fmt: skip
    customer = case.customer
    orders = [an_order(customer, item="Fitting visit", touchpoint="service") for _ in range(4)]
    rows.Case.objects.update(order=orders[0])
    a_contact(customer, "Rang again", case=case, caused_by="firm")
    a_contact(customer, "Where is order 17?", caused_by="firm")
    a_contact(customer, "Where is order 18?", caused_by="customer")
    return customer


def an_order(customer: rows.Customer, **told: Any) -> rows.Order:
    plain = {"placed_on": date(2026, 11, 2), "touchpoint": "product", "amount": "145"}
    return rows.Order.objects.create(customer=customer, reference="1", **{**plain, **told})


def a_contact(customer: rows.Customer, said: str, **told: Any) -> rows.Contact:
    plain = {"at": datetime.fromisoformat("2026-11-02T08:00+00:00"), "channel": "phone"}
    return rows.Contact.objects.create(
        customer=customer, summary=said, inbound=True, **{**plain, **told}
    )


def at(found: Journey, key: str) -> At:
    return next(each for each in found.points if each.touchpoint.key == key)


def test_a_complaint_stands_beside_what_passed_there(lived: rows.Customer, now: datetime) -> None:
    fitting = at(journey(now), "fitting")
    assert (fitting.passages, fitting.passed, fitting.count.complaints) == (4, "orders of it", 1)
    assert fitting.complaint_rate
    assert fitting.complaint_rate.likely == 250
    assert fitting.complaint_rate.low < 10
    assert fitting.count.paid["GBP"] == Decimal(580)


def test_failure_demand_is_what_we_caused_of_all_that_came(
    lived: rows.Customer, now: datetime
) -> None:
    found = journey(now)
    delivery = at(found, "delivery")
    assert (delivery.count.caused["firm"], delivery.inbound) == (1, 2)
    assert (delivery.passages, delivery.passed) == (2, "contacts")
    # A contact about a complaint stands where the complaint does.
    assert at(found, "fitting").count.caused == {"firm": 1}


def test_every_order_passes_where_nothing_else_is_counted(
    lived: rows.Customer, now: datetime
) -> None:
    found = journey(now)
    assert (at(found, "bill").passages, at(found, "bill").passed) == (4, "orders")
    assert (at(found, "use").passages, at(found, "use").passed) == (0, "pieces")
    assert at(found, "use").complaint_rate is None
    assert at(found, "advert").passed == "customers"


def test_customers_who_were_merged_come_to_us_once(lived: rows.Customer, now: datetime) -> None:
    rows.Customer.objects.update(joined_on=date(2026, 1, 5))
    rows.Customer.objects.create(name="The same", joined_on=date(2026, 2, 5), merged_into=lived)
    assert at(journey(now), "advert").passages == 1
    assert lists.customers({"joined": "known"}, policy_in_force(now.date()), now).count() == 1


def test_of_a_persona_and_of_a_quarter(lived: rows.Customer, now: datetime) -> None:
    another = rows.Customer.objects.create(name="Another", persona="practice")
    an_order(another, item="Fitting visit", touchpoint="service", placed_on=date(2026, 5, 1))
    assert at(journey(now, "practice"), "fitting").passages == 1
    assert at(journey(now, quarter=Quarter(2026, 2)), "fitting").passages == 1
    assert at(journey(now, quarter=Quarter(2026, 2)), "fitting").count.complaints == 0
    assert at(journey(now), "fitting").passages == 5
    # What is not there is asked of nobody.
    assert at(journey(now, "nobody", Quarter(1999, 1)), "fitting").passages == 5


def test_the_future_and_what_says_nowhere_are_no_part_of_a_touchpoint(
    lived: rows.Customer, now: datetime
) -> None:
    an_order(lived, item="Fitting visit", touchpoint="service",
             placed_on=now.date() + timedelta(days=1))  # fmt: skip
    a_contact(lived, "Rang", at=now + timedelta(days=1))
    a_contact(lived, "Rang")
    found = journey(now)
    assert at(found, "fitting").passages == 4
    assert "Contacts that say nowhere in the journey: 1." in found.limits


@pytest.mark.django_db
def test_a_persona_that_nobody_declared_hides_no_touchpoint(
    lead: rows.Person, now: datetime
) -> None:
    declare([PRACTICE], [replace(JOURNEY[0], personas=("practice",))], lead, now)
    assert len(journey(now, "nobody").points) == len(journey(now).points) == 1


@pytest.mark.django_db
def test_without_a_journey_there_is_no_picture(now: datetime) -> None:
    found = journey(now)
    assert (found.points, found.worst, found.personas) == ((), None, ())


def test_it_asks_as_often_however_much_there_is(
    lived: rows.Customer, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        an_order(lived, item=f"Piece {number}")
        a_contact(lived, f"Said {number}")
    with django_assert_max_num_queries(8):
        journey(now)


def test_groups_stand_where_each_row_would(lived: rows.Customer, now: datetime) -> None:
    by = placing.placing()
    everything: list[tuple[Any, Callable[..., Any], Callable[..., Any]]] = [
        ("complaint", placing.cases, lambda: standing.cases(rows.Case.objects.all())),
        ("contact", placing.contacts, lambda: standing.contacts(rows.Contact.objects.all())),
    ]
    for what, one_by_one, grouped in everything:
        each = dict(one_by_one(grouped(), by))
        for row in grouped():
            assert standing.placed(what, row.standing, by) == each[row.pk].touchpoint


def test_each_count_of_complaints_opens_its_rows(lived: rows.Customer, now: datetime) -> None:
    for each in declared.touchpoints():
        found = at(journey(now), each.key)
        asked = {"touchpoint": each.key, "quarter": "2026 Q4"}
        assert lists.complaints(asked, now).count() == found.count.complaints
        firm = {**asked, "has": "firm"}
        assert lists.contacts(firm, now).count() == found.count.caused["firm"]
    assert lists.complaints({"touchpoint": "fitting", "quarter": "2026 Q1"}, now).count() == 0
