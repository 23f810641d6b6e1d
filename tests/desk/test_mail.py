"""The mail pages: what is held with its reason, a safe view of it, and a button to place it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from tests import stories
from tests.api.programs import Program, key_of
from tests.core.mails import a_mail
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import CaseId, MailState, Scope
from upheld.desk.show.mail import STATES
from upheld.steps.may import Operator
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store import tokens
from upheld.store.models import Case, Event, Incoming, Letter, MailSource, Person

BY = Operator("mail")
STRANGER = "Mallory <mallory@example.net>"


def came(raw: bytes) -> Incoming:
    return place_message(take_message(raw, "smtp", BY, stories.NOW).pk, BY, stories.NOW)


def held(
    case: CaseId, message: str = "It was me.", sender: str = STRANGER, **told: Any
) -> Incoming:
    """A stranger's answer to a letter of the case."""
    letter = Letter.objects.filter(case=case).earliest("pk")
    return came(a_mail(message, sender, tokens.reply_to(letter), **told))


def test_it_works(alice: Client, open_case: CaseId) -> None:
    held(open_case)
    page = text(alice.get("/mail/"))
    assert "Held 1 Set aside 0 Placed 0" in page
    assert "Mallory mallory@example.net It answers UP-" in page
    assert "whose customer has another address: is it them?" in page


def test_the_first_page_says_how_many_are_held_and_each_becomes_a_case_in_one_step(
    alice: Client, open_case: CaseId
) -> None:
    assert "by mail" not in text(alice.get("/"))
    row = held(open_case)
    held(open_case, message_id="<2@x>")
    assert "2 messages by mail are held for a person to place." in text(alice.get("/"))
    done(alice, f"/mail/{row.pk}/case/", {})
    assert "1 message by mail is held for a person to place." in text(alice.get("/"))


def test_a_name_that_is_an_address_of_somebody_else_hides_nobody(
    alice: Client, open_case: CaseId
) -> None:
    held(open_case, sender='"sally@example.org" <eve@evil.example>')
    told = text(alice.get("/mail/"))
    assert "eve@evil.example" in told
    assert "sally@example.org" not in told


def test_what_nobody_need_act_on_is_set_aside_with_all_else_of_its_sender(
    alice: Client, open_case: CaseId
) -> None:
    """Whoever sends thousands buries no message of anybody else for long."""
    other = held(open_case, sender="Eve <eve@evil.example>", message_id="<e@x>")
    rows = [held(open_case, message_id=f"<{n}@x>") for n in range(3)]
    page = f"/mail/{rows[0].pk}/"
    assert "And all else that is held from mallory@example.net, 3 in all" in text(alice.get(page))
    done(alice, f"{page}aside/", {"of_sender": "on"})
    told = text(alice.get("/mail/"))
    assert "3 messages are set aside" in told
    assert "Held 1 Set aside 3" in told
    refused(alice, f"{page}aside/", {}, 422)
    assert "And all else" not in text(alice.get(f"/mail/{other.pk}/"))
    done(alice, f"/mail/{other.pk}/aside/", {})
    assert "The message is set aside" in text(alice.get("/mail/"))


@pytest.mark.parametrize("said", [True, False])
def test_whoever_places_a_message_says_whether_the_customer_wrote_it(
    said: bool, alice: Client, open_case: CaseId
) -> None:
    page = f"/mail/{held(open_case).pk}/"
    told = text(alice.get(page))
    assert "The customer wrote it From an address that we do not know as theirs it answers" in told
    reference = Case.objects.get(pk=open_case).reference
    done(alice, f"{page}placing/", {"reference": reference, **({"theirs": "on"} if said else {})})
    assert Event.objects.get(kind="mail_placed").data.get("theirs", False) is said


def test_so_does_a_program(open_case: CaseId, handler: Person) -> None:
    row, program = held(open_case), Program(key_of(handler))
    told = {"case": Case.objects.get(pk=open_case).reference, "theirs": True}
    assert program.post(f"/mail/{row.pk}/placing", told).status_code == 200
    assert Event.objects.get(kind="mail_placed").data["theirs"] is True


def test_a_message_is_told_in_words_with_its_history_folded(
    alice: Client, open_case: CaseId
) -> None:
    row = held(open_case, "Yes.\n\nOn Monday, Alice <a@x.example> wrote:\n> Was it you?")
    response = alice.get(f"/mail/{row.pk}/")
    assert "mallory@example.net" in text(response)
    assert "<p>Yes.</p>" in response.content.decode()
    assert "What it quotes and how it is signed" in text(response)


