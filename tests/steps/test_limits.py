"""A limit is the most that somebody gives beyond the owed on one case, however often it is answered
and opened again; what another person approved is on that person's word."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.conftest import person
from tests.stories import NOW, a_closed_case, a_decided_case, an_answered_case, the_decision

from upheld.core.budgets import Period
from upheld.core.deviations import DeviationError
from upheld.core.money import Money
from upheld.core.words import CaseId, Role
from upheld.steps import answer, may
from upheld.steps.close import reopen
from upheld.steps.decide import approve, decide
from upheld.steps.decide_again import SamePerson, decide_again
from upheld.steps.deviate import Wanted, approve_deviation, deviate
from upheld.steps.keep_budgets import add_team, put_in_team, set_budget
from upheld.steps.merge import merge
from upheld.steps.set_limit import set_limit
from upheld.store import authority, gifts, load, spending
from upheld.store.gifts import Gift, Who
from upheld.store.models import AuthorityLimit, Case, Decision, Deviation, Person
from upheld.store.tallied import anew as tallied_anew


def pounds(amount: str) -> Money:
    return Money(Decimal(amount), "GBP")


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def limited(who: Person, amount: str) -> None:
    set_limit(who.pk, "", pounds(amount), "GBP", may.Operator(role=Role.ADMINISTRATOR), NOW)


def grant(case: CaseId, by: Person, amount: str = "2") -> Deviation:
    wanted = Wanted("voucher", pounds(amount), "", "It was her birthday.", NOW.date())
    return deviate(case, the_decision(case), wanted, "", by, NOW)


def answer_it(case: CaseId, by: Person) -> None:
    letter = answer.draft_reply(load.page(case), by, NOW)
    answer.answer(case, the_decision(case), letter, by, NOW)


def open_again(case: CaseId, by: Person) -> None:
    reopen(case, "They wrote again.", by, NOW)


def latest(case: CaseId) -> Decision:
    return Decision.objects.get(pk=the_decision(case))


@pytest.fixture
def boss(db: None) -> Person:
    """A lead without a limit."""
    return person("Tess Boss", Role.LEAD)


class TestWhatWasTold:
    """The policy gives Sally a voucher of £25."""

    def test_counts_when_it_is_decided_again(self, handler: Person, lead: Person) -> None:
        limited(handler, "28")
        case = an_answered_case(handler)
        open_again(case, handler)
        row = decide(case, handler, NOW)
        assert (row.needs_role, row.budget_on) == (Role.LEAD, None)
        limited(lead, "49")
        with pytest.raises(may.NotAllowed, match=r"£50\.00 of goodwill is more than your £49\.00"):
            approve(case, row.pk, lead, NOW)
        limited(lead, "50")
        approve(case, row.pk, lead, NOW)

    def test_counts_when_an_exception_is_granted_beside_the_next_decision(
        self, lead: Person
    ) -> None:
        limited(lead, "55")
        case = a_decided_case(lead)
        assert grant(case, lead).state == "granted"
        answer_it(case, lead)
        open_again(case, lead)
        decide(case, lead, NOW)  # £25, £2 and £25
        assert grant(case, lead).state == "granted"
        assert grant(case, lead).state == "proposed"

    def test_counts_whoever_told_it(self, handler: Person) -> None:
        """Two colleagues give together what neither gives alone."""
        limited(handler, "28")
        other = person("Bea Long", Role.HANDLER)
        limited(other, "28")
        case = an_answered_case(handler)
        open_again(case, other)
        assert decide(case, other, NOW).needs_role == Role.LEAD

    @pytest.mark.parametrize("closed", [True, False])
    def test_counts_in_what_it_was_merged_into(self, closed: bool, handler: Person) -> None:
        before = a_closed_case(handler) if closed else an_answered_case(handler)
        if not closed:
            open_again(before, handler)
        limited(handler, "28")
        case = a_decided_case(handler)
        assert latest(case).needs_role == Role.HANDLER
        merge(before, case, "One complaint.", handler, NOW)
        for more in Case.objects.get(pk=case).allegations.all()[1:]:
            more.delete()  # said twice
        assert decide(case, handler, NOW).needs_role == Role.LEAD

    def test_is_asked_why_of_whoever_opens_it_again_and_decides(self, handler: Person) -> None:
        """Our letters promise a colleague, whether they contested in so many words or not."""
        case = an_answered_case(handler)
        open_again(case, handler)
        with pytest.raises(SamePerson, match="say why you do so again"):
            decide_again(case, "", handler, NOW)


class TestWhatAnotherApproved:
    def test_counts_against_their_limit_and_not_against_ones_own(
        self, lead: Person, boss: Person
    ) -> None:
        limited(lead, "28")
        case = a_decided_case(lead)
        row = grant(case, lead, "4")
        assert row.state == "proposed"
        approve_deviation(case, row.pk, "", boss, NOW)
        assert grant(case, lead, "3").state == "granted"  # £25 and £3
        row = grant(case, lead, "1")
        limited(boss, "32")  # all of it: £25, £4, £3 and £1
        with pytest.raises(may.NotAllowed, match=r"£33\.00 of goodwill"):
            approve_deviation(case, row.pk, "", boss, NOW)

    def test_is_none_of_another_where_they_approved_their_own(self, lead: Person) -> None:
        by = Who(lead.pk, lead.name)
        case = a_decided_case(lead)
        grant(case, lead, "3")
        assert gifts.alone(gifts.of(Case.objects.get()), by, pounds("0")) == (pounds("28"),)


class TestABudget:
    def test_that_was_told_stays_spent(self, handler: Person) -> None:
        by = may.Operator()
        team = add_team("Customer care", by, NOW)
        put_in_team(handler.pk, team.pk, by, NOW)
        handler.refresh_from_db()
        budget = set_budget(team.pk, Period.MONTH, NOW.date(), pounds("100"), by, NOW)

        def stands() -> tuple[Decimal, Decimal]:
            found = spending.standing(budget)
            return found.spent.amount, found.committed.amount

        case = an_answered_case(handler)
        assert stands() == (25, 0)
        open_again(case, handler)
        assert stands() == (25, 0)
        decide(case, handler, NOW)
        assert stands() == (25, 25)
        decide(case, handler, NOW)
        assert stands() == (25, 25)
        assert [each.told for each in spending.counted(budget)] == [False, True]

    def test_stays_spent_where_the_case_is_merged_into_another(self, handler: Person) -> None:
        by = may.Operator()
        team = add_team("Customer care", by, NOW)
        put_in_team(handler.pk, team.pk, by, NOW)
        handler.refresh_from_db()
        budget = set_budget(team.pk, Period.MONTH, NOW.date(), pounds("100"), by, NOW)
        before, case = an_answered_case(handler), a_decided_case(handler)
        open_again(before, handler)
        merge(before, case, "One complaint.", handler, NOW)
        tallied_anew.catch_up()
        found = spending.standing(budget)
        assert (found.spent, found.committed) == (pounds("25"), pounds("25"))


class TestSumsInTwoCurrencies:
    """What is given in one uses up a share of its limit, and the shares are added."""

    def beyond(self, handler: Person, before: str, more: str) -> bool:
        given = [Gift(euros(before), None)]
        return authority.beyond(handler, handler, given, pounds(more)) is not None

    def test_a_half_of_each_is_the_whole(self, handler: Person) -> None:
        for most in (pounds("50"), euros("60")):
            AuthorityLimit.objects.create(
                person=handler, amount=most.amount, currency=most.currency, at=NOW, by="x"
            )
        assert not self.beyond(handler, "30", "25")
        assert self.beyond(handler, "30", "25.01")
        assert self.beyond(handler, "60", "0.01")

    def test_no_limit_in_one_is_none_of_the_other(self, handler: Person) -> None:
        limited(handler, "50")
        assert not self.beyond(handler, "1000", "50")
        assert self.beyond(handler, "1000", "51")

    def test_a_limit_of_nothing_lets_nothing_out(self, handler: Person) -> None:
        limited(handler, "0")
        assert not self.beyond(handler, "0", "0")
        assert self.beyond(handler, "0", "0.01")


MOST = 60
ACTS: dict[str, Callable[[CaseId, Person, Person], object]] = {
    "decide": lambda case, by, boss: decide(case, by, NOW, "So it is."),
    "grant": lambda case, by, boss: grant(case, by, "7"),
    "grant much": lambda case, by, boss: grant(case, by, "20"),
    "answer": lambda case, by, boss: answer_it(case, by),
    "reopen": lambda case, by, boss: open_again(case, by),
    "approve": lambda case, by, boss: approve(case, the_decision(case), boss, NOW),
    "approve exceptions": lambda case, by, boss: [
        approve_deviation(case, row.pk, "", boss, NOW)
        for row in Deviation.objects.filter(case=case, state="proposed")
    ],
}
ROUND = ["grant much", "answer", "reopen", "decide"]


def on_their_own_word(case: CaseId) -> Decimal:
    """What was told or stands given on the case, and nobody else let out: by the rows alone."""
    decided = Decision.objects.filter(case=case, approved_at=None)
    told = set(
        Case.objects.get(pk=case)
        .letters.filter(kind="final")
        .exclude(queued_at=None)
        .values_list("decision", flat=True)
    )
    newest = latest(case)
    going = () if decide_waits(newest) else (newest.pk,)
    decided = decided.filter(pk__in={*told, *going})
    granted = Deviation.objects.filter(case=case, state="granted").exclude(
        approver__name="Tess Boss"
    )
    return sum(
        [row.goodwill for row in decided] + [row.amount or Decimal(0) for row in granted],
        Decimal(0),
    )


def decide_waits(row: Decision) -> bool:
    return row.needs_role == Role.LEAD or row.needs_second_person


@pytest.mark.slow
class TestWhateverIsDone(TestCase):
    @settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(acts=st.lists(st.sampled_from(list(ACTS)), max_size=14))
    @example(acts=ROUND * 3)
    @example(acts=["grant much", "approve exceptions", *ROUND, "approve", *ROUND])
    def test_no_more_leaves_on_their_own_word_than_their_limit(self, acts: list[str]) -> None:
        """Two who take turns, and somebody else who approves what waits."""
        people = [person(name, Role.LEAD) for name in ("Alice Moore", "Bea Long")]
        boss = person("Tess Boss", Role.LEAD)
        for each in people:
            limited(each, str(MOST))
        case = a_decided_case(people[0])
        for number, name in enumerate(acts):
            try:
                ACTS[name](case, people[number % 2], boss)
            except (ValueError, DeviationError, may.NotAllowed, may.WrongState):
                continue
            assert on_their_own_word(case) <= MOST
