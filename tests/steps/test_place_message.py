"""Placing a message: by what only the customer could know, never by its subject."""

import gzip
import io
import tracemalloc
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings
from tests.core.mails import a_bounce, a_mail
from tests.stories import NOW, a_closed_case, a_decided_case, an_answered_case, an_open_case

from upheld.core.intake import LONGEST_TEXT
from upheld.core.words import CaseId, CaseState
from upheld.steps.deliver import send_again
from upheld.steps.know_customer import know_customer
from upheld.steps.may import Operator
from upheld.steps.place_message import (
    NothingToPlace,
    place_as_new,
    place_into,
    place_message,
)
from upheld.steps.take_message import NothingCame, take_message
from upheld.store import files, tokens
from upheld.store.models import Case, Contact, Event, Evidence, Incoming, Letter, Person
from upheld.store.record import events

BY = Operator("mail")
SALLY, STRANGER = "Sally Hart <sally@example.org>", "Mallory <mallory@example.net>"


def sent(raw: bytes, return_path: str | None = None, minutes: int = 0) -> Incoming:
    """The message taken and placed, as it stands then."""
    at = NOW + timedelta(minutes=minutes)
    row = take_message(raw, "smtp", BY, at, return_path=return_path)
    return place_message(row.pk, BY, at)


def letter_of(case: CaseId) -> Letter:
    return Letter.objects.filter(case=case).earliest("pk")


def state_of(case: CaseId) -> str:
    return Case.objects.get(pk=case).state


def forged(told: str) -> str:
    """The same token with one sign of its signature changed."""
    at = told.index(".", told.index(".", told.index("up.") + 3) + 1) + 1
    return told[:at] + ("0" if told[at] != "0" else "1") + told[at + 1 :]


def headers(how: str, case: CaseId) -> dict[str, Any]:
    """The twelve ways in which a message may or may not be an answer to a letter of ours."""
    ours = letter_of(case)
    message_id, address = tokens.message_id(ours), tokens.reply_to(ours)
    return {
        "nothing": {},
        "subject alone": {"subject": f"Re: {ours.subject} [{Case(pk=case).reference}]"},
        "prefixed subject": {"subject": f"AW: SV: {ours.subject}"},
        "in-reply-to": {"In_Reply_To": message_id},
        "references": {"References": f"<other@x.example> {message_id} <later@x.example>"},
        "address": {"to": address},
        "address in capitals": {"to": address.upper()},
        "address among others": {"to": f"Alice <alice@x.example>, Us <{address}>"},
        "all of them": {"In_Reply_To": message_id, "References": message_id, "to": address},
        "forged in-reply-to": {"In_Reply_To": forged(message_id)},
        "forged address": {"to": forged(address)},
        "guessed reference": {"References": f"<up.{case}.{ours.pk}@localhost>"},
    }[how]


ANSWERS = {
    "in-reply-to", "references", "address", "address in capitals", "address among others",
    "all of them",
}  # fmt: skip
WAYS = sorted(
    ANSWERS | {"nothing", "subject alone", "prefixed subject", "forged in-reply-to",
               "forged address", "guessed reference"}
)  # fmt: skip


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("sender", [SALLY, STRANGER], ids=["customer", "stranger"])
@pytest.mark.pain("P1", "1", "2", "P17")
def test_the_threading_table(how: str, sender: str, open_case: CaseId) -> None:
    row = sent(a_mail(sender=sender, **headers(how, open_case)))
    if how not in ANSWERS:
        assert row.state == "placed"
        assert row.case_id != open_case
    elif sender == SALLY:
        assert (row.state, row.case_id) == ("placed", open_case)
    else:
        assert (row.state, row.case_id) == ("held", open_case)
        assert "another address: is it them?" in row.reason
    entered = Evidence.objects.filter(case=open_case, with_whom__contains="@").exists()
    assert entered is (how in ANSWERS and sender == SALLY)
    assert list(events.breaks()) == []


