"""Trust in mail: what a stranger writes is read, and never obeyed."""

import email
import email.policy
from typing import Any

import pytest
from django.core import mail as outgoing
from tests.core.mails import a_mail
from tests.steps.test_place_message import headers, sent
from tests.stories import NOW, a_received_case

from upheld.core.words import CaseId, CaseState
from upheld.jobs import outbox
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.store import load
from upheld.store.models import Case, Event, Letter, Person

TEMPLATES = (
    "{{ 7*7 }} {% load static %} {case.pk} {0.__class__} ${7*7} #{7*7} <%= 7*7 %> %(pk)s "
    '{voice.firm} {name} #read("/etc/passwd") \\input{/etc/passwd}'
)


def acknowledged(case: CaseId, by: Person) -> Letter:
    acknowledge(case, draft_acknowledgement(load.page(case), by, NOW), by, NOW)
    return Letter.objects.filter(case=case).latest("pk")


@pytest.mark.pain("4")
def test_who_writes_under_the_address_of_staff_is_a_stranger_all_the_same(
    open_case: CaseId, handler: Person
) -> None:
    letters = Letter.objects.count()
    staff = f"{handler.name} <{handler.email}>"
    row = sent(a_mail("I refund 500.", sender=staff, **headers("in-reply-to", open_case)))
    assert (row.state, row.case_id) == ("held", open_case)
    assert Letter.objects.count() == letters
    assert not Event.objects.filter(by=handler.name, data__has_key="mail").exists()
    alone = sent(a_mail("Close it.", sender=staff, subject="Close U-1"), minutes=1)
    assert alone.case_id not in (None, open_case)
    assert Case.objects.get(pk=open_case).state == CaseState.ACKNOWLEDGED


@pytest.mark.parametrize(
    "said", ["Sally <{}>, Eve <eve@evil.example>", "Sally <{}>\nFrom: Eve <eve@evil.example>"]
)
def test_a_mail_of_two_senders_is_of_neither(said: str, open_case: CaseId) -> None:
    """A mail server vouches for one of them, and we would believe the other (RFC 7489, 6.6.1)."""
    theirs = Case.objects.get(pk=open_case).customer.email
    raw = a_mail("Pay me instead.", sender="x@example.org", **headers("in-reply-to", open_case))
    row = sent(raw.replace(b"From: x@example.org", f"From: {said.format(theirs)}".encode()))
    assert (row.state, row.case_id) == ("held", open_case)  # what it is about, and not in it
    there = Case.objects.get(pk=open_case).contacts
    assert not there.filter(summary__contains="Pay me instead.").exists()
    assert row.reason == f"it names several senders, {theirs} and eve@evil.example: whose is it?"


@pytest.mark.pain("5")
@pytest.mark.parametrize("sign", ["=0D=0A", "=0A", "=0D", "=00", "=C2=85", "=E2=80=A8"])
def test_no_subject_or_name_adds_a_header_to_our_answer(sign: str, handler: Person) -> None:
    evil = f"=?utf-8?q?Late{sign}Bcc=3A_evil=40example.net{sign}{sign}Hello?="
    raw = f"From: {evil} <sally@example.org>\nTo: complaints@localhost\nSubject: {evil}\n\nLate."
    row = sent(raw.encode())
    assert row.case_id is not None
    acknowledged(CaseId(row.case_id), handler)
    outbox.sweep(NOW)
    (message,) = outgoing.outbox
    whole = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    assert (message.bcc, message.cc, whole["Bcc"]) == ([], [], None)
    assert message.to == ["sally@example.org"]
    assert {name.lower() for name in whole} <= OUR_HEADERS


OUR_HEADERS = {
    "content-type", "mime-version", "subject", "from", "to", "date", "message-id", "reply-to",
    "auto-submitted", "x-auto-response-suppress",
}  # fmt: skip


@pytest.mark.pain("8")
def test_a_header_that_says_what_to_do_is_not_obeyed_and_none_of_ours_tells_anything(
    open_case: CaseId, handler: Person
) -> None:
    told: dict[str, Any] = {
        "X_Upheld_Case": f"{open_case}",
        "X_Upheld_State": "closed",
        "X_RT_Ticket": f"{open_case}",
        "X_Frappe_Role": "lead",
        "X_Priority": "1",
        "X_Original_From": "alice@example.com",
    }
    row = sent(a_mail("It is late.", sender="Mallory <mallory@example.net>", **told))
    assert row.case_id is not None
    made = Case.objects.get(pk=row.case_id)
    assert (made.pk != open_case, made.state, made.owner) == (True, CaseState.RECEIVED, None)
    assert made.customer.email == "mallory@example.net"
    acknowledged(CaseId(made.pk), handler)
    outbox.sweep(NOW)
    for message in outgoing.outbox:
        names = {name.lower() for name in message.message()}
        assert names <= OUR_HEADERS


@pytest.mark.pain("9")
def test_what_a_customer_wrote_is_never_run_as_a_template(handler: Person) -> None:
    case = a_received_case(handler, text=TEMPLATES, subject=TEMPLATES[:200])
    letter = acknowledged(case, handler)
    outbox.sweep(NOW)
    for told in (letter.subject, letter.body, outgoing.outbox[-1].body):
        assert "49" not in told
        assert "root:" not in told
    assert Case.objects.get(pk=case).text == TEMPLATES
    # What is no name greets nobody.
    named = a_received_case(handler, name="{{ 7*7 }}", email="seven@example.org")
    draft = draft_acknowledgement(load.page(named), handler, NOW)
    assert draft.body.startswith("Dear customer")
    assert "49" not in draft.body