@pytest.mark.parametrize("where", ["subject", "message", "sender_name", "file"])
def test_nothing_in_a_message_becomes_markup(where: str, alice: Client, open_case: CaseId) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    told = {"subject": evil} if where == "subject" else {}
    sender = f'"{evil}" <m@example.net>' if where == "sender_name" else STRANGER
    files = (("<svg onload=alert(1)>.svg", "image/svg+xml", b"<svg/>"),) if where == "file" else ()
    to = tokens.reply_to(Letter.objects.earliest("pk"))
    words = evil if where == "message" else "Hello"
    row = came(a_mail(words, sender, to, files=files, **told))
    for address in ("/mail/", f"/mail/{row.pk}/"):
        page = alice.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg onload" not in page


def test_a_file_is_saved_and_never_shown(alice: Client, open_case: CaseId) -> None:
    svg = b"<svg onload='alert(1)'/>"
    letter = Letter.objects.earliest("pk")
    files = (("a.svg", "image/svg+xml", svg),)
    raw = a_mail("See.", STRANGER, tokens.reply_to(letter), files=files)
    page = f"/mail/{came(raw).pk}/"
    for address, content in ((f"{page}files/0/", svg), (f"{page}message.eml", raw)):
        response = alice.get(address)
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]
        assert b"".join(response) == content
    assert alice.get(f"{page}files/1/").status_code == 404
    assert alice.get("/mail/99999/message.eml").status_code == 404


def test_a_message_is_placed_into_the_case_that_it_names(alice: Client, open_case: CaseId) -> None:
    row = held(open_case, "It was me.")
    reference = Case(pk=open_case).reference
    assert reference in alice.get(f"/mail/{row.pk}/?do=place").content.decode()
    assert done(alice, f"/mail/{row.pk}/placing/", {"reference": reference}) == page_of(open_case)
    record = text(alice.get(page_of(open_case)))
    assert "Wrote by e-mail: It was me. Read it" in record
    assert "Nothing waits for a person." in text(alice.get("/mail/"))


def test_a_message_becomes_a_case_of_its_own(alice: Client, open_case: CaseId) -> None:
    row = held(open_case, "My kettle broke.")
    page = done(alice, f"/mail/{row.pk}/case/", {})
    assert page != page_of(open_case)
    assert "My kettle broke." in text(alice.get(page))


@pytest.mark.parametrize("reference", ["", "UP-999999", "the first one"])
def test_a_case_that_is_none_is_refused_with_what_to_do(
    reference: str, alice: Client, open_case: CaseId
) -> None:
    row = held(open_case)
    refused(alice, f"/mail/{row.pk}/placing/", {"reference": reference}, 422)


def test_it_is_placed_once(alice: Client, open_case: CaseId) -> None:
    row = held(open_case)
    done(alice, f"/mail/{row.pk}/case/", {})
    refused(alice, f"/mail/{row.pk}/case/", {}, 422)
    refused(alice, f"/mail/{row.pk}/placing/", {"reference": f"UP-{open_case:06d}"}, 422)


def test_an_auditor_looks_on(signed_in: SignIn, auditor: Person, open_case: CaseId) -> None:
    row = held(open_case)
    aude = signed_in(auditor)
    assert "Place it" not in text(aude.get(f"/mail/{row.pk}/"))
    refused(aude, f"/mail/{row.pk}/case/", {}, 403)


def test_a_stranger_sees_nothing(open_case: CaseId) -> None:
    row = held(open_case)
    for address in ("/mail/", f"/mail/{row.pk}/", f"/mail/{row.pk}/message.eml"):
        assert Client().get(address).status_code == 302


def test_one_that_cannot_be_read_says_why_and_can_be_saved(alice: Client) -> None:
    row = came(b"X: y\n" * 2_000 + b"\nLate.")
    page = text(alice.get(f"/mail/{row.pk}/"))
    assert "It cannot be read: it has more than 1,000 headers" in page
    assert "Make a new case" not in page


def test_the_mail_of_one_case(alice: Client, open_case: CaseId) -> None:
    came(a_mail("Another thing.", message_id="<9@x>"))
    held(open_case, subject="Mine")
    page = text(alice.get(f"/mail/?case=UP-{open_case:06d}"))
    assert "Held 1 Set aside 0 Placed 0" in page