def test_a_complaint_by_mail_is_a_new_case_with_its_files(handler: Person) -> None:
    photo, sheet = b"\xff\xd8photo", b""
    raw = a_mail(files=(("a.jpg", "image/jpeg", photo), ("empty.xlsx", "application/x", sheet)))
    row = sent(raw)
    case = Case.objects.get()
    assert (row.state, row.case_id, row.reason) == ("placed", case.pk, "")
    assert (case.text, case.subject) == ("My shelves arrived nine days late.", "Late shelves")
    assert (case.channel, case.received_at, case.state) == ("email", NOW, CaseState.RECEIVED)
    assert (case.customer.name, case.customer.email) == ("Sally Hart", "sally@example.org")
    kept = {each.filename: each for each in case.evidence.all()}
    assert {name: files.contents(each.sha256) for name, each in kept.items()} == {
        "message.eml": raw, "a.jpg": photo, "empty.xlsx": sheet,
    }  # fmt: skip
    assert (kept["a.jpg"].kind, kept["empty.xlsx"].size) == ("photo", 0)
    assert list(files.amiss()) == []
    assert Contact.objects.get(case=case).inbound


def test_a_reply_enters_its_case_with_its_new_words(open_case: CaseId) -> None:
    text = "Nine days.\n\nOn Mon, 2 Nov 2026, Alice <a@x.example> wrote:\n> How late was it?"
    row = sent(a_mail(text, **headers("in-reply-to", open_case)))
    assert row.case_id == open_case
    event = Event.objects.get(kind="mail_placed")
    assert (event.case_id, event.data["text"]) == (open_case, "Nine days.")
    whole = Evidence.objects.get(case=open_case, filename="message.eml")
    assert whole.text == "Nine days."
    assert b"How late was it?" in files.contents(whole.sha256)


def test_a_customer_who_goes_on_from_their_own_message_stays_in_its_case(db: None) -> None:
    first = sent(a_mail(message_id="<1@example.org>"))
    again = sent(a_mail("And dented.", message_id="<2@example.org>", References="<1@example.org>"))
    assert again.case_id == first.case_id
    other = sent(
        a_mail("Me too.", STRANGER, message_id="<3@example.net>", References="<1@example.org>")
    )
    assert (other.state, other.case_id) == ("held", first.case_id)


def test_a_reply_to_a_closed_case_reopens_it(handler: Person) -> None:
    case = a_closed_case(handler)
    sent(a_mail("It broke again.", **headers("address", case)))
    assert state_of(case) == CaseState.INVESTIGATING
    assert Event.objects.filter(case=case, kind="reopened").exists()


@pytest.mark.parametrize(
    ("story", "state"),
    [(a_decided_case, CaseState.INVESTIGATING), (an_answered_case, CaseState.ANSWERED)],
)
def test_a_reply_is_looked_at_before_the_decision_and_heard_after_the_answer(
    story: object, state: CaseState, handler: Person
) -> None:
    assert callable(story)
    case = story(handler)
    sent(a_mail("One more thing.", **headers("address", case)))
    assert state_of(case) == state


def test_the_same_bytes_are_one_message(db: None) -> None:
    rows = [sent(a_mail()) for _ in range(2)]
    assert rows[0].pk == rows[1].pk
    assert (Incoming.objects.count(), Case.objects.count()) == (1, 1)


def test_the_same_message_that_came_two_ways_is_one(db: None) -> None:
    first = sent(a_mail(Received="by one.example; Mon, 2 Nov 2026 09:00:00 +0000"))
    second = sent(a_mail(Received="by two.example; Mon, 2 Nov 2026 09:00:01 +0000"))
    assert (second.state, second.case_id) == ("aside", first.case_id)
    assert Case.objects.count() == 1


def test_what_comes_with_a_file_more_is_another_message(db: None) -> None:
    """Else whoever knows its id and its words sends them first, without her photograph."""
    sent(a_mail())
    row = sent(a_mail(files=(("box.jpg", "image/jpeg", b"crushed"),)))
    assert row.state == "held"
    assert "the same Message-ID" in row.reason


def test_of_what_has_no_text_the_subject_is_what_it_says(db: None) -> None:
    sent(a_mail("", subject="Where is my money?"))
    row = sent(a_mail("", subject="And now it burns"), minutes=1)
    assert (row.state, Case.objects.count()) == ("held", 1)
    assert "the same Message-ID" in row.reason


