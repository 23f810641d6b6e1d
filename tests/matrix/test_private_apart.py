"""Whoever was merged into a customer of a private team is, to everybody else, as they were: with
their own name, orders, complaints and figures, and whoever led to them before. Two of whom both
lead there are two."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.programs import Program, key_of
from tests.stories import NOW, a_decided_case, an_answered_case, an_open_case

from upheld.core.words import Role
from upheld.insight.marts.asking.answered import ask
from upheld.insight.marts.build import build
from upheld.steps.merge_customers import merge_customers
from upheld.store import models as rows
from upheld.store.sight import kept_back, seen

from .kept_back import a_private_team
from .test_private_beside import ONCE
from .world import World

NAMES = ("quinn", "anna", "otto")
Merged = Callable[[], int]


@pytest.fixture
def people(world: World) -> dict[str, rows.Customer]:
    """Quinn and Otto, whom everybody sees, and Anna, who led to Quinn before; each with a complaint
    and an order, and what brought them."""
    by = world.people[Role.LEAD]
    a_private_team()
    cases = [an_answered_case(by, name=name, email=f"{name}@example.org") for name in NAMES]
    found = {
        name: rows.Case.objects.get(pk=case).customer
        for name, case in zip(NAMES, cases, strict=True)
    }
    for name, customer in found.items():
        _known(customer, f"fair of {name}", f"{name[0].upper()}-1")
    merge_customers(found["anna"].pk, found["quinn"].pk, "One person.", by, NOW)
    for name in ("quinn", "otto"):
        an_open_case(by, name=name, email=f"{name}@example.org")
    return found


def _known(customer: rows.Customer, came_by: str, order: str) -> None:
    rows.Customer.objects.filter(pk=customer.pk).update(
        came_by=came_by, joined_on=NOW.date(), persona="practice", left_on=NOW.date()
    )  # fmt: skip
    rows.Order.objects.create(
        customer=customer, reference=order, placed_on=NOW.date(), item="Shelves", amount=240,
        touchpoint="product", campaign=order.lower(), delivered_on=NOW.date(),
        promised_on=NOW.date() - timedelta(days=3),
    )  # fmt: skip
    customer.contacts.create(at=NOW, inbound=True, channel="phone", caused_by="firm")


@pytest.fixture
def merged(people: dict[str, rows.Customer]) -> Merged:
    """Merges both into a customer of a private team, whose number it gives."""

    def merge() -> int:
        vera = rows.Person.objects.get(name="Vera Holm")
        case = a_decided_case(vera, name="Zqrow Zorn", email="zqrow@example.net")
        rows.Case.objects.filter(pk=case).update(owner=vera)
        person = rows.Case.objects.get(pk=case).customer
        _known(person, "zqfairzq", "ZQ-1")
        for name in ("quinn", "otto"):
            merge_customers(people[name].pk, person.pk, "One person.", vera, NOW)
        return person.pk

    return merge


DAYS = "?first=2026-10-03&last=2026-11-02"
OF_ONE = ("", "/orders", "/contacts", "/conduct", "/fit", "/restrictions")
OF_ALL = (
    "/customers", "/orders", "/cases", "/insight/sources",
    "/insight/sources?by=campaign", "/insight/sources?by=promise", "/insight/whale", "/exceptions",
    "/insight/failure", "/insight/hurt", "/insight/silence", "/insight/journey", "/insight/team",
    f"/insight/report{DAYS}", "/insight/fairness", "/insight/goodwill", "/themes", "/voices",
    "/promises", "/exceptions/repeats", "/exceptions/customers", "/exceptions/afterwards",
    "/campaigns", "/personas", "/touchpoints", "/partings", "/changes", "/matches", "/ideas",
    "/waiting-for-a-lead", "/legal-holds", "/mail",
)  # fmt: skip
PAGES = (
    "/customers/", "/orders/", "/insight/sources/", "/insight/sources/?by=campaign",
    "/insight/whale/", "/insight/journey/", "/exceptions/", "/exceptions/customers/",
    "/insight/whale/?only=losses", "/insight/failure/", "/insight/hurt/", "/insight/silent/",
    *(f"/insight/whale/?tenth={each}" for each in range(1, 11)),
    "/insight/team/", f"/insight/report/{DAYS}", "/insight/fairness/",
    "/insight/goodwill/", "/themes/", "/voices/", "/promises/", "/exceptions/repeats/",
    "/exceptions/afterwards/", "/personas/", "/touchpoints/", "/conduct/", "/partings/", "/wall/",
    "/root-causes/", "/complaints/", "/contacts/", "/legal-holds/", "/customers/matches/", "/",
)  # fmt: skip
# How a list is asked for: by what brought somebody, by words, by whose doing a contact was.
FILTERS = ("came_by=fair+of+quinn", "campaign=a-1", "q=anna", "q=A-1", "has=firm")


def shown(world: World, people: dict[str, rows.Customer]) -> Iterator[tuple[str, str]]:
    """What a lead who is not in the private team is told, by its address."""
    program, client = Program(key_of(world.people[Role.LEAD])), world.client(Role.LEAD)
    for path in (*OF_ALL, *(f"/customers/{each.pk}{of}" for each in people.values()
                            for of in OF_ONE)):  # fmt: skip
        answer = program.get(path)
        yield f"API {path}", json.dumps([answer.status_code, answer.json()], indent=0)
    pages = [*PAGES, *(f"{list_}?{asked}" for list_ in ("/customers/", "/orders/", "/contacts/")
                       for asked in FILTERS)]  # fmt: skip
    for each in people.values():
        pages += [f"/customers/{each.pk}/", f"/orders/?customer={each.pk}"]
    for path in pages:
        yield f"desk {path}", ONCE.sub("", client.get(path).content.decode())


def test_everything_that_is_told_of_them_is_what_it_was(
    world: World, people: dict[str, rows.Customer], merged: Merged
) -> None:
    before = dict(shown(world, people))
    assert len(before) > 100
    merged()
    after = dict(shown(world, people))
    assert sorted(path for path in before if before[path] != after[path]) == []


def asked(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in ask(folder, sql, kept_back.kept_back()).rows]


@pytest.mark.slow
def test_the_marts_tell_nothing_of_whom_they_lead_to(
    world: World, people: dict[str, rows.Customer], merged: Merged, tmp_path: Path
) -> None:
    """Which are of the whole: what is theirs stands there without a number."""
    person = merged()
    marts = build(tmp_path, NOW).database
    ours = "SELECT campaign, customer_number FROM orders WHERE campaign <> '' ORDER BY 1"
    whose = ("customers", "orders", "contacts", "cases")
    numbers = " UNION ALL ".join(f"SELECT customer_number FROM {mart}" for mart in whose)
    everything = [(each, person) for each in ("a-1", "o-1", "q-1", "zq-1")]
    assert asked(marts, ours) == everything
    assert (person,) in asked(marts, numbers)
    with seen.looking(world.people[Role.LEAD]):
        assert asked(marts, ours) == [("a-1", None), ("o-1", None), ("q-1", None)]
        assert (person,) not in asked(marts, numbers)
        contacts = "SELECT count(*) FROM contacts WHERE channel = 'phone'"
        assert asked(marts, contacts) == [(3,)]
    with seen.looking(world.people[Role.AUDITOR]):
        assert asked(marts, ours) == everything


@pytest.mark.slow
def test_the_marts_tell_nothing_that_was_bought_by_who_leads_to_them(
    world: World, people: dict[str, rows.Customer], tmp_path: Path
) -> None:
    vera, quinn = rows.Person.objects.get(name="Vera Holm"), people["quinn"]
    case = a_decided_case(vera, name="Zqrow Zorn", email="zqrow@example.net")
    rows.Case.objects.filter(pk=case).update(owner=vera)
    theirs = rows.Case.objects.get(pk=case).customer
    _known(theirs, "zqfairzq", "ZQ-1")
    merge_customers(theirs.pk, quinn.pk, "One person.", vera, NOW)
    marts = build(tmp_path, NOW).database
    ours = f"SELECT campaign FROM orders WHERE customer_number = {quinn.pk} ORDER BY 1"
    bought = f"SELECT orders, contacts FROM customers WHERE customer_number = {quinn.pk}"
    with seen.looking(world.people[Role.LEAD]):
        assert asked(marts, ours) == [("a-1",), ("q-1",)]
        assert asked(marts, bought) == [(2, 2)]  # of what they may see
    with seen.looking(world.people[Role.AUDITOR]):
        assert asked(marts, ours) == [("a-1",), ("q-1",), ("zq-1",)]
        assert asked(marts, bought)[0][0] == 3


def test_a_contact_of_who_leads_to_them_opens_no_form(
    world: World, people: dict[str, rows.Customer]
) -> None:
    """Conduct is recorded of whom somebody was in touch with; here a private team alone was."""
    vera = rows.Person.objects.get(name="Vera Holm")
    known = rows.Customer.objects.create(name="Nora Silver")
    case = a_decided_case(vera, name="Zqrow Zorn", email="zqrow@example.net")
    rows.Case.objects.filter(pk=case).update(owner=vera)
    theirs = rows.Case.objects.get(pk=case).customer
    theirs.contacts.create(at=NOW, inbound=True, channel="phone")
    page = f"/customers/{known.pk}/"
    form = f"{page}?only=conduct"
    before = ONCE.sub("", world.client(Role.LEAD).get(page).content.decode())
    merge_customers(theirs.pk, known.pk, "One person.", vera, NOW)
    assert ONCE.sub("", world.client(Role.LEAD).get(page).content.decode()) == before
    assert form not in before
    assert form in world.client(Role.ADMINISTRATOR).get(page).content.decode()
