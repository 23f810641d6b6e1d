"""An older case of another customer came into hers: our clocks run from the earlier day, and she is
told her own."""

from datetime import datetime

import pytest
from pytest_django import Settings
from tests import stories
from tests.desk.reading import text
from tests.erasure.test_erase import erased
from tests.portal.conftest import Came
from tests.portal.test_mailed import PHOTO, SERVER, mailed
from tests.stories import NOW, days

from upheld.core.reply import told_day
from upheld.core.words import CaseId
from upheld.portal.page_parts import By, Forms
from upheld.portal.show import case_page
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.answer import draft_reply
from upheld.steps.answer_too import draft_answer_too
from upheld.steps.close import reopen
from upheld.steps.decide import decide
from upheld.steps.hold import draft_holding
from upheld.steps.mend_case import Words, mend_case
from upheld.steps.merge import merge, undo_merge
from upheld.steps.pause import pause, resume
from upheld.steps.split import SplitError, split
from upheld.store import load, mail
from upheld.store.models import Case, Incoming, Person
from upheld.store.policies import Rules

PAGE = "/complain/case/"
BEFORE = NOW - days(18)
BOB = {"name": "Bob Mercer", "email": "bob@example.net"}
HERS, HIS = told_day(NOW.date()), told_day(BEFORE.date())


def row(case: CaseId) -> Case:
    return Case.objects.get(pk=case)


def by(case: CaseId, now: datetime = NOW) -> By | None:
    """By when they hear from us, as the page of a case says it."""
    said: By | None = case_page(case, Forms(), now)["by"]
    return said


def merged(case: CaseId, into: CaseId, by: Person) -> int:
    return merge(case, into, "One lot.", by, NOW, sure=True).pk


@pytest.fixture
def hers(handler: Person) -> CaseId:
    return stories.a_received_case(handler)


@pytest.fixture
def his(handler: Person) -> CaseId:
    return stories.a_received_case(handler, BEFORE, **BOB)


def test_our_clocks_run_from_the_earlier_day(hers: CaseId, his: CaseId, handler: Person) -> None:
    first = {clock.obligation: clock.due for clock in row(his).clocks.all()}
    merged(his, hers, handler)
    assert row(hers).received_at == BEFORE
    assert {clock.obligation: clock.due for clock in row(hers).clocks.all()} == first


