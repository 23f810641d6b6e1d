"""Whoever has the address says that they did not send it: from then on it is known not to be theirs
until somebody of staff settles it, and the desk says so where it tells whose it is."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.core.mails import a_mail
from tests.desk.reading import text
from tests.portal.conftest import Browser, mailed_link
from tests.steps.test_place_message import sent

from upheld.core.words import CaseId
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.place_message import place_into
from upheld.steps.receipts import offer_link
from upheld.store import load, tokens
from upheld.store.called import called
from upheld.store.models import Case, Customer, Person, Receipt

HERS = "sally@example.org"


@pytest.fixture(autouse=True)
def our_mail_server_says_whom_mail_is_from(settings: Settings) -> None:
    settings.MAIL_CHECKED_BY = "mx.firm.example"


@pytest.fixture
def filed(client: Client, handler: Person) -> Case:
    told = {"text": "Late.", "name": "Pay Evil Now", "email": HERS, "once": "1"}
    assert client.post("/complain/", told).status_code == 303
    return Case.objects.get()


@pytest.fixture
def link(filed: Case) -> str:
    return mailed_link()


@pytest.fixture
def disowned(filed: Case, link: str) -> Case:
    assert Client().post(f"{link}not-mine/").status_code == 303
    return Case.objects.get()


def another_link(case: Case) -> str:
    Client().post("/complain/link/", {"email": HERS, "reference": case.reference})
    return mailed_link()


@pytest.mark.parametrize("known", [None, True, False])
def test_it_is_known_not_to_be_theirs_whatever_was_thought_before(
    known: bool | None, filed: Case, link: str
) -> None:
    Case.objects.update(known_to_be_theirs=known)
    Client().post(f"{link}not-mine/")
    assert Case.objects.get().known_to_be_theirs is False


def test_another_link_proves_nothing_any_more(disowned: Case) -> None:
    assert Client().post(another_link(disowned)).status_code == 303
    assert Case.objects.get().known_to_be_theirs is False


def test_nor_does_an_answer_that_a_mail_server_vouches_for(disowned: Case) -> None:
    ours = tokens.message_id(Receipt.objects.get())
    raw = a_mail(
        "Who wrote that?", HERS, message_id="<2@example.org>", In_Reply_To=ours,
        Authentication_Results="mx.firm.example; dmarc=pass header.from=example.org",
    )  # fmt: skip
    assert sent(raw).case == disowned
    assert Case.objects.get().known_to_be_theirs is False


def test_a_link_that_staff_send_since_settles_it_once_it_is_opened(
    disowned: Case, handler: Person
) -> None:
    offer_link(CaseId(disowned.pk), "https://firm.example", handler, stories.NOW)
    Client().post(mailed_link())
    assert Case.objects.get().known_to_be_theirs is True


def test_one_that_staff_sent_before_settles_nothing(
    filed: Case, link: str, handler: Person
) -> None:
    before = stories.NOW - timedelta(minutes=1)
    offer_link(CaseId(filed.pk), "https://firm.example", handler, before)
    offered = mailed_link()
    Client().post(f"{link}not-mine/")
    Client().post(offered)
    assert Case.objects.get().known_to_be_theirs is False


def test_a_message_of_theirs_that_staff_place_there_settles_it(
    disowned: Case, handler: Person
) -> None:
    raw = a_mail(
        "It is mine after all.", HERS, message_id="<3@example.org>",
        Authentication_Results="mx.firm.example; dmarc=fail header.from=example.org",
    )  # fmt: skip
    place_into(sent(raw).pk, CaseId(disowned.pk), handler, stories.NOW)
    assert Case.objects.get().known_to_be_theirs is True


def test_the_name_told_there_greets_nobody(disowned: Case, handler: Person) -> None:
    assert called(disowned) == ""
    for name in ("", "Sally Real"):  # the one we know is of our own records
        Customer.objects.update(name=name, joined_on=stories.NOW.date())
        for found in (Case.objects.get(), load.page(CaseId(disowned.pk))):
            assert called(found) == name
    assert "Evil" not in draft_acknowledgement(disowned, handler, stories.NOW).body


def test_the_case_page_says_it_where_it_says_whose_it_is(disowned: Case, handler: Person) -> None:
    desk = Client()
    desk.force_login(handler)
    page = text(desk.get(f"/cases/{disowned.reference}/"))
    told = page[page.index("Not known to be from them") :][:600]
    assert "Whoever has the address sally@example.org says that they did not send it." in told
    assert "send them a new link" in told
    assert "was ended by us" not in told


def test_it_says_so_of_no_other(filed: Case, handler: Person) -> None:
    desk = Client()
    desk.force_login(handler)
    assert "did not send it" not in text(desk.get(f"/cases/{filed.reference}/"))


def test_whoever_opens_its_page_all_the_same_reads_that_we_were_told_so_until_it_is_settled(
    disowned: Case,
) -> None:
    """They may ask for a link again, and what stands there need not be theirs."""
    browser = Browser()
    browser.post(another_link(disowned))
    page = text(browser.get("/complain/case/"))
    said = "We were told from your address that you did not send this complaint"
    assert (said in page, "What you told us" in page) == (True, False)
    assert browser.post("/complain/case/add/", {"words": "It was my son."}).status_code == 303
    Case.objects.update(known_to_be_theirs=True)
    page = text(browser.get("/complain/case/"))
    assert (said in page, "What you told us" in page) == (False, True)
