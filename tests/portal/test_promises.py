"""What we promised to whoever complained stands on their page, and what came of it: of theirs alone
and in no words that we wrote for ourselves."""

from datetime import date

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.portal.test_gone import erased
from tests.steps.test_given_before import answered_again, decided_again
from tests.stories import NOW, days

from upheld.core.words import CaseId
from upheld.steps.answer import answer, draft_reply
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.commit import promise, settle
from upheld.steps.decide import decide
from upheld.steps.merge import merge, undo_merge
from upheld.store import load, save
from upheld.store.models import Case, Commitment, Person

PAGE = "/complain/case/"
HEADING = "What we promised you"
REFUND = "Refund of £12.50, by 7 November 2026."
BY_PHONE = "Something that we told you another way, such as by telephone"
FRIDAY = date(2026, 11, 6)


def page(client: Client) -> str:
    return text(client.get(PAGE))


def listed(client: Client) -> str:
    """The part of the page that tells of promises."""
    return page(client).partition(HEADING)[2].partition("What you told us")[0]


@pytest.fixture
def answered(handler: Person) -> CaseId:
    """Sally was promised £12.50 by 7 November and a voucher of £25."""
    return stories.an_answered_case(handler)


def row_of(case: CaseId, words: str) -> Commitment:
    return Commitment.objects.get(case=case, words__contains=words)


class TestWhatWasPromised:
    def test_is_listed_in_the_words_of_the_letter_with_its_day(
        self, came_in: Came, answered: CaseId
    ) -> None:
        told = listed(came_in(answered))
        assert f"{REFUND} Due by 7 November 2026." in told
        assert "Goodwill: voucher of £25.00 Due by 16 November 2026." in told

    def test_is_one_list_under_a_heading(self, came_in: Came, answered: CaseId) -> None:
        html = came_in(answered).get(PAGE).content.decode()
        part = html.partition('aria-labelledby="promised"')[2].partition("</section>")[0]
        assert part.count("<ul") == part.count("</ul>") == 1
        assert part.count("<li>") == 2
        assert '<h2 id="promised">' in part

    def test_is_told_nowhere_before_there_is_any(self, came_in: Came, open_case: CaseId) -> None:
        assert HEADING not in page(came_in(open_case))

    @pytest.mark.parametrize(
        ("kept", "unwanted", "says"),
        [
            (True, False, "Due by 7 November 2026. Done, as we recorded on 2 November 2026."),
            (False, False, "Due by 7 November 2026. We did not keep this, as we recorded on 2 "
             "November 2026."),
            (False, True, "Due by 7 November 2026. It ended, as we recorded on 2 November 2026: "
             "you did not want it any more, or there is nothing left that it was of."),
        ],
    )  # fmt: skip
    def test_says_what_came_of_it_and_nothing_that_we_wrote_of_that(
        self, kept: bool, unwanted: bool, says: str, came_in: Came, answered: CaseId,
        handler: Person,
    ) -> None:  # fmt: skip
        row = row_of(answered, REFUND)
        settle(answered, row.pk, kept, "SECRET-NOTE", handler, NOW, unwanted=unwanted)
        client = came_in(answered)
        assert f"{REFUND} {says}" in listed(client)
        assert "SECRET-NOTE" not in page(client)
        assert "Alice Moore" not in listed(client)

    def test_says_that_it_was_promised_anew(
        self, came_in: Came, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler)
        answered_again(answered, handler)
        told = listed(came_in(answered))
        assert f"{REFUND} Due by 7 November 2026. We promised it anew since then." in told
        assert "Refund of £12.50, by 10 November 2026. Due by 10 November 2026." in told

    def test_says_that_its_day_is_over(self, came_in: Came, answered: CaseId) -> None:
        with time_machine.travel(NOW + days(9), tick=False):
            told = listed(came_in(answered))
        assert (
            f"{REFUND} Due by 7 November 2026. That day is over, and we have not recorded that it "
            "was done."
        ) in told

    def test_by_another_way_is_told_without_the_words_of_our_own(
        self, came_in: Came, answered: CaseId, handler: Person
    ) -> None:
        promise(answered, "SECRET-CALL her back", FRIDAY, handler, NOW)
        client = came_in(answered)
        assert f"{BY_PHONE} Due by 6 November 2026." in listed(client)
        assert "SECRET-CALL" not in page(client)

    def test_is_not_told_while_we_know_that_they_did_not_send_it(
        self, came_in: Came, answered: CaseId
    ) -> None:
        assert HEADING in page(came_in(answered))
        with transaction.atomic():
            save.disowned(Case.objects.get(pk=answered), "the complainant", NOW)
        client = came_in(answered)
        assert "you did not send this complaint" in page(client)
        assert HEADING not in page(client)

    def test_takes_no_statement_for_whom_nothing_was_written_to(
        self, came_in: Came, handler: Person
    ) -> None:
        client = came_in(stories.a_received_case(handler))
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        assert not [each for each in asked if "store_commitment" in each["sql"]]