def test_another_message_under_the_same_id_is_never_lost(db: None) -> None:
    sent(a_mail("Nothing to see here.", STRANGER))
    row = sent(a_mail())
    assert (row.state, Case.objects.count()) == ("held", 1)
    assert "the same Message-ID" in row.reason
    place_as_new(row.pk, BY, NOW)
    assert Case.objects.filter(customer__email="sally@example.org").exists()


MACHINES = {
    "out of office": {"Auto_Submitted": "auto-replied"},
    "old way": {"Precedence": "bulk"},
    "outlook": {"X_Auto_Response_Suppress": "All"},
    "list": {"List_Id": "<news.example.org>"},
    "own echo": {"sender": "complaints@localhost"},
}


@pytest.mark.parametrize("told", MACHINES.values(), ids=MACHINES)
@pytest.mark.parametrize("how", ["nothing", "in-reply-to"])
def test_a_machine_makes_no_case_and_gets_no_answer(
    told: dict[str, Any], how: str, handler: Person
) -> None:
    case = a_closed_case(handler)
    letters = Letter.objects.count()
    row = sent(a_mail(**headers(how, case), **told))
    assert row.state == "aside"
    assert row.reason
    assert (Case.objects.count(), Letter.objects.count()) == (1, letters)
    assert state_of(case) == CaseState.CLOSED


def test_what_has_no_sender_to_return_to_is_a_machines(db: None) -> None:
    assert sent(a_mail(), return_path="").state == "aside"


def returned(case: CaseId, how: str = "failed") -> Letter:
    letter = letter_of(case)
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=NOW)
    ours: dict[str, Any] = {"sender": "complaints@localhost", "to": "sally@example.org"}
    raw = a_mail(message_id=tokens.message_id(letter), **ours)
    row = sent(a_bounce(raw, how), return_path="")
    assert row.state == "aside"
    letter.refresh_from_db()
    return letter


def test_a_bounce_marks_the_letter_failed_and_says_why(open_case: CaseId) -> None:
    letter = returned(open_case)
    assert (letter.state, letter.error) == ("failed", "It came back: 550 no such user")
    who = letter.case.customer
    assert (who.email_fails, who.returned_why) == (True, "550 no such user")
    assert Event.objects.get(kind="address_failed").data["email"] == "sally@example.org"
    assert Event.objects.filter(case=open_case, kind="letter_returned").count() == 1


def test_a_delay_marks_nothing(open_case: CaseId) -> None:
    assert returned(open_case, "delayed").state == "sent"


def test_a_late_bounce_from_an_address_that_they_no_longer_have_marks_no_other(
    open_case: CaseId, handler: Person
) -> None:
    letter = returned(open_case)
    know_customer(letter.case.customer_id, {"email": "new@example.org"}, handler, NOW)
    send_again(open_case, letter.pk, handler, NOW)
    ours: dict[str, Any] = {"sender": "complaints@localhost", "to": "sally@example.org"}
    ours["subject"] = "Again"
    late = a_bounce(a_mail(message_id=tokens.message_id(letter), **ours), said="550 too late")
    row = sent(late.replace(b"<dsn@", b"<dsn2@"), return_path="", minutes=5)
    assert (row.state, row.case_id) == ("aside", open_case)
    assert "sent to before" in row.reason
    letter.refresh_from_db()
    assert (letter.state, letter.to) == ("queued", "new@example.org")
    assert not letter.case.customer.email_fails


def test_a_bounce_of_a_letter_that_is_not_ours_marks_nothing(open_case: CaseId) -> None:
    row = sent(a_bounce(a_mail(message_id=forged(tokens.message_id(letter_of(open_case))))))
    assert (row.state, letter_of(open_case).state) == ("aside", "queued")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (a_mail(sender=""), "it names no sender, or not for certain"),
        (a_mail("", subject=""), "the complaint has no text"),
        (b"X: y\n" * 2_000 + b"\nLate.", "more than 1,000 headers"),
    ],
    ids=["no sender", "nothing said", "header bomb"],
)
def test_what_cannot_be_placed_is_held_with_the_reason(raw: bytes, why: str, db: None) -> None:
    row = sent(raw)
    assert row.state == "held"
    assert why in row.reason
    assert files.contents(row.sha256) == raw
    assert not Case.objects.exists()


