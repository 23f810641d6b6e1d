"""An answer to the mail with a link enters the case that it leads to, as one to a letter does."""

from typing import Any

import pytest
from django.core import mail as sent_mail
from django.test import Client
from pytest_django import Settings
from tests.core.mails import a_mail
from tests.desk.reading import text
from tests.jobs.test_receipts import filed, swept
from tests.steps.test_came_back import link, mail_is_kept_in_memory
from tests.steps.test_place_message import SALLY, STRANGER, checked, forged, sent
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.steps.receipts import end_links
from upheld.store import tokens
from upheld.store.models import Case, Event, Person, Receipt

__all__ = ["link", "mail_is_kept_in_memory"]  # fixtures


def how(of: Receipt, way: str) -> dict[str, Any]:
    ours = tokens.message_id(of)
    return {
        "in-reply-to": {"In_Reply_To": ours},
        "references": {"References": f"<other@x.example> {ours} <later@x.example>"},
        "address": {"to": tokens.reply_to(of)},
        "forged": {"In_Reply_To": forged(ours)},
    }[way]


@pytest.mark.parametrize("way", ["in-reply-to", "references", "address"])
def test_it_enters_the_case_that_the_link_leads_to(way: str, link: Receipt) -> None:
    row = sent(a_mail("It is the blue shelf.", SALLY, **how(link, way)))
    assert (row.state, row.case_id, Case.objects.count()) == ("placed", link.case_id, 1)
    assert Event.objects.get(kind="mail_placed").data["text"] == "It is the blue shelf."


@pytest.mark.parametrize(("found", "unchecked"), [("pass", False), ("none", True)])
def test_it_is_marked_where_nobody_vouches_for_it(
    found: str, unchecked: bool, link: Receipt, settings: Settings
) -> None:
    settings.MAIL_CHECKED_BY = "mx.firm.example"
    row = sent(checked(7, found, **how(link, "in-reply-to")))
    assert row.case_id == link.case_id
    placed = Event.objects.get(kind="mail_placed")
    assert bool(placed.data.get("unchecked")) is unchecked


def test_the_case_says_what_it_may_have_been_that_they_sent_on(
    link: Receipt, handler: Person, client: Client
) -> None:
    """The same mark stands beside an answer to a letter: its words are true of both."""
    sent(a_mail("It is the blue shelf.", SALLY, **how(link, "in-reply-to")))
    client.force_login(handler)
    assert link.case
    page = text(client.get(f"/cases/{link.case.reference}/"))
    assert (
        "Sender not checked It answers mail of ours, a letter or the mail with the link to their "
        "case, and no mail server said whether it is from them: somebody to whom they sent that on "
        "could have written it."
    ) in page


@pytest.mark.parametrize("way", ["in-reply-to", "address"])
def test_anybody_elses_is_held(way: str, link: Receipt) -> None:
    row = sent(a_mail("Pay it to me.", STRANGER, **how(link, way)))
    assert (row.state, row.case_id) == ("held", link.case_id)
    assert "another address: is it them?" in row.reason


def test_what_is_no_signature_of_ours_leads_nowhere(link: Receipt) -> None:
    row = sent(a_mail(sender=SALLY, **how(link, "forged")))
    assert row.case_id != link.case_id


def test_a_letter_and_a_link_of_one_number_are_told_apart(link: Receipt) -> None:
    """Neither signature holds for the other."""
    told = tokens.message_id(link)
    assert tokens.letter([told.replace(".link.", f".{link.case_id}.")]) is None
    assert tokens.link([told]) == link


def test_a_machine_that_answers_it_is_set_aside_beside_its_case(link: Receipt) -> None:
    row = sent(a_mail(Auto_Submitted="auto-replied", **how(link, "in-reply-to")))
    assert (row.state, row.case_id) == ("aside", link.case_id)


def test_a_link_that_was_ended_is_answered_as_before(link: Receipt, handler: Person) -> None:
    assert link.case_id
    end_links(CaseId(link.case_id), handler, NOW)
    assert sent(a_mail(sender=SALLY, **how(link, "address"))).case_id == link.case_id


def test_one_of_a_case_that_was_erased_leads_nowhere(link: Receipt) -> None:
    Case.objects.update(erased_at=NOW)
    row = sent(a_mail(sender=SALLY, **how(link, "in-reply-to")))
    assert row.case_id != link.case_id


@pytest.mark.parametrize("plus", [True, False])
def test_it_asks_for_answers_where_an_answer_is_known(
    plus: bool, handler: Person, settings: Settings
) -> None:
    settings.PLUS_ADDRESSES = plus
    filed(handler)
    swept()
    (left,), link = sent_mail.outbox, Receipt.objects.get()
    assert left.extra_headers["Message-ID"] == tokens.message_id(link)
    assert left.message()["Reply-To"] == (tokens.reply_to(link) if plus else None)
