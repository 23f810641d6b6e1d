"""What they wrote by mail stands on their own page, where our mail server vouches that they did."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.core.mails import a_mail
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.steps.test_place_message import SALLY, STRANGER, headers, sent

from upheld.core.evidence import File
from upheld.core.words import CaseId
from upheld.steps.merge import merge, undo_merge
from upheld.steps.place_message import place_into
from upheld.steps.split import split
from upheld.store import tokens
from upheld.store.models import Customer, Evidence, Incoming, Letter, Person

PAGE = "/complain/case/"
SERVER = "mx.firm.example"
BOB = "Bob Mercer <bob@example.net>"
PHOTO = ("box.jpg", "image/jpeg", b"crushed")
WAITS = "We are waiting for what we asked you for."
NOT_SHOWN = "A message came by mail under your address"


@pytest.fixture(autouse=True)
def checked(settings: Settings) -> None:
    settings.MAIL_CHECKED_BY = SERVER


def mailed(
    case: CaseId | None, words: str, sender: str = SALLY, found: str = "pass", **told: Any
) -> Incoming:
    """An answer to our letter of this case, or a new complaint, of which our server found this."""
    domain = sender.rpartition("@")[2].rstrip(">")
    number = Incoming.objects.count() + 1
    told["Authentication_Results"] = f"{SERVER}; dmarc={found} header.from={domain}"
    told |= headers("in-reply-to", case) if case else {}
    return sent(a_mail(words, sender, message_id=f"<{number}@x>", **told), minutes=number)


def page(client: Client) -> str:
    return text(client.get(PAGE))


def test_an_answer_by_mail_stands_there_with_the_names_of_its_files(
    came_in: Came, open_case: CaseId
) -> None:
    mailed(open_case, "It was the red van.\n\n> On Monday we wrote", files=(PHOTO,))
    told = page(came_in(open_case))
    assert "It was the red van. 2 November 2026" in told
    assert "box.jpg 7 bytes" in told
    for ours in ("message.eml", "Came by mail from", NOT_SHOWN):
        assert ours not in told


def test_a_complaint_by_mail_stands_there_once_with_the_names_of_its_files(
    came_in: Came, db: None
) -> None:
    """Nobody vouched for it: its words stand there since the link to the page was opened."""
    row = mailed(None, "My shelves came late.", found="none", files=(PHOTO,))
    assert row.case_id
    told = page(came_in(CaseId(row.case_id)))
    assert told.count("My shelves came late.") == 1
    assert "box.jpg 7 bytes" in told
    for ours in ("message.eml", "The complaint as it came by mail", NOT_SHOWN):
        assert ours not in told


@pytest.mark.parametrize("server", ["", SERVER])
def test_what_nobody_checked_is_told_of_and_not_shown(
    server: str, came_in: Came, open_case: CaseId, settings: Settings
) -> None:
    """Who was sent our letter on answers it under her name: the desk says "Sender not checked"."""
    settings.MAIL_CHECKED_BY = server
    mailed(open_case, "Pay it to DE00 1.", found="none", files=(PHOTO,))
    told = page(came_in(open_case))
    assert f"{NOT_SHOWN} on 2 November 2026" in told
    assert "Pay it" not in told
    assert "box.jpg" not in told


def test_what_goes_on_from_a_message_of_hers_is_not_shown(came_in: Came, db: None) -> None:
    first = mailed(None, "My shelves came late.")
    going_on = {"References": first.message_id}
    row = mailed(None, "Pay it to DE00 1.", found="none", **going_on)
    assert row.case_id
    assert row.case_id == first.case_id
    told = page(came_in(CaseId(row.case_id)))
    assert NOT_SHOWN in told
    assert "Pay it" not in told


@pytest.mark.parametrize("found", ["pass", "none"])
def test_what_a_colleague_put_in_from_another_address_is_not_shown_and_not_told_of(
    found: str, came_in: Came, open_case: CaseId, handler: Person
) -> None:
    row = mailed(open_case, "The driver says so.", STRANGER, found, files=(PHOTO,))
    assert row.state == "held"
    place_into(row.pk, open_case, handler, stories.NOW)
    told = page(came_in(open_case))
    for theirs in ("The driver", "box.jpg", "mallory", NOT_SHOWN):
        assert theirs not in told


def test_what_a_colleague_put_in_is_hers_by_what_our_server_says_alone(
    came_in: Came, open_case: CaseId, handler: Person
) -> None:
    for found in ("pass", "fail"):
        row = mailed(open_case, f"So it was: {found}.", found=found)
        if row.state == "held":
            place_into(row.pk, open_case, handler, stories.NOW)
    told = page(came_in(open_case))
    assert ("So it was: pass." in told, "So it was: fail." in told) == (True, False)


def test_of_a_message_of_several_senders_nothing_is_shown(
    came_in: Came, open_case: CaseId, handler: Person
) -> None:
    """A pass is of their domain, and does not say which of them wrote it."""
    row = mailed(open_case, "So it was.", f"{SALLY}, Eve <eve@example.org>")
    assert row.state == "held"
    place_into(row.pk, open_case, handler, stories.NOW)
    assert "So it was." not in page(came_in(open_case))


def test_what_came_from_an_address_that_is_no_longer_hers_is_not_shown(
    came_in: Came, open_case: CaseId
) -> None:
    """It may have been somebody else's all the time: whoever reads the new one may not."""
    mailed(open_case, "It was the red van.")
    Customer.objects.update(email="sally@example.com")
    assert "red van" not in page(came_in(open_case))


