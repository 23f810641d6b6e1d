"""A stranger's words leave for nobody's address in our name: they may name any that they like."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import Message

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.api.programs import Program, key_of
from tests.core.mails import a_mail
from tests.desk.reading import text
from tests.own_policies import Edit
from tests.steps.test_place_message import sent
from tests.stories import NOW

from upheld.core.words import CaseId, Scope
from upheld.jobs import acknowledging, outbox, receipts
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.store import load
from upheld.store.models import Case, Person

WORDS = "pills.example"  # in every field that a stranger fills in
VICTIM = "victim@example.org"
WHY = "Nothing that they wrote stands in this draft, and no name"


@pytest.fixture(autouse=True)
def on_monday(settings: Settings) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(NOW, tick=False):
        yield


def by_the_portal(handler: Person) -> None:
    words = ("text", "demand", "name", "order", "acts_for", "reach", "words")
    told = {name: f"{name} of {WORDS}" for name in words}
    file = SimpleUploadedFile(f"{WORDS}.txt", b"x")
    Client().post("/complain/", {**told, "email": VICTIM, "attached": [file], "once": "a"})


def by_the_api(handler: Person) -> None:
    """By a key for a form on the firm's own pages."""
    told = {name: f"{name} of {WORDS}" for name in ("text", "demand", "subject")}
    who = {"name": f"Mr {WORDS}", "email": VICTIM}
    answer = Program(key_of(handler, {Scope.FILE})).post("/cases", {**told, "complainant": who})
    assert answer.status_code == 204


def by_mail(handler: Person) -> None:
    file = (f"{WORDS}.txt", "text/plain", b"x")
    head = {"Reply_To": f"a@{WORDS}", "References": f"<1@{WORDS}>", "X_Words": WORDS}
    raw = a_mail(f"Buy {WORDS}", f"{WORDS} <{VICTIM}>", subject=f"Of {WORDS}",
                 message_id=f"<2@{WORDS}>", files=(file,), **head)  # fmt: skip
    assert sent(raw).state == "placed"


WAYS = pytest.mark.parametrize("comes", [by_the_portal, by_the_api, by_mail])
Comes = Callable[[Person], None]


def said_in(message: Message) -> str:
    parts = [str(part.get_payload(decode=True)) for part in message.walk()]
    return "\n".join((message.as_string(), *parts))


@WAYS
def test_whatever_leaves_by_itself_has_no_word_of_theirs(
    comes: Comes, handler: Person, edited: Edit
) -> None:
    edited("standard/letters.yaml", "acknowledges_by_itself: false", "acknowledges_by_itself: true")
    comes(handler)
    case = Case.objects.get()
    assert case.known_to_be_theirs is False
    assert WORDS in case.text
    assert WORDS in case.customer.name
    assert acknowledging.sweep(NOW + timedelta(seconds=2), set()) == 1
    outbox.sweep(NOW)
    receipts.sweep(NOW)
    assert len(mail.outbox) == (2 if comes is by_the_portal else 1), "with the link, by the portal"
    for left in mail.outbox:
        assert left.to == [VICTIM]
        assert WORDS not in said_in(left.message())


@WAYS
def test_the_draft_by_hand_has_none_either_and_the_page_says_why(
    comes: Comes, handler: Person, client: Client
) -> None:
    comes(handler)
    case_id = CaseId(Case.objects.get().pk)
    draft = draft_acknowledgement(load.page(case_id), handler, NOW)
    assert WORDS not in f"{draft.subject} {draft.body}"
    for told in ("Dear customer,", "received a complaint on 2 November 2026", "Alice Moore"):
        assert told in draft.body
    client.force_login(handler)
    page = text(client.get(f"/cases/{Case.objects.get().reference}/"))
    assert WHY in page
    assert "Nothing to mend" in page
    acknowledge(case_id, draft, handler, NOW)
    outbox.sweep(NOW)
    assert WORDS not in said_in(mail.outbox[0].message())


@WAYS
def test_once_the_address_is_known_to_be_theirs_the_draft_says_what_they_wrote(
    comes: Comes, handler: Person, client: Client
) -> None:
    comes(handler)
    Case.objects.update(known_to_be_theirs=True)
    case = Case.objects.get()
    draft = draft_acknowledgement(load.page(CaseId(case.pk)), handler, NOW)
    assert WORDS in draft.body
    client.force_login(handler)
    assert WHY not in text(client.get(f"/cases/{case.reference}/"))