def test_what_came_before_the_first_policy_is_held(db: None) -> None:
    row = take_message(a_mail(), "mailbox", BY, NOW, came_at=NOW.replace(year=2012))
    assert "no policy was in force" in place_message(row.pk, BY, NOW).reason


def test_a_photograph_may_be_the_whole_complaint(db: None) -> None:
    sent(a_mail("", files=(("broken.jpg", "image/jpeg", b"x"),)))
    assert Case.objects.get().text == "(No text. Subject: Late shelves) It came with broken.jpg."


def test_the_longest_text_is_cut_in_the_case_and_whole_in_its_message(db: None) -> None:
    row = sent(a_mail("late " * 300_000))
    case = Case.objects.get()
    assert len(case.text) == LONGEST_TEXT
    assert case.text.endswith("(It goes on: see the message as it came.)")
    assert row.size > LONGEST_TEXT


def a_zip_bomb() -> bytes:
    """A file of 100 MB that takes 100 kB, within itself once more."""
    inner = gzip.compress(bytes(100 * 1024 * 1024), compresslevel=1)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as told:
        told.writestr("bomb.gz", inner)
    return outer.getvalue()


def test_a_zip_bomb_is_a_file_like_any_other_and_never_opened(db: None) -> None:
    bomb = a_zip_bomb()
    raw = a_mail(files=(("bomb.zip", "application/zip", bomb),))
    tracemalloc.start()
    row = sent(raw)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    kept = Evidence.objects.get(case=row.case_id, filename="bomb.zip")
    assert files.contents(kept.sha256) == bomb
    assert most < 20 * 1024 * 1024


def test_one_address_cannot_flood_the_house(db: None) -> None:
    rows = [sent(a_mail(message_id=f"<{n}@example.org>"), minutes=n) for n in range(22)]
    assert [row.state for row in rows] == ["placed"] * 20 + ["held"] * 2
    later = sent(a_mail(message_id="<later@example.org>"), minutes=200)
    assert later.state == "placed"


def test_what_is_forged_is_counted_with_none_of_whoever_it_names(
    settings: Settings, db: None
) -> None:
    """Else whoever sends enough under her name has hers held."""
    settings.MAIL_CHECKED_BY = "mx.firm.example"

    def told(number: int, found: str) -> bytes:
        checked = f"mx.firm.example; dmarc={found} header.from=example.org"
        return a_mail(message_id=f"<{number}@example.org>", Authentication_Results=checked)

    forged = [sent(told(number, "fail"), minutes=1) for number in range(22)]
    assert {(row.state, row.kind) for row in forged} == {("held", "forged")}
    assert sent(told(99, "pass"), minutes=2).state == "placed"


def checked(number: int, found: str, **headers: Any) -> bytes:
    told = f"mx.firm.example; dmarc={found} header.from=example.org"
    return a_mail(message_id=f"<{number}@example.org>", Authentication_Results=told, **headers)


def test_a_stranger_who_writes_under_her_name_holds_nothing_that_is_proved_to_be_hers(
    settings: Settings, db: None
) -> None:
    """Her own are counted apart, and are as many as anybody's."""
    settings.MAIL_CHECKED_BY = "mx.firm.example"
    strangers = [sent(checked(number, "none"), minutes=1) for number in range(22)]
    assert [row.state for row in strangers] == ["placed"] * 20 + ["held"] * 2
    assert strangers[-1].reason.endswith("and nobody vouches that it is them")
    hers = [sent(checked(number, "pass"), minutes=2) for number in range(100, 122)]
    assert [row.state for row in hers] == ["placed"] * 20 + ["held"] * 2


@pytest.mark.parametrize("found", ["none", "pass"])
def test_no_number_of_messages_holds_an_answer_to_a_letter_of_ours(
    found: str, open_case: CaseId, settings: Settings
) -> None:
    settings.MAIL_CHECKED_BY = "mx.firm.example"
    for number in range(22):
        sent(checked(number, "none"), minutes=1)
    ours = tokens.message_id(letter_of(open_case))
    row = sent(checked(99, found, References=ours), minutes=2)
    assert (row.state, row.case_id) == ("placed", open_case)


