"""Beside every rule: how many cases it decided, what it gave, and its price for everyone."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.core.given import POLICY
from tests.stories import NOW, SHELVES_LATE, a_decided_case, an_allegation, told_about

from upheld.core.money import Money
from upheld.core.repeated import price_a_year
from upheld.core.words import CaseId
from upheld.insight.worth import RuleWorth, Worth, counted, worth
from upheld.steps import decide, investigate
from upheld.store.models import Case, Decision, Person, RuleFired, Team
from upheld.store.sight import seen

FIVE = Money(Decimal(5), "GBP")
YEAR = timedelta(days=365)


def of(found: Worth, table: str, rule: str) -> RuleWorth:
    return found.tables[table][rule]


def a_case_for_sally(by: Person, now: datetime = NOW) -> CaseId:
    case = a_decided_case(by, now)
    told_about(case, "0.9", "0.9", "0.9")
    decide.decide(case, by, now)
    return case


def given_to_a_private_team(case: CaseId, by: Person) -> None:
    team = Team.objects.create(name="Board matters", private=True)
    Person.objects.filter(pk=by.pk).update(team=team)
    Case.objects.filter(pk=case).update(owner=by)


@pytest.mark.django_db
def test_without_a_decision_no_rule_has_shown_its_worth() -> None:
    found = worth(POLICY, counted(NOW))
    assert found.since is None
    assert of(found, "goodwill", "core-medium") == RuleWorth(
        "core-medium", gave=Decimal("0.00"), gave_a_year=Decimal("0.00")
    )
    assert of(found, "stance", "ours") == RuleWorth("ours")


def test_a_rule_tells_how_many_cases_it_decided_what_it_gave_and_when_last(
    handler: Person,
) -> None:
    a_case_for_sally(handler, NOW - timedelta(days=400))
    a_case_for_sally(handler, NOW - timedelta(days=30))
    found = worth(POLICY, counted(NOW))
    voucher = of(found, "goodwill", "core-medium")
    assert (voucher.cases, voucher.cases_a_year) == (2, 1)
    assert (voucher.gave, voucher.gave_a_year) == (Decimal("50.00"), Decimal("25.00"))
    assert voucher.last == NOW - timedelta(days=30)
    charge = of(found, "entitlement", "late-goods")
    assert (charge.cases, charge.gave, charge.price) == (2, Decimal("25.00"), None)
    assert of(found, "stance", "ours").gave is None
    assert found.since == NOW - timedelta(days=400)


def test_what_a_private_team_gave_and_when_is_told_to_nobody_else(
    handler: Person, lead: Person, auditor: Person
) -> None:
    """In how many cases a rule answered is of the whole firm, and so is its price."""
    a_case_for_sally(lead, NOW - timedelta(days=30))
    given_to_a_private_team(a_case_for_sally(handler, NOW - timedelta(days=90)), handler)
    with seen.looking(auditor):
        whole = worth(POLICY, counted(NOW))
    with seen.looking(lead):
        shown = worth(POLICY, counted(NOW))
    for found, gave, since in ((whole, "25.00", 90), (shown, "12.50", 30)):
        charge = of(found, "entitlement", "late-goods")
        voucher = of(found, "goodwill", "core-medium")
        assert (charge.cases, charge.cases_a_year, voucher.cases) == (2, 2, 2)
        assert (charge.gave, charge.gave_a_year) == (Decimal(gave), Decimal(gave))
        assert found.since == NOW - timedelta(days=since)
        assert voucher.price is not None
    assert of(whole, "goodwill", "core-medium").price == of(shown, "goodwill", "core-medium").price


def test_a_rule_that_answered_a_private_team_alone_tells_how_often_and_nothing_else(
    handler: Person, lead: Person
) -> None:
    given_to_a_private_team(a_case_for_sally(handler, NOW - timedelta(days=90)), handler)
    with seen.looking(lead):
        charge = of(worth(POLICY, counted(NOW)), "entitlement", "late-goods")
    nothing = Decimal("0.00")
    assert charge == RuleWorth("late-goods", 1, 1, gave=nothing, gave_a_year=nothing, last=None)


def test_a_case_decided_again_counts_once_by_its_latest_decision(handler: Person) -> None:
    case = a_case_for_sally(handler)
    assert Decision.objects.filter(case=case).count() == 2
    found = worth(POLICY, counted(NOW))
    assert of(found, "stance", "ours").cases == 1
    investigate.record_circumstances(case, {"withdrawn": True}, handler, NOW)
    decide.decide(case, handler, NOW)
    found = worth(POLICY, counted(NOW))
    assert of(found, "stance", "ours").cases == 0
    assert of(found, "outcome", "withdrawn").cases == 1


def test_a_rule_that_speaks_on_two_points_of_a_case_gave_both_amounts(handler: Person) -> None:
    case = a_decided_case(handler)
    own = {**SHELVES_LATE, "price_paid": "90.00", "delivery_paid": "4.00"}
    an_allegation(case, handler, facts=own)
    decide.decide(case, handler, NOW)
    charge = of(worth(POLICY, counted(NOW)), "entitlement", "late-goods")
    assert (charge.cases, charge.gave) == (1, Decimal("16.50"))


def test_all_rules_of_a_policy_take_two_statements(handler: Person) -> None:
    a_case_for_sally(handler)
    with CaptureQueriesContext(connection) as asked:
        found = worth(POLICY, counted(NOW))
    assert len(asked) == 2
    assert {t: list(rules) for t, rules in found.tables.items()} == {
        name: [rule.ref.id for rule in table.rules] for name, table in POLICY.tables.items()
    }


def test_a_price_needs_four_weeks_of_decisions(handler: Person) -> None:
    a_case_for_sally(handler, NOW - timedelta(days=27))
    assert of(worth(POLICY, counted(NOW)), "goodwill", "core-medium").price is None
    RuleFired.objects.update(at=NOW - timedelta(days=28))
    price = of(worth(POLICY, counted(NOW)), "goodwill", "core-medium").price
    assert price is not None
    # One voucher of £25 in 28 days is thirteen in a year.
    assert price.likely == Decimal("325.89")


def spread(count: int, over: timedelta = YEAR) -> list[datetime]:
    return [NOW - over * (at + 0.5) / count for at in range(count)]


def test_a_year_of_gifts_costs_their_number_times_their_amount() -> None:
    price = price_a_year(spread(100), FIVE, YEAR, NOW)
    assert price is not None
    assert price.likely == 500
    # Behind 100 in a year lies a rate of 81.36 to 121.63 (the exact Poisson interval).
    assert price.low == pytest.approx(Decimal("406.80"), abs=Decimal("0.2"))
    assert price.high == pytest.approx(Decimal("608.15"), abs=Decimal("0.2"))


def test_half_a_year_counts_twice_and_is_half_as_sure() -> None:
    half = price_a_year(spread(50, YEAR / 2), FIVE, YEAR / 2, NOW)
    whole = price_a_year(spread(100), FIVE, YEAR, NOW)
    assert half is not None
    assert whole is not None
    assert half.likely == whole.likely
    assert half.low < whole.low
    assert half.high > whole.high


def test_a_rule_that_never_spoke_may_yet_cost_something() -> None:
    price = price_a_year([], FIVE, YEAR, NOW)
    assert price is not None
    assert price.low == price.likely == 0
    assert price.high == Decimal("18.44")  # three or four times a year cannot be excluded


def test_gifts_that_come_in_clumps_are_less_sure_than_chance_has_it() -> None:
    clumped = price_a_year([NOW - timedelta(days=5)] * 60, FIVE, YEAR, NOW)
    even = price_a_year(spread(60), FIVE, YEAR, NOW)
    assert clumped is not None
    assert even is not None
    assert clumped.likely == even.likely
    assert clumped.high - clumped.low > 3 * (even.high - even.low)


def test_what_gives_nothing_has_no_price() -> None:
    assert price_a_year(spread(9), Money(Decimal(0), "GBP"), YEAR, NOW) is None
    assert price_a_year(spread(9), None, YEAR, NOW) is None
