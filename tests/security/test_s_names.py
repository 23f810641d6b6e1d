"""A name and a number that a stranger wrote under somebody's address stand in nothing of theirs."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings
from tests.core.mails import a_mail
from tests.desk.reading import text
from tests.own_policies import Edit
from tests.portal.conftest import mailed_link
from tests.steps.test_place_message import sent
from tests.stories import NOW, a_complaint

from upheld.core.intake import Complainant
from upheld.core.words import CaseId, Channel
from upheld.jobs import acknowledging
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.know_customer import know_customer
from upheld.steps.receive import receive
from upheld.store import load
from upheld.store.called import called
from upheld.store.models import Case, Customer, Event, Letter, Person

VERA = "vera@example.org"
EVIL = "URGENT your refund of £900 waits at http://evil.example/pay call 0900 1234"
SOLD = "Buy Pills"  # which might be a name


@pytest.fixture(autouse=True)
def on_monday(db: None, settings: Settings) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MAIL_CHECKED_BY = "mx.firm.example"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def by_itself(edited: Edit) -> None:
    edited("standard/letters.yaml", "acknowledges_by_itself: false", "acknowledges_by_itself: true")


def filed(name: str, number: int = 1, **told: str) -> Case:
    """By the portal's form, where anybody writes any address."""
    form = {"text": f"Late {number}.", "name": name, "email": VERA, "once": str(number), **told}
    assert Client().post("/complain/", form).status_code == 303
    return Case.objects.latest("pk")


def opened(case: Case) -> Client:
    """The browser of whoever opened the newest link that was mailed."""
    client = Client()
    client.post(mailed_link())
    case.refresh_from_db()
    assert case.known_to_be_theirs is True
    return client


def wrote(name: str, number: int = 2) -> Case:
    """By mail that the firm's own mail server vouches for."""
    raw = a_mail(
        "My shelves came late.", f"{name} <{VERA}>", subject="My shelves",
        message_id=f"<{number}@example.org>",
        Authentication_Results="mx.firm.example; dmarc=pass header.from=example.org",
    )  # fmt: skip
    row = sent(raw)
    assert row.case
    assert row.case.known_to_be_theirs is True
    return row.case


def greeting(case: Case, handler: Person) -> str:
    """How the draft that a colleague sends begins."""
    return draft_acknowledgement(load.page(CaseId(case.pk)), handler, NOW).body.split("\n")[0]


def by_mail_of_a_stranger(name: str) -> Case:
    row = sent(a_mail("Late.", f'"{name}" <{VERA}>', message_id="<evil@example.org>"))
    assert row.case
    assert row.case.known_to_be_theirs is False
    return row.case


@pytest.mark.parametrize("name", [EVIL, SOLD])
@pytest.mark.parametrize("comes", [filed, by_mail_of_a_stranger])
def test_the_acknowledgement_that_leaves_by_itself_greets_the_owner_as_they_call_themselves(
    comes: "object", name: str, by_itself: None
) -> None:
    assert callable(comes)
    comes(name)
    case = wrote("Vera Real")
    acknowledging.sweep(NOW + timedelta(seconds=2), set())
    letter = Letter.objects.get(case=case)
    assert letter.body.startswith("Dear Vera Real,")
    assert "evil" not in f"{letter.subject} {letter.body}"


def test_and_without_a_name_where_they_gave_none(by_itself: None) -> None:
    filed(SOLD)
    case = wrote("")
    acknowledging.sweep(NOW + timedelta(seconds=2), set())
    assert Letter.objects.get(case=case).body.startswith("Dear customer,")


@pytest.mark.parametrize(
    "name", ["<b>x</b>", "{handler}", "We will refund you £900 by Friday", "We will refund you"]
)
def test_whatever_an_owner_calls_themselves_they_are_acknowledged(
    name: str, by_itself: None
) -> None:
    filed(name)
    opened(Case.objects.get())
    assert acknowledging.sweep(NOW + timedelta(seconds=2), set()) == 1
    assert Letter.objects.get().body.startswith("Dear customer,")


def test_what_the_owner_calls_themselves_takes_the_place_of_what_a_stranger_wrote(
    handler: Person, client: Client
) -> None:
    first = filed(EVIL, reach="0900 666 7777")
    case = wrote("Vera Real")
    who = Customer.objects.get()
    assert (who.name, who.phone) == ("Vera Real", "")
    assert greeting(case, handler) == "Dear Vera Real,"
    mended = Event.objects.get(case=first, kind="customer_mended").data
    assert mended["before"] == {"name": EVIL, "phone": "0900 666 7777"}
    client.force_login(handler)
    page = text(client.get(f"/cases/{first.reference}/"))
    assert f"They call themselves {EVIL}" in page, "what came stays with the complaint"
    assert "To be reached: 0900 666 7777" in page