def both_answered(sallys: CaseId, bobs: CaseId, by: Person) -> None:
    at = NOW + days(0.1)
    decide(sallys, by, at, "Two of them.")
    decision = stories.the_decision(sallys)
    answer_too(bobs, decision, draft_answer_too(load.page(bobs), by, at), by, at)
    answer(sallys, decision, draft_reply(load.page(sallys), by, at), by, at)


class TestOfTwoCustomers:
    """Bob's case was merged into Sally's. Each has a voucher or a sum of their own."""

    @pytest.fixture
    def sallys(self, handler: Person) -> CaseId:
        return stories.an_investigated_case(handler)

    @pytest.fixture
    def bobs(self, sallys: CaseId, handler: Person) -> CaseId:
        case = stories.an_open_case(
            handler, name="Bob Mercer", email="bob@example.net", text="Both doors jam."
        )
        facts = {**stories.SHELVES_LATE, "delivery_paid": "30.00", "covered_by_another": False}
        point = stories.an_allegation(case, handler, statement="The doors came late.", facts=facts)
        stories.a_finding(case, point, handler)
        promise(case, "BOBS-CALL", FRIDAY, handler, NOW)
        promise(sallys, "SALLYS-CALL", date(2026, 11, 5), handler, NOW)
        return case

    @pytest.fixture
    def merged(self, sallys: CaseId, bobs: CaseId, handler: Person) -> int:
        return merge(bobs, sallys, "One van.", handler, NOW + days(0.05), sure=True).pk

    def test_each_reads_what_was_promised_to_them_alone(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person
    ) -> None:
        both_answered(sallys, bobs, handler)
        hers, his = listed(came_in(sallys)), listed(came_in(bobs))
        assert ("£12.50" in hers, "voucher" in hers, "£30.00" in hers) == (True, True, False)
        assert ("£12.50" in his, "voucher" in his, "£30.00" in his) == (False, False, True)
        assert f"{BY_PHONE} Due by 5 November 2026." in hers
        assert f"{BY_PHONE} Due by 6 November 2026." in his
        assert (hers.count(BY_PHONE), his.count(BY_PHONE)) == (1, 1)

    def test_once_one_of_them_was_erased_nothing_is_told_any_more(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person,
        lead: Person, administrator: Person,
    ) -> None:  # fmt: skip
        both_answered(sallys, bobs, handler)
        assert HEADING in page(came_in(bobs))
        stories.promises_kept(sallys, handler)
        erased(sallys, lead, administrator)
        assert HEADING not in page(came_in(bobs))

    def test_what_was_told_by_telephone_since_is_told_to_neither(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person
    ) -> None:
        """Nobody wrote down to whom."""
        promise(sallys, "To one of them", date(2026, 11, 20), handler, NOW + days(0.2))
        for case in (sallys, bobs):
            assert "20 November" not in page(came_in(case))
        undo_merge(sallys, merged, handler, NOW + days(0.3))
        for case in (sallys, bobs):
            assert "20 November" not in page(came_in(case))
