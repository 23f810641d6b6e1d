"""Backtests over the demo company find what was planted in it, to the penny."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import Sum
from pytest_django import DjangoDbBlocker
from tests.demo.test_build import HABIT
from tests.insight.drafts import changed

from upheld.core.decision import decide
from upheld.core.document import read_case
from upheld.demo import build
from upheld.demo.simulate import Company
from upheld.insight.backtest import backtest
from upheld.insight.backtest.columns import decider
from upheld.insight.backtest.past import decided_cases
from upheld.insight.worth import worth
from upheld.store import policies
from upheld.store.models import Decision

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.xdist_group("demo"),  # one process builds the firm, once
]

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
CELLS = 'core-medium,make_right,"upheld, partly_upheld","core, unknown",-,> 0,-,>= 100,voucher,'


@pytest.fixture(scope="module")
def firm(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:
    """The company in the store, built once for all tests and then taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build.build(NOW.date(), NOW, lambda sentence: None)
        transaction.set_rollback(True)


def decided_by_the_rule(rule: str) -> int:
    """How many past cases the policy decides by this rule of goodwill, one by one."""
    policy = policies.read_policy(policies.folder())
    latest = Decision.objects.order_by("case", "at", "pk").values_list("case", "document")
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
    found = worth(policy, NOW)
    assert found.since is not None
    by_rule = Decision.objects.exclude(policy_version=HABIT)
    given = sum(each.gave or Decimal(0) for each in found.tables["goodwill"].values())
    assert given == by_rule.aggregate(all=Sum("goodwill"))["all"]
    assert found.tables["goodwill"]["core-medium"].price is not None
