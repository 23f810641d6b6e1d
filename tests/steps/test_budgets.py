"""Goodwill within budgets: counted from decisions and exceptions, and never spent twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from tests.stories import NOW, a_decided_case, an_investigated_case, the_decision

from upheld.core.budgets import BudgetError, Forecast, Gifts, Period, forecast
from upheld.core.deviations import DeviationError
from upheld.core.money import Money
from upheld.core.words import CaseId, Role
from upheld.steps import answer, decide, may
from upheld.steps.decide import NothingToApprove, approve
from upheld.steps.deviate import Wanted, approve_deviation, deviate, outlook
from upheld.steps.keep_budgets import add_team, put_in_team, set_budget
from upheld.store import load, spending
from upheld.store.models import Budget, Case, Decision, Deviation, Person, Team
from upheld.store.tallied import anew as tallied_anew


def pounds(amount: str) -> Money:
    return Money(Decimal(amount), "GBP")


def a_budget(amount: str, *people: Person) -> Budget:
    """What a team of these people may give in November."""
    by = may.Operator()
    team = Team.objects.first() or add_team("Customer care", by, NOW)
    for person in people:
        put_in_team(person.pk, team.pk, by, NOW)
        person.refresh_from_db()
    return set_budget(team.pk, Period.MONTH, NOW.date(), pounds(amount), by, NOW)


def left(budget: Budget) -> Decimal:
    return spending.standing(budget).left.amount


def an_exception(case: CaseId, amount: str, by: may.Actor, why: str = "") -> Deviation:
    wanted = Wanted("voucher", pounds(amount), "", "It was her birthday.", NOW.date())
    return deviate(case, the_decision(case), wanted, why, by, NOW)


def test_a_budget_holds_for_the_whole_days_of_its_period(handler: Person) -> None:
    row = a_budget("100", handler)
    assert (row.first_on, row.last_on) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (
        set_budget(row.team_id, Period.MONTH, NOW.date(), pounds("80"), may.Operator(), NOW) == row
    )


def test_a_team_has_one_name_and_a_budget_needs_a_team(handler: Person) -> None:
    a_budget("100", handler)
    with pytest.raises(BudgetError, match="there is a team"):
        add_team("customer CARE", may.Operator(), NOW)
    with pytest.raises(BudgetError, match="there is no such team"):
        set_budget(999, Period.MONTH, NOW.date(), pounds("1"), may.Operator(), NOW)


def test_goodwill_is_committed_when_it_is_decided_and_spent_when_it_is_told(
    handler: Person,
) -> None:
    budget = a_budget("100", handler)
    case = a_decided_case(handler)
    stands = spending.standing(budget)
    assert (stands.spent, stands.committed, stands.left) == (
        pounds("0"), pounds("25"), pounds("75"),
    )  # fmt: skip
    answer.answer(
        case, the_decision(case), answer.draft_reply(load.page(case), handler, NOW), handler, NOW
    )
    assert spending.standing(budget).spent == pounds("25")


def test_where_it_heads_is_told_from_each_gift_of_the_year(handler: Person, lead: Person) -> None:
    """Of decisions and exceptions; what is longer ago says no more than since when it is known."""
    budget = a_budget("1000", handler, lead)
    cases = [a_decided_case(handler) for _ in range(6)]
    an_exception(cases[0], "10", lead)
    days = [NOW.date() - timedelta(days=50 + at) for at in range(5)]
    for case, day in zip(cases[1:], days, strict=True):
        Decision.objects.filter(case=case).update(budget_on=day)
    tallied_anew.look_over()  # no event says so
    stands = spending.standing(budget)
    used, still = stands.spent + stands.committed, budget.last_on - NOW.date()

    def heads() -> Forecast | None:
        return spending.foreseen([budget], NOW.date())[budget.pk][1]

    every = [Decimal(25)] * 6 + [Decimal(10)]
    assert heads() == forecast(used, added_up(every), timedelta(54), still)
    long_ago = NOW.date() - timedelta(days=800)
    Decision.objects.filter(case=cases[1]).update(budget_on=long_ago)
    tallied_anew.look_over()
    assert heads() == forecast(used, added_up(every[1:]), timedelta(365), still)


def added_up(gifts: list[Decimal]) -> Gifts:
    return Gifts(len(gifts), sum(gifts, Decimal(0)), sum(float(each) ** 2 for each in gifts))


def test_deciding_again_counts_once(handler: Person) -> None:
    budget = a_budget("100", handler)
    case = a_decided_case(handler)
    decide.decide(case, handler, NOW)
    assert left(budget) == 75


@pytest.mark.parametrize("whole", ["25", "49.99"])
def test_deciding_again_takes_the_place_of_what_it_gave_and_needs_no_more_room(
    whole: str, handler: Person
) -> None:
    budget = a_budget(whole, handler)
    case = a_decided_case(handler)
    row = decide.decide(case, handler, NOW)
    assert (row.goodwill, row.needs_role, row.budget_on) == (25, Role.HANDLER, NOW.date())
    assert left(budget) == Decimal(whole) - 25
    assert tallied_anew.amiss() == tallied_anew.look_over() == 0


def test_a_budget_counts_what_was_given_in_its_period_before_it_was_set(handler: Person) -> None:
    team = add_team("Customer care", may.Operator(), NOW)
    put_in_team(handler.pk, team.pk, may.Operator(), NOW)
    handler.refresh_from_db()
    a_decided_case(handler)
    assert left(a_budget("40", handler)) == 15
    assert Decision.objects.get(case=a_decided_case(handler)).needs_role == Role.LEAD


def test_of_two_budgets_for_one_day_the_one_that_is_short_is_told(
    handler: Person, lead: Person
) -> None:
    month = a_budget("100", handler)
    quarter = set_budget(
        month.team_id, Period.QUARTER, NOW.date(), pounds("20"), may.Operator(), NOW
    )
    case = a_decided_case(handler)
    with pytest.raises(NothingToApprove, match=r"2026-10-01 to 2026-12-31 has £20\.00 left"):
        approve(case, the_decision(case), lead, NOW)
    approve(case, the_decision(case), lead, NOW, "Like cases are treated alike.")
    assert (left(month), left(quarter)) == (75, -5)


def test_a_budget_lowered_below_what_is_gone_takes_nothing_back(
    handler: Person, lead: Person
) -> None:
    a_budget("100", handler)
    given = Decision.objects.get(case=a_decided_case(handler))
    assert left(a_budget("10", handler)) == -15
    given.refresh_from_db()
    assert (given.budget_on, given.needs_role) == (NOW.date(), Role.HANDLER)
    case = a_decided_case(handler)
    with pytest.raises(NothingToApprove, match=r"has -£15\.00 left"):
        approve(case, the_decision(case), lead, NOW)


def test_deciding_again_leaves_what_other_cases_gave(handler: Person) -> None:
    budget = a_budget("100", handler)
    case, other = a_decided_case(handler), a_decided_case(handler)
    decide.decide(case, handler, NOW)
    assert left(budget) == 50
    assert Decision.objects.get(case=other).budget_on == NOW.date()
    letter = answer.draft_reply(load.page(other), handler, NOW)
    answer.answer(other, the_decision(other), letter, handler, NOW)
    assert left(budget) == 50


class TestOverTheBudget:
    def test_the_goodwill_stays_what_the_policy_gives_and_waits_for_a_lead(
        self, handler: Person, lead: Person
    ) -> None:
        """Like cases are treated alike, whatever is left this month."""
        budget = a_budget("20", handler)
        case = a_decided_case(handler)
        row = Decision.objects.get(case=case)
        assert (row.goodwill, row.needs_role, row.budget_on) == (25, Role.LEAD, None)
        with pytest.raises(may.NotAllowed):
            approve(case, row.pk, handler, NOW, "Please.")
        for unseen in ("", " ", "\u200b", "\u2800"):
            with pytest.raises(NothingToApprove, match=r"has £20\.00 left: say why"):
                approve(case, row.pk, lead, NOW, unseen)
        approve(case, row.pk, lead, NOW, "Like cases are treated alike.")
        row.refresh_from_db()
        assert (row.approved_by, row.over_budget) == (
            "Lena Brandt",
            "Like cases are treated alike.",
        )
        assert left(budget) == -5

    def test_no_letter_leaves_beside_the_approval_that_asks_and_counts(
        self, handler: Person, lead: Person
    ) -> None:
        """A lead who only sends would say no reason, and the budget would never hear of it."""
        budget = a_budget("20", handler)
        case = a_decided_case(handler)
        letter = answer.draft_reply(load.page(case), lead, NOW)
        with pytest.raises(answer.NotReady, match="needs the approval of a lead first"):
            answer.answer(case, the_decision(case), letter, lead, NOW)
        approve(case, the_decision(case), lead, NOW, "Like cases are treated alike.")
        answer.answer(case, the_decision(case), letter, lead, NOW)
        assert spending.standing(budget).spent == pounds("25")

    def test_what_is_owed_knows_no_budget(self, handler: Person) -> None:
        owed = Decision.objects.get(case=a_decided_case(handler)).owed
        a_budget("0", handler)
        assert Decision.objects.get(case=a_decided_case(handler)).owed == owed

    def test_a_lead_grants_an_exception_beyond_it_with_a_reason(self, lead: Person) -> None:
        budget = a_budget("30", lead)
        case = a_decided_case(lead)
        for unseen in ("", "\u200b"):
            with pytest.raises(DeviationError, match=r"has £5\.00 left: say why"):
                an_exception(case, "10", lead, unseen)
        assert not Deviation.objects.exists()
        row = an_exception(case, "10", lead, "Her birthday is once a year.")
        assert (row.state, row.over_budget) == ("granted", "Her birthday is once a year.")
        assert left(budget) == -5

    def test_a_handler_asks_a_lead(self, handler: Person, lead: Person) -> None:
        a_budget("30", handler)
        case = a_decided_case(handler)
        row = an_exception(case, "10", handler)
        assert row.state == "proposed"
        with pytest.raises(DeviationError, match="say why"):
            approve_deviation(case, row.pk, "", lead, NOW)
        approve_deviation(case, row.pk, "Once.", lead, NOW)

    @pytest.mark.parametrize("amount", [None, Money(Decimal(0), "GBP")])
    def test_help_that_costs_nothing_is_granted_beyond_it_without_a_reason(
        self, amount: Money | None, handler: Person, lead: Person
    ) -> None:
        """Whoever grants it: at once, or where another asked for it."""
        budget = a_budget("20", handler, lead)
        case = a_decided_case(handler)
        approve(case, the_decision(case), lead, NOW, "Like cases are treated alike.")
        assert left(budget) == -5
        wanted = Wanted("help", amount, "We ring the carrier.", "She is ill.", NOW.date())
        seen = outlook(load.page(case), wanted, handler, NOW)
        assert (seen.short, [stands.left for _, stands in seen.budgets]) == ((), [pounds("-5")])
        row = deviate(case, the_decision(case), wanted, "", lead, NOW)
        assert (row.state, row.over_budget) == ("granted", "")

    def test_zero_is_a_budget(self, handler: Person) -> None:
        a_budget("0", handler)
        assert Decision.objects.get(case=a_decided_case(handler)).needs_role == Role.LEAD

    def test_another_currency_is_limited_by_none_of_it(self, handler: Person) -> None:
        a_budget("0", handler)
        assert spending.short(handler.team, Money(Decimal(5), "EUR"), NOW.date()) == []


def test_what_waits_counts_once_it_is_approved(handler: Person, lead: Person) -> None:
    budget = a_budget("100", handler)
    case = a_decided_case(handler)
    row = an_exception(case, "40", handler)
    assert left(budget) == 75
    approve_deviation(case, row.pk, "", lead, NOW)
    assert left(budget) == 35


TOGETHER = 4


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_people_who_decide_at_once_never_spend_the_same_pound() -> None:
    """Four decisions of £25 at the same moment, and £60: two are within it, and two wait."""
    people = [
        Person.objects.create_person(f"p{n}@example.com", f"Person {n}", Role.HANDLER, "a password")
        for n in range(TOGETHER)
    ]
    cases = [
        an_investigated_case(by, name=f"Sally {n}", email=f"sally{n}@example.org")
        for n, by in enumerate(people)
    ]
    budget = a_budget("60", *people)
    start = Barrier(TOGETHER)

    def begin(n: int) -> bool:
        start.wait()
        try:
            return decide.decide(cases[n], people[n], NOW).budget_on is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as threads:
        within = list(threads.map(begin, range(TOGETHER)))
    assert sorted(within) == [False, False, True, True]
    assert left(budget) == 10
    assert Case.objects.filter(state="decided").count() == TOGETHER


def test_whose_cases_somebody_sees_is_changed_by_who_keeps_people_and_never_by_oneself(
    handler: Person, lead: Person, administrator: Person
) -> None:
    team = add_team("The board's own", lead, NOW)
    Team.objects.filter(pk=team.pk).update(private=True)
    for person in (handler, lead):
        with pytest.raises(may.NotAllowed):
            put_in_team(person.pk, team.pk, lead, NOW)
    with pytest.raises(BudgetError, match="nobody changes what they themselves see"):
        put_in_team(administrator.pk, team.pk, administrator, NOW)
    put_in_team(handler.pk, team.pk, administrator, NOW)
    with pytest.raises(may.NotAllowed):  # nor taken out
        put_in_team(handler.pk, None, lead, NOW)
