"""A domain with letters beyond ASCII is written in two ways (RFC 5890, section 2.3.2.1), and an
address in either is one address."""

import pytest
from django.db import transaction
from django.test import Client
from tests.api.programs import Program, key_of
from tests.core.mails import a_mail
from tests.portal.conftest import mail_is_kept_in_memory, mailed_link, monday  # noqa: F401
from tests.portal.test_filing import filed
from tests.steps.test_place_message import headers, sent
from tests.stories import NOW

from upheld.core.domains import spellings
from upheld.core.imports import Arrival
from upheld.core.intake import Complainant, Complaint
from upheld.core.matching import compared
from upheld.core.words import CaseId, Channel
from upheld.jobs import receipts
from upheld.steps.know_customer import CustomerError, know_customer
from upheld.store import knocks
from upheld.store.bulk import _known_customers, _marks
from upheld.store.models import Case, Customer, Person, Receipt

LETTERS, ASCII = "sally@bücher.example", "sally@xn--bcher-kva.example"
BOTH = pytest.mark.parametrize(("kept", "told"), [(LETTERS, ASCII), (ASCII, LETTERS)])


def test_each_is_known_from_the_other() -> None:
    assert set(spellings(LETTERS)) == set(spellings(ASCII)) == {LETTERS, ASCII}
    assert spellings(" Sally@Example.org") == ("sally@example.org",)
    assert spellings("sally@xn--zzzzzzzz.example") == ("sally@xn--zzzzzzzz.example",)
    assert spellings("") == ("",)


@BOTH
@pytest.mark.django_db
def test_who_files_under_the_other_is_the_same_customer(
    kept: str, told: str, client: Client
) -> None:
    for number, email in enumerate((kept, told)):
        assert filed(client, email=email, once=f"{number}").status_code == 303
    assert Customer.objects.get().email == kept
    assert Case.objects.count() == 2


@BOTH
@pytest.mark.django_db
def test_an_import_finds_them(kept: str, told: str) -> None:
    who = Customer.objects.create(name="Sally Hart", email=kept)
    complaint = Complaint("Late.", NOW, Complainant("Sally Hart", told, ""), Channel.EMAIL)
    arrival = Arrival(source="crm", key="1", complaint=complaint)
    (mark,) = _marks(arrival)
    with transaction.atomic():
        assert _known_customers([arrival])[mark] == who


@BOTH
def test_a_link_that_is_asked_for_under_the_other_opens_their_case(
    kept: str, told: str, open_case: CaseId, client: Client
) -> None:
    Customer.objects.update(email=kept)
    client.post("/complain/link/", {"email": told})
    receipts.sweep(NOW)
    assert Receipt.objects.get(to=told).case_id == open_case
    assert client.post(mailed_link()).status_code == 303
    assert client.get("/complain/case/").status_code == 200


@BOTH
@pytest.mark.django_db
def test_a_mailbox_is_counted_once_in_either(kept: str, told: str) -> None:
    assert knocks.mailbox_of(kept) == knocks.mailbox_of(told.replace("@", "+any@"))
    Receipt.objects.create(to=kept, asked_at=NOW, asked_by="a", state="sent")
    assert Receipt.objects.filter(knocks.sent_to_mailbox(told)).count() == 1


@BOTH
def test_mail_from_the_other_is_theirs(kept: str, told: str, open_case: CaseId) -> None:
    Customer.objects.update(email=kept)
    raw = a_mail("More.", sender="x@example.org", **headers("in-reply-to", open_case))
    row = sent(raw.replace(b"From: x@example.org", f"From: Sally <{told}>".encode()))
    assert (row.state, row.case_id) == ("placed", open_case)


@BOTH
def test_nobody_gives_another_customer_the_other(
    kept: str, told: str, open_case: CaseId, handler: Person
) -> None:
    Customer.objects.create(name="Sally Hart", email=kept)
    with pytest.raises(CustomerError, match="another customer has the address"):
        know_customer(Case.objects.get(pk=open_case).customer_id, {"email": told}, handler, NOW)


@BOTH
def test_a_program_finds_them_by_either(kept: str, told: str, handler: Person) -> None:
    who = Customer.objects.create(name="Sally Hart", email=kept)
    found = Program(key_of(handler)).get(f"/customers?email={told}").json()["items"]
    assert [each["id"] for each in found] == [who.pk]


def test_two_customers_that_an_older_store_made_of_them_are_compared_as_one_address() -> None:
    first, second = (compared("Sally Hart", email, "", "") for email in (LETTERS, ASCII))
    assert first == second
