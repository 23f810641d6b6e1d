"""Backtests over the demo company find what was planted in it, to the penny."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum
from tests.demo.conftest import DAYS, one_day
from tests.demo.test_build import HABIT
from tests.insight.drafts import changed

from upheld.core.decision import decide
from upheld.core.document import read_case
from upheld.core.intervals import Beside
from upheld.demo.simulate import Company
from upheld.insight.backtest import backtest
from upheld.insight.backtest.columns import decider
from upheld.insight.backtest.past import decided_cases
from upheld.insight.fair import By, Group, Measure, Measured, fairness
from upheld.insight.fair.learnt import learnt as learnt_of_fairness
from upheld.insight.goodwill.learnt import learnt as learnt_of_goodwill
from upheld.insight.worth import counted, worth
from upheld.store import policies
from upheld.store.models import Decision

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    one_day,
]

NOW = DAYS[0]
CELLS = 'core-medium,make_right,"upheld, partly_upheld","core, unknown",-,> 0,-,>= 100,voucher,'


def decided_by_the_rule(rule: str) -> int:
    """How many past cases the policy decides by this rule of goodwill, one by one."""
    policy = policies.read_policy(policies.folder())
    latest = Decision.objects.order_by("case", "pk").values_list("case", "document")
    decisions = (decide(read_case(told, policy), policy, NOW) for told in dict(latest).values())
    spoke = (r.rules for each in decisions for r in each.trace if r.table == "goodwill")
    return sum(rule in rules for rules in spoke)


def test_a_voucher_of_five_pounds_more_costs_five_pounds_a_case(
    firm: Company, tmp_path: Path
) -> None:
    draft = changed(tmp_path, goodwill=(f"{CELLS}25", f"{CELLS}30"))
    found = backtest(draft, policies.policy_in_force, decided_cases(), NOW)
    count = decided_by_the_rule("core-medium")
    assert count > 100
    assert found.costs.goodwill.difference == 5 * count
    assert (found.goodwill.more, found.owed.same) == (count, found.given)
    assert sum(month.costs.difference for month in found.months) == 5 * count
    assert found.undecided == []


def test_the_habit_paid_whoever_asked_twice_and_the_policy_pays_for_the_harm(
    firm: Company,
) -> None:
    """The same old cases, decided by the policy: those who asked twice get their share again."""
    asked = {one.id for one in firm.complaints if one.asked_twice}
    old = dict(Decision.objects.filter(policy_version=HABIT).values_list("case", "goodwill"))
    habit = sum((given for case, given in old.items() if case in asked), Decimal(0))
    assert habit / sum(old.values()) > Decimal("0.9")

    policy = policies.read_policy(policies.folder())
    (batch,) = decided_cases()
    decided = decider(policy).over(batch.facts(policy, ()), NOW).cases
    pence = {int(n[3:]): p for n, p in zip(batch.names, decided["goodwill"], strict=True)}
    by_policy = sum(pence[case] for case in old if case in asked) / sum(pence[c] for c in old)
    share = sum(case in asked for case in old) / len(old)
    assert abs(by_policy - share) < 0.08


def test_no_rule_was_in_use_while_goodwill_followed_habit(firm: Company) -> None:
    policy = policies.read_policy(policies.folder())
    found = worth(policy, counted(NOW))
    assert found.since is not None
    by_rule = Decision.objects.exclude(policy_version=HABIT)
    given = sum(each.gave or Decimal(0) for each in found.tables["goodwill"].values())
    assert given == by_rule.aggregate(all=Sum("goodwill"))["all"]
    assert found.tables["goodwill"]["core-medium"].price is not None


START = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def treated(firm: Company) -> dict[str, By]:
    """How each kind of groups was treated, found from the rows once for the tests below."""
    return {each.name: each for each in fairness(START, NOW, NOW).kinds}


def test_whoever_came_again_was_paid_and_under_the_policy_nobody_is_for_that(
    firm: Company, treated: dict[str, By]
) -> None:
    """Found from the rows: by coming again and by area, for the same facts; and gone with them."""
    planted, kinds = firm.truths.paid_for_asking_twice, treated
    asked = by_goodwill(kinds["came again"].measures)["came again"]
    again = by_goodwill(kinds["came again"].by_policy)["came again"]
    assert asked.stands_out
    assert asked.gap
    assert asked.gap.low > 0.3
    assert not again.stands_out
    assert again.gap
    assert abs(again.gap.likely) < 0.06

    areas = by_goodwill(kinds["area"].measures)
    out = [each for each in areas.values() if each.stands_out]
    assert out
    for each in out:
        favoured = each.side is Beside.ABOVE
        assert each.name in (planted.asking_areas if favoured else planted.other_areas)
    assert not any(each.stands_out for each in by_goodwill(kinds["area"].by_policy).values())


def by_goodwill(measures: Sequence[Measured]) -> dict[str, Group]:
    (found,) = (each for each in measures if each.measure is Measure.GOODWILL)
    return {each.name: each for each in found.groups}


def test_nothing_else_about_the_groups_stands_out(treated: dict[str, By]) -> None:
    """Nothing else was planted: outcomes and time differ by no more than chance makes."""
    out = {
        measured.measure
        for kind in treated.values()
        for measured in kind.measures
        if measured.standing_out
    }
    assert out == {Measure.GOODWILL}


def test_the_board_learns_of_it_without_being_told(firm: Company) -> None:
    first, *_ = told = learnt_of_fairness(START, NOW, NOW)
    assert {each.about for each in told} == {"came again/goodwill", "area/goodwill"}
    assert "came again got goodwill more often" in first.sentence
    assert "no more is left than chance makes" in first.sentence


def test_whether_goodwill_works_is_not_claimed(firm: Company) -> None:
    """Asking or the facts settled who got it, so that hardly anybody is left to compare with."""
    (told,) = learnt_of_goodwill(START, NOW, NOW)
    assert not told.certain
    assert "cannot be told" in told.sentence
    assert "lot" in told.then