class TestHerPage:
    def test_says_her_own_day_and_by_when_she_hears_from_us(
        self, came_in: Came, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        client = came_in(hers)
        before = text(client.get(PAGE))
        assert HERS in before
        merged(his, hers, handler)
        assert text(client.get(PAGE)) == before

    def test_says_nothing_of_another_regimes_rule(
        self, came_in: Came, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        client = came_in(hers)
        before = text(client.get(PAGE))
        known = row(his)
        words = Words(known.subject, known.text, "", BEFORE, Rules("uk-fca-disp"))
        mend_case(his, words, handler, NOW)
        merged(his, hers, handler)
        assert text(client.get(PAGE)) == before

    def test_says_that_a_pause_moved_it(self, came_in: Came, his: CaseId, handler: Person) -> None:
        hers, alone = stories.an_open_case(handler), stories.an_open_case(handler)
        merged(his, hers, handler)
        for case in (hers, alone):
            pause(case, "She is away.", handler, NOW)
            resume(case, handler, NOW + days(2))
        told = [by(case, NOW + days(2)) for case in (hers, alone)]
        assert told[0]
        assert "Paused from" in told[0].why
        assert told[0] == told[1]

    @pytest.mark.parametrize("his_came", [False, True])
    def test_says_that_a_pause_of_an_earlier_one_of_hers_moved_it(
        self, his_came: bool, handler: Person
    ) -> None:
        first = stories.an_open_case(handler, NOW - days(7))
        pause(first, "She is away.", handler, NOW - days(7))
        resume(first, handler, NOW - days(4))
        hers = stories.an_open_case(handler)
        before = by(first)
        assert before
        assert "Paused from" in before.why
        merge(first, hers, "", handler, NOW)
        if his_came:
            merged(stories.a_received_case(handler, BEFORE, **BOB), hers, handler)
        assert by(hers) == before

    @pytest.mark.parametrize("his_came_at", [BEFORE - days(60), NOW - days(20)])
    def test_says_no_day_where_she_had_her_answer_and_his_clock_runs_beside_hers(
        self, his_came_at: datetime, came_in: Came, handler: Person
    ) -> None:
        hers = stories.an_answered_case(handler, NOW - days(40))
        reopen(hers, "She rang.", handler, NOW)
        client = came_in(hers)
        before = text(client.get(PAGE))
        assert "You have our answer by" not in before
        merged(stories.a_received_case(handler, his_came_at, **BOB), hers, handler)
        assert [*row(hers).clocks.values_list("obligation", flat=True)].count("iso-final") == 2
        assert text(client.get(PAGE)) == before

    def test_says_the_day_of_an_open_one_of_hers_that_came_when_she_had_her_answer(
        self, his: CaseId, handler: Person
    ) -> None:
        hers = stories.an_answered_case(handler, NOW - days(40))
        reopen(hers, "She rang.", handler, NOW)
        second = stories.an_open_case(handler)
        before = by(second)
        merge(second, hers, "", handler, NOW)
        merged(his, hers, handler)
        assert by(hers) == before

    def test_says_his_own_day_of_whoever_complained_too(
        self, came_in: Came, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        merged(hers, his, handler)
        assert HERS in text(came_in(hers).get(PAGE))
        assert HIS not in text(came_in(hers).get(PAGE))
        assert HIS in text(came_in(his).get(PAGE))

    def test_says_the_earlier_of_two_of_her_own(
        self, came_in: Came, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        sooner = NOW - days(3)
        first = stories.a_received_case(handler, sooner)
        merge(first, hers, "", handler, NOW)
        merged(his, hers, handler)
        page = text(came_in(hers).get(PAGE))
        assert told_day(sooner.date()) in page
        assert HIS not in page

    def test_says_the_day_of_one_of_her_own_that_came_with_his(
        self, came_in: Came, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        sooner = NOW - days(3)
        first = stories.a_received_case(handler, sooner)
        before = by(first)
        merged(first, his, handler)
        merged(his, hers, handler)
        page = text(came_in(hers).get(PAGE))
        assert told_day(sooner.date()) in page
        assert HIS not in page
        assert by(hers) == before

    def test_says_the_day_that_somebody_mended_since(
        self, came_in: Came, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        merged(his, hers, handler)
        mended, known = NOW - days(2), row(hers)
        mend_case(hers, Words(known.subject, known.text, "", mended), handler, NOW)
        merged(stories.a_received_case(handler, BEFORE, **BOB), hers, handler)
        page = text(came_in(hers).get(PAGE))
        assert told_day(mended.date()) in page
        assert HIS not in page

    def test_says_it_still_once_he_was_erased(
        self, came_in: Came, hers: CaseId, his: CaseId, lead: Person, administrator: Person
    ) -> None:
        """It is kept of a merge when somebody received something, and no word of theirs."""
        merged(his, hers, lead)
        client = came_in(hers)
        before = text(client.get(PAGE))
        Case.objects.filter(pk=hers).update(state="closed")
        erased(row(his).customer_id, lead, administrator)
        Case.objects.filter(pk=hers).update(state="received")
        assert text(client.get(PAGE)) == before

    def test_is_as_it_was_once_the_merge_is_undone(
        self, came_in: Came, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        client = came_in(hers)
        before = text(client.get(PAGE))
        undo_merge(hers, merged(his, hers, handler), handler, NOW)
        assert text(client.get(PAGE)) == before


class TestHerLetters:
    def test_the_acknowledgement_says_her_own_day_and_by_when(
        self, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        before = draft_acknowledgement(load.page(hers), handler, NOW)
        assert HERS in before.body
        merged(his, hers, handler)
        assert draft_acknowledgement(load.page(hers), handler, NOW) == before

    def test_so_does_a_holding_letter(self, his: CaseId, handler: Person) -> None:
        hers = stories.an_open_case(handler)
        before = draft_holding(load.page(hers), handler, NOW)
        assert HERS in before.body
        merged(his, hers, handler)
        assert draft_holding(load.page(hers), handler, NOW) == before

    def test_and_the_answer_to_each(self, his: CaseId, handler: Person) -> None:
        hers = stories.an_investigated_case(handler)
        merged(his, hers, handler)
        decide(hers, handler, NOW)
        answer = draft_reply(load.page(hers), handler, NOW).body
        assert (HERS in answer, HIS in answer) == (True, False)
        too = draft_answer_too(load.page(his), handler, NOW).body
        assert (HERS in too, HIS in too) == (False, True)

    def test_by_when_she_hears_is_no_promise_beside_her_clocks(
        self, his: CaseId, handler: Person
    ) -> None:
        """What a clock sees to is not kept track of twice."""
        hers = stories.a_received_case(handler)
        merged(his, hers, handler)
        acknowledge(hers, draft_acknowledgement(load.page(hers), handler, NOW), handler, NOW)
        assert not row(hers).commitments.exists()


class TestItCameByMail:
    @pytest.fixture(autouse=True)
    def checked(self, settings: Settings) -> None:
        settings.MAIL_CHECKED_BY = SERVER

    @pytest.fixture
    def came(self, db: None) -> Incoming:
        return mailed(None, "My lamp broke, see the picture.", found="none", files=(PHOTO,))

    def test_its_files_stay_on_her_page(
        self, came: Incoming, came_in: Came, his: CaseId, handler: Person
    ) -> None:
        assert came.case_id
        client = came_in(CaseId(came.case_id))
        assert "box.jpg" in text(client.get(PAGE))
        merged(his, CaseId(came.case_id), handler)
        page = text(client.get(PAGE))
        assert "box.jpg" in page
        assert page.count("My lamp broke") == 1

    def test_what_the_case_was_made_of_cannot_be_split_off(
        self, came: Incoming, his: CaseId, handler: Person
    ) -> None:
        assert came.case_id
        merged(his, CaseId(came.case_id), handler)
        with pytest.raises(SplitError, match="the case was made of this message"):
            split(came.pk, handler, NOW)

    @pytest.mark.parametrize("how", ["his into hers", "hers into his"])
    def test_it_counts_as_one_that_a_case_was_made_of(
        self, how: str, his: CaseId, handler: Person
    ) -> None:
        came = mailed(None, "My lamp broke.")
        assert came.case_id
        hour = came.sender, came.came_at - days(1), came.came_at
        assert mail.proved_complaints(*hour) == 1
        Case.objects.filter(pk=his).update(known_to_be_theirs=True)
        both = [his, CaseId(came.case_id)]
        case, into = both if how == "his into hers" else reversed(both)
        merged(case, into, handler)
        assert mail.proved_complaints(*hour) == 1