def test_what_only_goes_on_from_a_message_of_hers_is_counted_unless_it_is_proved(
    settings: Settings, db: None
) -> None:
    """Anybody who has seen that message can write so."""
    settings.MAIL_CHECKED_BY = "mx.firm.example"
    first = sent(checked(0, "pass"))
    for number in range(1, 22):
        sent(checked(number, "none"), minutes=1)
    theirs = {"In_Reply_To": "<0@example.org>"}
    held = sent(checked(98, "none", **theirs), minutes=2)
    assert (held.state, held.case_id) == ("held", first.case_id)
    placed = sent(checked(99, "pass", **theirs), minutes=2)
    assert (placed.state, placed.case_id) == ("placed", first.case_id)


class TestACopyThatCameFirst:
    """What nobody vouched for is known to be hers by the same message that somebody does."""

    @pytest.fixture(autouse=True)
    def _checked(self, settings: Settings) -> None:
        settings.MAIL_CHECKED_BY = "mx.firm.example"

    def known(self, first: bytes, second: bytes) -> bool | None:
        case = sent(first).case_id
        assert Case.objects.get().known_to_be_theirs is False
        again = sent(second, minutes=5)
        assert (again.state, again.case_id) == ("aside", case)
        return Case.objects.get().known_to_be_theirs

    def test_makes_it_hers_once_it_is_vouched_for(self, db: None) -> None:
        assert self.known(checked(1, "none"), checked(1, "pass")) is True

    def test_not_while_nobody_vouches_for_the_other_either(self, db: None) -> None:
        assert self.known(checked(1, "none"), checked(1, "none", X_Way="2")) is False

    def test_not_where_it_brought_a_file_that_hers_has_not(self, db: None) -> None:
        put_to_it = (("threat.txt", "text/plain", b"or else"),)
        assert self.known(checked(1, "none", files=put_to_it), checked(1, "pass")) is False


def test_an_empty_message_is_refused_before_it_is_kept(db: None) -> None:
    with pytest.raises(NothingCame):
        take_message(b" \r\n", "smtp", BY, NOW)
    assert not Incoming.objects.exists()


class TestByHand:
    """A person places what was held or set aside: once, and with all that came."""

    def test_into_the_case_that_it_names(self, open_case: CaseId, handler: Person) -> None:
        row = sent(a_mail(sender=STRANGER, **headers("address", open_case)))
        place_into(row.pk, open_case, handler, NOW)
        row.refresh_from_db()
        assert (row.state, row.settled_by) == ("placed", handler.name)
        assert Evidence.objects.filter(case=open_case, with_whom="mallory@example.net").exists()
        with pytest.raises(NothingToPlace):
            place_into(row.pk, open_case, handler, NOW)

    def test_a_message_that_cannot_be_read_is_placed_as_it_came(
        self, open_case: CaseId, handler: Person
    ) -> None:
        row = sent(b"X: y\n" * 2_000 + b"\nLate.")
        with pytest.raises(NothingToPlace, match="it cannot be read"):
            place_as_new(row.pk, handler, NOW)
        place_into(row.pk, open_case, handler, NOW)
        whole = Evidence.objects.get(case=open_case, filename="message.eml")
        assert files.contents(whole.sha256).endswith(b"Late.")

    def test_a_machines_message_becomes_a_case_when_a_person_says_so(self, handler: Person) -> None:
        row = sent(a_mail(Precedence="bulk"))
        case = place_as_new(row.pk, handler, NOW)
        assert Case.objects.get(pk=case).text == "My shelves arrived nine days late."

    @pytest.mark.pain("3")
    def test_a_stranger_does_not_become_the_customer(
        self, open_case: CaseId, handler: Person
    ) -> None:
        row = sent(a_mail(sender=STRANGER, **headers("address", open_case)))
        place_into(row.pk, open_case, handler, NOW)
        assert Case.objects.get(pk=open_case).customer.email == "sally@example.org"


def test_an_open_case_stays_what_it_is_for_everybody_else(handler: Person) -> None:
    """A stranger who knows all that is public about a case changes nothing in it."""
    case = an_open_case(handler)
    before = Case.objects.filter(pk=case).values().get()
    for how in set(WAYS) - {"nothing"}:
        sent(
            a_mail(sender=STRANGER, message_id=f"<{how}@x>".replace(" ", ""), **headers(how, case))
        )
    assert Case.objects.filter(pk=case).values().get() == before
