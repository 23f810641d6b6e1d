"""A link to a case: what became of it is told, in the words of the mail server that said so."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.desk.conftest import monday
from tests.desk.reading import page_of, text
from tests.jobs.test_outbox import Mailbox, mailbox
from tests.stories import NOW, a_received_case

from upheld.core.words import CaseId, Channel
from upheld.jobs import receipts
from upheld.steps.may import Complainant
from upheld.steps.receipts import end_links, offer_link, wish_for_link
from upheld.store import knocks
from upheld.store.models import Case, Customer, Event, Person, Receipt

__all__ = ["mailbox", "monday"]  # fixtures


@pytest.fixture
def desk(client: Client, handler: Person) -> Client:
    client.force_login(handler)
    return client


def filed(by: Person, email: str = "sally@example.org") -> CaseId:
    """A case from the portal, whose link waits to leave."""
    case = a_received_case(by)
    Customer.objects.update(email=email)
    Case.objects.update(channel=Channel.WEB, known_to_be_theirs=False)
    wish_for_link(Case.objects.get(), "https://firm.example", Complainant(), NOW)
    return case


def the_link() -> Receipt:
    return Receipt.objects.get()


def swept(minutes: int = 0) -> datetime:
    now = NOW + timedelta(minutes=minutes)
    receipts.sweep(now)
    return now


def test_what_is_never_taken_is_given_up_at_once_and_the_address_is_marked(
    mailbox: Mailbox, handler: Person
) -> None:
    filed(handler, "nobody@example.org")
    swept()
    link, who = the_link(), Customer.objects.get()
    assert (link.state, link.error, link.attempts) == ("failed", "550 no such mailbox", 1)
    assert (who.email_fails, who.returned_why) == (True, "550 no such mailbox")
    assert Event.objects.get(kind="address_failed").data["link"] == link.pk
    swept(60)
    assert the_link().attempts == 1


def test_what_is_not_taken_now_is_tried_again(mailbox: Mailbox, handler: Person) -> None:
    filed(handler)
    mailbox.says["rcpt"] = ["451 4.2.0 later"]
    swept()
    assert (the_link().state, the_link().error) == ("waiting", "451 4.2.0 later")
    assert not Customer.objects.get().email_fails
    swept(11)
    assert (the_link().state, the_link().error, len(mailbox.came)) == ("sent", "", 1)


def test_a_letter_that_is_refused_says_nothing_of_the_address(
    mailbox: Mailbox, handler: Person
) -> None:
    filed(handler)
    mailbox.says["data"] = ["554 5.7.1 no links"]
    swept()
    assert (the_link().state, the_link().error) == ("failed", "554 5.7.1 no links")
    assert not Customer.objects.get().email_fails


def test_one_that_may_have_left_is_made_anew(mailbox: Mailbox, handler: Person) -> None:
    """Of two links the newest opens the case."""
    filed(handler)
    mailbox.says["data"] = ["kept"]
    swept()
    assert the_link().state == "waiting"
    swept(11)
    assert (the_link().state, len(mailbox.came)) == ("sent", 2)


class TestThePage:
    """The case says what became of the link to whoever works on it, and where it is listed too."""

    def says(self, desk: Client, case: CaseId, how: str) -> None:
        there = text(desk.get(page_of(case)))
        assert f"the link to the case {how}. What we write goes to that address alone." in there

    def test_that_it_waits(self, desk: Client, handler: Person) -> None:
        self.says(desk, filed(handler), "waits for its turn")

    def test_that_it_went_and_was_not_opened(
        self, desk: Client, mailbox: Mailbox, handler: Person
    ) -> None:
        case = filed(handler)
        swept()
        self.says(desk, case, "went there and was not opened yet")

    def test_that_it_never_arrives(self, desk: Client, mailbox: Mailbox, handler: Person) -> None:
        case = filed(handler, "nobody@example.org")
        swept()
        self.says(desk, case, "could not be delivered: 550 no such mailbox")
        listed = text(desk.get(f"{page_of(case)}theirs/"))
        assert "could not be delivered: 550 no such mailbox" in listed

    def test_that_it_is_tried_again(self, desk: Client, mailbox: Mailbox, handler: Person) -> None:
        case = filed(handler)
        mailbox.says["rcpt"] = ["451 4.2.0 later"]
        swept()
        self.says(desk, case, "waits to be tried again: 451 4.2.0 later")

    def test_that_too_many_went_there(self, desk: Client, handler: Person) -> None:
        case = filed(handler)
        for _ in range(12):
            knocks.too_many("mailed", knocks.By("sally@example.org"), 12, NOW, within=knocks.DAY)
        swept()
        self.says(
            desk, case,
            "could not be delivered: 12 links went to this mailbox within a day: send one "
            "tomorrow, or yourself",
        )  # fmt: skip

    def test_that_we_ended_it(self, desk: Client, mailbox: Mailbox, handler: Person) -> None:
        case = filed(handler)
        end_links(case, handler, swept())
        self.says(desk, case, "was ended by us")

    def test_of_several_the_newest(self, desk: Client, mailbox: Mailbox, handler: Person) -> None:
        case = filed(handler)
        offer_link(case, "https://firm.example", handler, swept())
        self.says(desk, case, "waits for its turn")

    def test_that_none_went(self, desk: Client, handler: Person) -> None:
        case = filed(handler)
        Receipt.objects.all().delete()
        assert "no link went there. What we write" in text(desk.get(page_of(case)))