def test_nonsense_in_the_address_shows_what_is_held(alice: Client) -> None:
    assert alice.get("/mail/?state=<b>&case=x&page=zero").status_code == 200


def test_the_number_of_statements_does_not_grow_with_the_messages(
    alice: Client, open_case: CaseId, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        held(open_case, sender=f"m{number}@example.net", message_id=f"<{number}@x>")
    with django_assert_max_num_queries(10):
        assert "1 to 25 of" in text(alice.get(f"/mail/?case=UP-{open_case:06d}"))


def test_mail_costs_the_case_page_no_statement(
    alice: Client, open_case: CaseId, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    letter = Letter.objects.filter(case=open_case).earliest("pk")
    for number in range(5):
        came(a_mail(to=tokens.reply_to(letter), message_id=f"<{number}@x>"))
    with django_assert_max_num_queries(15):
        assert text(alice.get(page_of(open_case))).count("Wrote by e-mail") == 5


def a_source(name: str = "imaps://complaints@imap.example.org/INBOX", **told: Any) -> MailSource:
    began = stories.NOW - timedelta(days=9)
    return MailSource.objects.create(name=name, **{"began_at": began, **told})


@pytest.mark.parametrize("address", ["/", "/mail/"])
class TestWhetherMailIsRead:
    @pytest.mark.pain("P13")
    def test_silence_is_told_at_the_top(self, address: str, alice: Client) -> None:
        a_source(good_at=stories.NOW - timedelta(minutes=16), fault="no route to host")
        page = text(alice.get(address))
        assert "No mail was read since" in page
        assert "imaps://complaints@imap.example.org/INBOX" in page
        assert "no route to host" in page

    def test_a_fault_of_a_few_minutes_disturbs_nobody(self, address: str, alice: Client) -> None:
        a_source(good_at=stories.NOW - timedelta(minutes=14), fault="no route to host")
        assert "no route to host" not in text(alice.get(address))

    def test_a_mailbox_that_nobody_ever_read_is_told(
        self, address: str, alice: Client, settings: Settings
    ) -> None:
        settings.MAILBOX = "imaps://complaints@imap.example.org/INBOX"
        assert "No mail was read yet. imaps://complaints@" in text(alice.get(address))

    def test_a_message_that_could_not_be_fetched_is_told(self, address: str, alice: Client) -> None:
        a_source(good_at=stories.NOW, stuck=[{"uid": 7, "why": "it is damaged", "tries": 5}])
        assert "Some mail could not be fetched." in text(alice.get(address))
        assert "1 message left in the mailbox" in text(alice.get(address))

    def test_where_no_mail_is_read_nothing_is_told(self, address: str, alice: Client) -> None:
        assert "could not be fetched" not in text(alice.get(address))
        assert "No mail was read" not in text(alice.get(address))


@pytest.mark.parametrize("state", MailState)
def test_a_message_has_a_page_and_its_state_a_name_wherever_it_is(
    state: MailState, alice: Client, handler: Person, open_case: CaseId
) -> None:
    row = held(open_case)
    Incoming.objects.update(state=state)
    assert STATES[state] in text(alice.get(f"/mail/{row.pk}/"))
    assert alice.get(f"/mail/?state={state}").status_code == 200
    program = Program(key_of(handler, {Scope.READ}))
    assert program.get(f"/mail/{row.pk}").status_code == 200


def test_of_one_that_was_erased_nothing_opens_though_its_bytes_lie_here_as_a_file(
    alice: Client, handler: Person, open_case: CaseId
) -> None:
    row = held(open_case)
    Incoming.objects.update(state=MailState.ERASED)
    page = text(alice.get(f"/mail/{row.pk}/"))
    assert "It was erased: nothing of it is kept but its hash" in page
    assert "It was me." not in page
    assert "message.eml" not in alice.get(f"/mail/{row.pk}/").content.decode()
    assert alice.get(f"/mail/{row.pk}/message.eml").status_code == 404
    program = Program(key_of(handler, {Scope.READ}))
    assert program.get(f"/mail/{row.pk}").json()["trouble"].startswith("it was erased")
    assert program.get(f"/mail/{row.pk}/raw").status_code in (404, 410, 409)