def test_what_we_wrote_down_of_her_or_put_in_ourselves_is_never_shown(
    came_in: Came, open_case: CaseId, handler: Person
) -> None:
    mailed(open_case, "It was the red van.")
    for words, file in (("She was cross.", None), ("Ours.", File("message.eml", 3, "0" * 64))):
        Evidence.objects.create(
            case_id=open_case, kind="message", text=words, at=stories.NOW, by=handler.name,
            with_whom="sally@example.org", filename=file.name if file else "",
        )  # fmt: skip
    told = page(came_in(open_case))
    for ours in ("She was cross.", "Ours.", "message.eml"):
        assert ours not in told


def test_a_message_that_became_a_case_of_its_own_stands_on_the_page_of_that(
    came_in: Came, open_case: CaseId, handler: Person
) -> None:
    row = mailed(open_case, "And the desk wobbles.", files=(PHOTO,))
    new = split(row.pk, handler, stories.NOW + stories.days(1))
    old_page, new_page = page(came_in(open_case)), page(came_in(new))
    assert ("desk wobbles" in old_page, "box.jpg" in old_page) == (False, False)
    assert (new_page.count("desk wobbles"), "box.jpg" in new_page) == (1, True)


class TestOfTwoCustomers:
    @pytest.fixture
    def sallys(self, handler: Person) -> CaseId:
        case = stories.an_open_case(handler)
        mailed(case, "Sally's words.")
        return case

    @pytest.fixture
    def bobs(self, handler: Person) -> CaseId:
        case = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
        mailed(case, "Bob's words.", BOB)
        return case

    @pytest.fixture
    def merged(self, sallys: CaseId, bobs: CaseId, handler: Person) -> int:
        return merge(bobs, sallys, "One van.", handler, stories.NOW, sure=True).pk

    def only_their_own(self, came_in: Came, sallys: CaseId, bobs: CaseId) -> None:
        hers, his = page(came_in(sallys)), page(came_in(bobs))
        for words, of_her in (("Sally's words.", True), ("Bob's words.", False)):
            assert (words in hers, words in his) == (of_her, not of_her)
        for words, of_her in (("He looked away.", True), ("He rang me.", False)):
            assert (words in hers, words in his) == (of_her, not of_her)
        assert NOT_SHOWN not in hers + his

    def test_each_reads_their_own_before_and_after_the_merge(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int
    ) -> None:
        mailed(sallys, "He looked away.")
        _he_answers()
        self.only_their_own(came_in, sallys, bobs)

    def test_each_reads_their_own_once_it_is_undone(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person
    ) -> None:
        mailed(sallys, "He looked away.")
        _he_answers()
        undo_merge(sallys, merged, handler, stories.NOW)
        self.only_their_own(came_in, sallys, bobs)

    def test_what_nobody_checked_under_his_name_is_told_to_him_alone(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int
    ) -> None:
        _he_answers("none")
        assert NOT_SHOWN in page(came_in(bobs))
        assert NOT_SHOWN not in page(came_in(sallys))


def _he_answers(found: str = "pass") -> None:
    """To the letter that went over with his case."""
    ours = Letter.objects.filter(to="bob@example.net").earliest("pk")
    told = {"In_Reply_To": tokens.message_id(ours)}
    mailed(None, "He rang me.", BOB, found, **told)


def test_their_own_two_are_one_page(came_in: Came, open_case: CaseId, handler: Person) -> None:
    other = stories.an_open_case(handler, text="And the desk wobbles.")
    mailed(other, "It is the left leg.")
    mailed(open_case, "It was the red van.")
    merge(other, open_case, "", handler, stories.NOW)
    told = page(came_in(other))
    assert "It is the left leg." in told
    assert "It was the red van." in told
