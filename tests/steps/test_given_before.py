"""A remedy is given once in a case: what a kept promise gave is told, and not promised again."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from tests import stories
from tests.steps.test_answer_too import BOB
from tests.steps.test_budgets import a_budget, pounds
from tests.steps.test_limits import limited
from tests.stories import NOW, SHELVES_LATE, days

from upheld.core.promises.commitments import CommitmentError
from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind, Role
from upheld.steps.answer import answer, draft_reply
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.close import hear
from upheld.steps.commit import promise, settle
from upheld.steps.decide import NothingToApprove, approve, decide
from upheld.steps.investigate import record_facts
from upheld.steps.letters import LetterBlocked, problems_of
from upheld.steps.merge import merge
from upheld.store import gifts, load, spending
from upheld.store.merged import their_part
from upheld.store.models import Case, Commitment, Decision, Person
from upheld.store.tallied import anew as tallied_anew

LATER = NOW + days(3)


def kept(case: CaseId, by: Person, note: str = "bank transfer 4711") -> None:
    for row in Commitment.objects.filter(case=case, state="open"):
        settle(case, row.pk, True, note, by, NOW + days(1))


def decided_again(case: CaseId, by: Person, facts: Mapping[str, Any] | None = None) -> Decision:
    """They contest the answer, perhaps with a fact that nobody knew."""
    hear(case, False, "Still angry.", by, NOW + days(2))
    if facts:
        row = Case.objects.get(pk=case).allegations.get()
        record_facts(case, row.pk, {**row.facts, **facts}, by, NOW + days(2))
    return decide(case, by, LATER)


def draft(case: CaseId, by: Person, now: datetime = LATER) -> Letter:
    return draft_reply(load.page(case), by, now)


def answered_again(case: CaseId, by: Person, letter: Letter | None = None) -> None:
    answer(case, stories.the_decision(case), letter or draft(case, by), by, LATER)


def codes(case: CaseId, letter: Letter) -> list[str]:
    told = problems_of(letter, load.latest_decision(case), load.page(case), LATER)
    return [each.code for each in told]


def still_open(case: CaseId) -> list[str]:
    return [row.words for row in Commitment.objects.filter(case=case, state="open")]


@pytest.fixture
def paid(handler: Person) -> CaseId:
    """£12.50 came back to Sally, as was promised."""
    case = stories.an_answered_case(handler)
    kept(case, handler)
    return case


class TestTheSameRefund:
    def test_is_told_with_its_day_and_not_promised_again(
        self, paid: CaseId, handler: Person
    ) -> None:
        decided_again(paid, handler)
        letter = draft(paid, handler)
        had = "You have had this from us already: refund of £12.50, as we recorded on 3 November"
        assert had in letter.body
        assert "Refund of £12.50, by" not in letter.body
        assert codes(paid, letter) == []

    def test_makes_no_second_promise_by_the_answer_that_leaves(
        self, paid: CaseId, handler: Person
    ) -> None:
        decided_again(paid, handler)
        answered_again(paid, handler)
        assert still_open(paid) == []
        assert Case.objects.get(pk=paid).next_step != "keep"

    def test_is_a_problem_where_a_person_promises_it_again(
        self, paid: CaseId, handler: Person
    ) -> None:
        decided_again(paid, handler)
        letter = draft(paid, handler)
        more = f"{letter.body}\n\nWe will refund £12.50 by 6 November 2026."
        with pytest.raises(LetterBlocked, match=r"given_again: £12\.50 was given before"):
            answered_again(paid, handler, Letter(LetterKind.FINAL, letter.subject, more))

    def test_stays_owed_by_the_decision(self, paid: CaseId, handler: Person) -> None:
        """What is owed is a function of the facts; what is left to give of it is not."""
        assert decided_again(paid, handler).owed == Decimal("12.50")

    def test_is_promised_by_hand_no_second_time(self, paid: CaseId, handler: Person) -> None:
        decided_again(paid, handler)
        with pytest.raises(CommitmentError, match=r"12\.50 was not decided"):
            promise(paid, "We refund £12.50.", NOW.date() + days(9), handler, LATER)

    def test_is_promised_where_the_promise_was_broken(self, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        for row in Commitment.objects.filter(case=case):
            settle(case, row.pk, False, "The bank sent it back.", handler, NOW)
        decided_again(case, handler)
        assert "Refund of £12.50, by 10 November 2026." in draft(case, handler).body


class TestWhatIsMore:
    def test_of_the_same_remedy_is_the_difference(self, paid: CaseId, handler: Person) -> None:
        decided_again(paid, handler, {"delivery_paid": "20.00"})
        letter = draft(paid, handler)
        assert "Refund of £7.50, by 10 November 2026." in letter.body
        assert "already: refund of £12.50" in letter.body
        assert codes(paid, letter) == []
        answered_again(paid, handler)
        assert still_open(paid) == ["Refund of £7.50, by 10 November 2026."]

    def test_and_was_given_too_is_counted_with_it(self, paid: CaseId, handler: Person) -> None:
        decided_again(paid, handler, {"delivery_paid": "20.00"})
        answered_again(paid, handler)
        kept(paid, handler)
        decided_again(paid, handler)
        letter = draft(paid, handler)
        assert "refund of £12.50" in letter.body
        assert "refund of £7.50" in letter.body
        assert "Refund of" not in letter.body

    def test_is_no_whole_sum(self, paid: CaseId, handler: Person) -> None:
        decided_again(paid, handler, {"delivery_paid": "20.00"})
        more = f"{draft(paid, handler).body}\n\nWe will refund £20.00 by 6 November 2026."
        assert "given_again" in codes(paid, Letter(LetterKind.FINAL, "Our answer", more))

    def test_by_the_facts_is_left_whole_where_they_know_of_the_refund(
        self, paid: CaseId, handler: Person
    ) -> None:
        """Else it would be taken off twice: by the facts, and by the promise."""
        decided_again(paid, handler, {"delivery_paid": "20.00", "already_refunded": "12.50"})
        letter = draft(paid, handler)
        assert "Refund of £7.50, by 10 November 2026." in letter.body
        assert "already: refund" not in letter.body

    def test_for_another_point_is_promised_whole(self, paid: CaseId, handler: Person) -> None:
        hear(paid, False, "And the second box too.", handler, NOW + days(2))
        facts = {**SHELVES_LATE, "price_paid": "80.00", "covered_by_another": False}
        other = stories.an_allegation(
            paid, handler, LATER, statement="The second box came late too.", facts=facts
        )
        stories.a_finding(paid, other, handler, LATER)
        decide(paid, handler, LATER)
        letter = draft(paid, handler)
        assert letter.body.count("Refund of £12.50, by 10 November 2026.") == 1
        assert letter.body.count("already: refund of £12.50") == 1
        answered_again(paid, handler)
        assert still_open(paid) == ["Refund of £12.50, by 10 November 2026."]


class TestGoodwill:
    """The policy gives Sally a voucher of £25."""

    def test_that_was_given_is_told_apart_and_not_given_again(
        self, paid: CaseId, handler: Person
    ) -> None:
        decided_again(paid, handler)
        beyond = draft(paid, handler).body.partition("## Beyond what we owe you")[2]
        assert "You have had this from us already: goodwill voucher of £25.00" in beyond
        assert "We would also like you to have a voucher" not in beyond

    @pytest.mark.parametrize("before_deciding", [True, False])
    def test_that_was_given_counts_once_in_a_budget_and_against_a_limit(
        self, before_deciding: bool, handler: Person
    ) -> None:
        budget = a_budget("100", handler)
        case = stories.an_answered_case(handler)
        if before_deciding:
            kept(case, handler)
        decided_again(case, handler)
        kept(case, handler)
        answered_again(case, handler)
        stands = spending.standing(budget)
        assert (stands.spent, stands.committed) == (pounds("25"), pounds("0"))
        assert sum(each.money.amount for each in gifts.of(Case.objects.get())) == 25
        assert tallied_anew.amiss() == tallied_anew.look_over() == 0

    def test_that_was_told_and_is_not_given_yet_counts_beside_the_next(
        self, handler: Person
    ) -> None:
        budget = a_budget("100", handler)
        case = stories.an_answered_case(handler)
        decided_again(case, handler)
        assert spending.standing(budget).committed == pounds("25")


MEDIUM = {"impact": "medium"}


def told_of_ten_pounds(by: Person) -> CaseId:
    case = stories.an_investigated_case(by)
    row = Case.objects.get(pk=case).allegations.get()
    record_facts(case, row.pk, {**row.facts, "impact": "low"}, by, NOW)
    assert decide(case, by, NOW).goodwill == 10
    answer(case, stories.the_decision(case), draft(case, by, NOW), by, NOW)
    return case


class TestMoreGoodwill:
    """The policy gives Sally a voucher of £10 for little trouble, and of £25 for more."""

    @pytest.fixture
    def told(self, handler: Person) -> CaseId:
        return told_of_ten_pounds(handler)

    @pytest.fixture
    def had(self, told: CaseId, handler: Person) -> CaseId:
        kept(told, handler)
        return told

    def test_counts_in_a_budget_by_what_is_more(self, handler: Person) -> None:
        budget = a_budget("100", handler)
        case = told_of_ten_pounds(handler)
        kept(case, handler)
        decided_again(case, handler, MEDIUM)
        stands = spending.standing(budget)
        assert (stands.spent, stands.committed) == (pounds("10"), pounds("15"))
        answered_again(case, handler)
        kept(case, handler)
        assert spending.standing(budget).spent == pounds("25")
        counted = [each.amount for each in spending.counted(budget)]
        assert counted == [pounds("15"), pounds("10")]
        assert tallied_anew.amiss() == tallied_anew.look_over() == 0

    @pytest.mark.parametrize(("room", "needs"), [("15", Role.HANDLER), ("14.99", Role.LEAD)])
    def test_needs_room_for_what_is_more(
        self, room: str, needs: Role, had: CaseId, handler: Person, lead: Person
    ) -> None:
        budget = a_budget(room, handler)
        row = decided_again(had, handler, MEDIUM)
        assert row.needs_role == needs
        if needs == Role.LEAD:
            with pytest.raises(NothingToApprove, match="say why"):
                approve(had, row.pk, lead, LATER)
            approve(had, row.pk, lead, LATER, "It was our fault twice.")
        assert spending.standing(budget).committed == pounds("15")

    @pytest.mark.parametrize(("most", "needs"), [("25", Role.HANDLER), ("24.99", Role.LEAD)])
    def test_counts_against_a_limit_by_what_is_more(
        self, most: str, needs: Role, had: CaseId, handler: Person
    ) -> None:
        limited(handler, most)
        assert decided_again(had, handler, MEDIUM).needs_role == needs
        assert sum(each.money.amount for each in gifts.of(Case.objects.get())) == 25

    def test_of_a_promise_that_was_broken_counts_whole(self, told: CaseId, handler: Person) -> None:
        """Nobody gives the same again and again by saying that it was not given."""
        for row in Commitment.objects.filter(case=told):
            settle(told, row.pk, False, "It was lost.", handler, NOW)
        budget = a_budget("100", handler)
        decided_again(told, handler, MEDIUM)
        assert spending.standing(budget).committed == pounds("25")

    def test_of_another_kind_counts_whole(self, had: CaseId, handler: Person, lead: Person) -> None:
        budget = a_budget("100", handler)
        row = decided_again(had, handler, {"impact": "high"})
        assert row.goodwill == 50  # a refund
        approve(had, row.pk, lead, LATER)
        assert spending.standing(budget).committed == pounds("50")

    def test_counts_beside_what_was_told_until_it_takes_the_place_of_that(
        self, handler: Person
    ) -> None:
        budget = a_budget("100", handler)
        case = told_of_ten_pounds(handler)
        decided_again(case, handler, MEDIUM)
        assert spending.standing(budget).left == pounds("65")
        answered_again(case, handler)
        assert spending.standing(budget).spent == pounds("25")


class TestOfAMergedCase:
    def test_what_another_customer_was_given_is_none_of_theirs(self, handler: Person) -> None:
        sallys = stories.an_investigated_case(handler)
        bobs = stories.an_investigated_case(handler, **BOB)
        row = Case.objects.get(pk=bobs).allegations.get()
        record_facts(bobs, row.pk, {**row.facts, "price_paid": "80.00"}, handler, NOW)
        merge(bobs, sallys, "One van, one crash.", handler, NOW, sure=True)
        first = decide(sallys, handler, NOW)
        answer_too(bobs, first.pk, draft_answer_too(load.page(bobs), handler, NOW), handler, NOW)
        answer(sallys, first.pk, draft(sallys, handler, NOW), handler, NOW)
        kept(bobs, handler)
        second = decided_again(sallys, handler)
        to_bob = their_part.told(second, load.page(bobs))
        to_sally = their_part.told(second, load.page(sallys))
        assert [str(each.money) for each in to_bob.given] == ["£12.50"]
        assert to_bob.entitlement == ()
        assert to_sally.given == ()
        assert [str(each.money) for each in to_sally.entitlement] == ["£12.50"]

    def test_what_they_were_given_before_the_merge_is_theirs_in_the_other(
        self, paid: CaseId, handler: Person
    ) -> None:
        other = stories.an_open_case(handler)
        hear(paid, False, "Still angry.", handler, NOW + days(2))
        merge(paid, other, "", handler, NOW + days(2))
        decision = decide(other, handler, LATER)
        assert decision.owed == Decimal("12.50")
        assert "already: refund of £12.50" in draft(other, handler).body
