"""Promises on the desk: on the case, in the inbox, in a list, in the calendar."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.steps.close import close
from upheld.steps.commit import promise, settle
from upheld.store.models import Commitment, Person

ON_ITS_DAY = NOW + timedelta(days=5)


@pytest.fixture
def answered(handler: Person) -> CaseId:
    return stories.an_answered_case(handler)


def settling(case: CaseId, row: Commitment) -> str:
    return f"{page_of(case)}promises/{row.pk}/settling/"


def the_refund() -> Commitment:
    return Commitment.objects.get(words__startswith="Refund")


def test_the_case_shows_what_we_promised_and_by_when(alice: Client, answered: CaseId) -> None:
    page = text(alice.get(page_of(answered)))
    assert "What we promised Refund of £12.50" in page
    assert "By Sat 7 Nov 2026, the letter says this day" in page
    assert "And keep what we promised: Refund of £12.50, by 7 November 2026." in page


def test_once_closed_a_promise_is_all_that_is_still_to_do(
    alice: Client, answered: CaseId, handler: Person
) -> None:
    close(answered, "carrier_delay", "", "", handler, NOW, still_to_keep=True)
    assert "Next Keep a promise Refund of £12.50" in text(alice.get(page_of(answered)))
    stories.promises_kept(answered, handler)
    assert "Next Nothing: this case is closed" in text(alice.get(page_of(answered)))


def test_on_its_day_it_is_the_next_thing_to_do(alice: Client, answered: CaseId) -> None:
    with time_machine.travel(ON_ITS_DAY, tick=False):
        assert "Next Keep a promise Refund of £12.50" in text(alice.get(page_of(answered)))
        assert "Keep a promise" in text(alice.get("/"))


def test_before_its_day_the_inbox_says_that_there_is_one(alice: Client, answered: CaseId) -> None:
    page = text(alice.get("/"))
    assert "Hear and keep a promise" in page
    assert "2 promises to keep" in page


def test_a_person_says_what_came_of_it(alice: Client, answered: CaseId) -> None:
    address = settling(answered, the_refund())
    page = text(alice.get(done(alice, address, {"kept": "yes", "note": "Paid, receipt 7."})))
    assert "It is recorded as kept." in page
    assert "Paid, receipt 7. Alice Moore" in page


def test_one_that_they_do_not_want_any_more_is_ended_in_their_words(
    alice: Client, answered: CaseId
) -> None:
    fold = f"{page_of(answered)}?do=promise-{the_refund().pk}"
    assert "it is only ended if they said so in writing" in text(alice.get(fold))
    told = {"kept": "unwanted", "note": "She wrote: please do not bother."}
    page = text(alice.get(done(alice, settling(answered, the_refund()), told)))
    assert "It is ended: they do not want it any more." in page
    assert "Promise ended, neither kept nor broken: Refund of £12.50" in page
    assert "please do not bother. Alice Moore" in text(alice.get("/promises/?state=ended"))


@pytest.mark.parametrize("told", [{}, {"kept": "yes"}, {"note": "Paid."}])
def test_it_asks_for_both(told: dict[str, str], alice: Client, answered: CaseId) -> None:
    refused(alice, settling(answered, the_refund()), told, 422)


def test_a_broken_one_is_there_for_a_lead_to_see(
    signed_in: SignIn, lead: Person, handler: Person, answered: CaseId
) -> None:
    settle(answered, the_refund().pk, False, "The bank sent it back.", handler, NOW)
    client = signed_in(lead)
    assert "1 broken" in text(client.get("/"))
    page = text(client.get("/promises/?state=broken"))
    assert "Refund of £12.50" in page
    assert "The bank sent it back. Alice Moore" in page


def test_the_list_tells_of_closed_cases_too(
    alice: Client, handler: Person, answered: CaseId
) -> None:
    from upheld.steps.close import close

    close(answered, "carrier_delay", "", "", handler, NOW, still_to_keep=True)
    assert "Refund of £12.50" in text(alice.get("/promises/"))


def test_one_by_telephone_is_written_down(alice: Client, open_case: CaseId) -> None:
    told = {"words": "Call Sally back", "due_on": "2026-11-04"}
    page = text(alice.get(done(alice, f"{page_of(open_case)}promises/", told)))
    assert "Call Sally back" in page
    late = {**told, "due_on": "2026-10-04"}
    assert "is over" in refused(alice, f"{page_of(open_case)}promises/", late, 422)


def test_the_calendar_has_its_day_and_not_its_words(
    alice: Client, handler: Person, open_case: CaseId
) -> None:
    promise(open_case, "Call Sally back", date(2026, 11, 4), handler, NOW)
    alice.post("/calendar/")
    page = alice.get("/calendar/").content.decode()
    address = page[page.index("http") :].split("calendar/")[1].split(".ics")[0]
    feed = alice.get(f"/calendar/{address}.ics").content.decode()
    assert "a promise to keep" in feed
    assert "DTSTART;VALUE=DATE:20261104" in feed
    assert "Call Sally back" not in feed


def test_the_list_runs_few_statements(
    alice: Client,
    handler: Person,
    open_case: CaseId,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        promise(open_case, f"Call {number}", date(2026, 11, 4), handler, NOW)
    with django_assert_max_num_queries(10):
        alice.get("/promises/")
    with django_assert_max_num_queries(15):
        alice.get(page_of(open_case))


def test_who_looks_on_settles_nothing(signed_in: SignIn, auditor: Person, answered: CaseId) -> None:
    told = {"kept": "yes", "note": "Paid."}
    refused(signed_in(auditor), settling(answered, the_refund()), told, 403)
