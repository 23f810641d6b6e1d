"""Our own records: what they say is seen before it is kept, and stands with its source."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.store.records import CARRIER, FACTS, ORDER, connected, orders, scans

from upheld.steps.link_order import link_order
from upheld.store.models import Allegation, Event, Person


@pytest.fixture(autouse=True)
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FACTS", connected(tmp_path))
    return tmp_path


def ready(by: Person, **facts: object) -> str:
    case = stories.an_open_case(by)
    link_order(case, "LL-7", by, stories.NOW)
    allegation = stories.an_allegation(case, by, facts=facts)
    return f"{page_of(case)}allegations/{allegation}/records/"


def seen(client: Client, address: str) -> dict[str, str]:
    found = re.search(r'name="seen" value="(\w+)"', client.get(address).content.decode())
    assert found
    return {"seen": found[1]}


def test_it_works(alice: Client, handler: Person) -> None:
    address = ready(handler)
    page = alice.get(done(alice, address, seen(alice, address)))
    assert Allegation.objects.get().facts == {"days_late": "9", "price_paid": "240.00"}
    told = text(page)
    assert "Days late 9 promised on 15 Oct 2026, delivered on 24 Oct 2026" in told
    assert "Order system, asked Mon 2 Nov 2026, 09:30 by Alice Moore" in told
    assert "The facts are kept with their source." in told


def test_what_they_say_is_seen_first(alice: Client, handler: Person) -> None:
    told = text(alice.get(ready(handler, days_late=3)))
    assert "Price paid £240.00 order system Written down: not known Is written down" in told
    assert "Days late 9 order system: promised on 15 Oct 2026, delivered on 24 Oct 2026" in told
    assert "Written down: 3 Put it in the place of what a person wrote" in told
    assert Allegation.objects.get().facts == {"days_late": 3}


def test_what_a_person_wrote_stays_unless_it_is_ticked(alice: Client, handler: Person) -> None:
    address = ready(handler, days_late=3)
    ticks = re.findall(r'name="take"[^>]*>', alice.get(address).content.decode())
    assert len(ticks) == 1
    assert "checked" not in ticks[0]
    done(alice, address, seen(alice, address))
    assert Allegation.objects.get().facts["days_late"] == 3
    done(alice, address, {**seen(alice, address), "take": "days_late"})
    assert Allegation.objects.get().facts["days_late"] == "9"


def test_records_that_disagree_are_asked_about(
    alice: Client, handler: Person, records: Path
) -> None:
    (records / "facts.yaml").write_text(FACTS + CARRIER)
    scans(records, ("LL-7", "2026-10-15", "2026-10-15"))
    address = ready(handler, touchpoint="product")
    asked = "Days late: order system says 9, carrier says 0. Which of them is right?"
    assert f"To find out {asked}" in text(alice.get(address))
    page = text(alice.get(done(alice, address, seen(alice, address))))
    assert f"Our records disagree {asked}" in page
    assert "The facts suggest undetermined" in page


def test_records_that_changed_since_are_shown_again(
    alice: Client, handler: Person, records: Path
) -> None:
    address = ready(handler)
    before = seen(alice, address)
    orders(records, (*ORDER[:-1], "2026-10-16"))
    response = alice.post(address, before, follow=True)
    assert "The records or the facts have changed since: look at them again" in text(response)
    assert Allegation.objects.get().facts == {}


def test_a_source_that_cannot_be_asked_says_why(
    alice: Client, handler: Person, records: Path
) -> None:
    (records / "orders.csv").unlink()
    page = text(alice.get(ready(handler)))
    assert "order system: the file orders.csv is missing" in page
    assert "Our records say nothing that matters here." in page


def test_a_slip_in_the_file_is_told(alice: Client, handler: Person, records: Path) -> None:
    (records / "facts.yaml").write_text(FACTS.replace("price: money", "price: cash"))
    assert "facts.yaml, line 7, column type: cash is no type" in text(alice.get(ready(handler)))


def test_without_records_nothing_is_offered(alice: Client, handler: Person, records: Path) -> None:
    address = ready(handler)
    page = address.split("allegations/")[0]
    assert "Ask our records" in text(alice.get(page))
    (records / "facts.yaml").unlink()
    assert "Ask our records" not in text(alice.get(page))
    assert "No records are connected" in text(alice.get(address, follow=True))


def test_the_page_says_which_facts_decided(alice: Client, handler: Person) -> None:
    address = ready(handler, touchpoint="product", days_late=0)
    page = text(alice.get(address.split("allegations/")[0]))
    assert "The facts suggest not substantiated" in page
    assert "It rests on days late 0" in page
    assert "Mistaken: the facts are other than they were taken to be." in page


def test_an_allegation_of_another_case_is_not_found(alice: Client, handler: Person) -> None:
    address = ready(handler)
    strange = page_of(stories.an_open_case(handler)) + address.split("/", 3)[3]
    assert alice.get(strange).status_code == 404


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address = ready(handler)
    refused(signed_in(auditor), address, {"seen": ""}, 403)
    assert signed_in(auditor).get(address).status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    refused(client, ready(handler), {"seen": ""}, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    address = ready(handler)
    before = Event.objects.count()
    alice.get(address)
    assert Event.objects.count() == before