def test_a_number_that_a_stranger_wrote_beside_her_own_name_is_not_hers() -> None:
    filed("Vera Real", reach="0900 666 7777")
    case = filed("Vera Real", 2, reach="0115 496 0123")
    opened(case)
    assert Customer.objects.get().phone == "0115 496 0123"
    filed("Vera Real", 3, reach="0900 666 7777")
    assert Customer.objects.get().phone == "0115 496 0123"


def test_whoever_opens_the_link_of_the_only_complaint_keeps_what_they_wrote_there() -> None:
    opened(filed("Vera Real", reach="0115 496 0123"))
    who = Customer.objects.get()
    assert (who.name, who.phone) == ("Vera Real", "0115 496 0123")


def test_two_who_share_a_mailbox_are_each_called_by_their_own_name(handler: Person) -> None:
    anna = filed("Anna Share")
    opened(anna)
    ben = filed("Ben Share", 2)
    browser = opened(ben)
    assert greeting(ben, handler) == "Dear Ben Share,"
    draft = draft_acknowledgement(load.page(CaseId(ben.pk)), handler, NOW)
    acknowledge(CaseId(ben.pk), draft, handler, NOW)
    page = text(browser.get("/complain/case/"))
    assert "Dear Ben Share," in page
    assert "Anna" not in page
    assert greeting(anna, handler) == "Dear Anna Share,"
    assert Customer.objects.get().name == "Anna Share"


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.WEB])
def test_a_name_that_our_records_or_a_colleague_have_stays(
    channel: Channel, handler: Person
) -> None:
    told = a_complaint(complainant=Complainant("Vera Real", VERA), channel=channel)
    receive(told, handler, NOW)
    if channel is Channel.WEB:  # a program may have passed on a form: a colleague looked
        know_customer(Customer.objects.get().pk, {"name": "V. Real"}, handler, NOW)
    before = Customer.objects.get().name
    case = wrote("vera")
    assert Customer.objects.get().name == before
    assert greeting(case, handler) == "Dear vera,"


def test_in_a_case_that_is_not_known_to_be_theirs_they_are_called_as_we_know_them(
    handler: Person,
) -> None:
    wrote("Vera Real")
    strangers = filed(SOLD)
    assert called(strangers) == "Vera Real"
    assert greeting(strangers, handler) == "Dear customer,"


def test_a_colleague_who_speaks_with_them_knows_their_name(handler: Person) -> None:
    filed(SOLD)
    told = a_complaint(complainant=Complainant("Vera Real", VERA), channel=Channel.PHONE)
    case = Case.objects.get(pk=receive(told, handler, NOW))
    assert called(case) == Customer.objects.get().name == "Vera Real"


def noted(handler: Person, **told: str) -> Case:
    """What a colleague writes down of a call: the address, and what they say of themselves."""
    who = Complainant(told.get("name", ""), VERA, told.get("phone", ""))
    case = receive(a_complaint(complainant=who, channel=Channel.PHONE), handler, NOW)
    return Case.objects.get(pk=case)


def by_a_program(handler: Person, phone: str = "", theirs: bool | None = None) -> Case:
    told = a_complaint(complainant=Complainant("", VERA, phone), channel=Channel.WEB)
    return Case.objects.get(pk=receive(told, handler, NOW, theirs=theirs))


def unproved(handler: Person) -> Case:
    return by_a_program(handler, theirs=False)


@pytest.mark.parametrize("comes", [noted, by_a_program, unproved])
def test_a_case_of_theirs_without_a_name_greets_by_none_that_a_stranger_wrote(
    comes: "Callable[[Person], Case]", handler: Person
) -> None:
    strangers = filed(SOLD)
    assert called(comes(handler)) == ""
    assert called(strangers) == SOLD, "by what was told with it alone"


def test_a_proof_without_a_name_leaves_the_owner_none_that_a_stranger_wrote(
    handler: Person,
) -> None:
    filed(SOLD, reach="0900 666 7777")
    wrote("")
    who = Customer.objects.get()
    assert (who.name, who.phone) == ("", "")
    assert called(noted(handler)) == ""
    assert called(wrote("Vera Real", 3)) == Customer.objects.get().name == "Vera Real"


def test_a_number_of_the_owners_stays_when_they_tell_their_name_later(handler: Person) -> None:
    filed(SOLD, reach="0900 666 7777")
    by_a_program(handler, "0115 496 0123", theirs=True)
    wrote("Vera Real", 3)
    who = Customer.objects.get()
    assert (who.name, who.phone) == ("Vera Real", "0115 496 0123")


def test_no_mail_of_ours_has_a_word_of_it() -> None:
    filed(EVIL)
    opened(filed("Vera Real", 2))
    assert all("evil" not in str(each.message()) for each in mail.outbox)
