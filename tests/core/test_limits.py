"""How much a rule may give: a slip is told before it decides anything, and is no crash after."""

from typing import Any

import polars as pl
import pytest
from tests.core.given import NOW, document
from tests.core.standard_texts import texts

from upheld.core.decision import DecisionError, decide
from upheld.core.document import read_case
from upheld.core.limits import slips
from upheld.core.review import Why, hindrances, review
from upheld.insight.backtest import CannotCompare, Documents, backtest
from upheld.insight.backtest.columns import Decider
from upheld.insight.backtest.facts import facts_of
from upheld.tables import Policy, load_texts

LATE = 'late-goods,-,"late, not_received",product,-,-,-,-,-,-,-,-,-,-,refund,'
VOUCHER = 'core-medium,make_right,"upheld, partly_upheld","core, unknown",-,> 0,-,>= 100,voucher,'


def late(amount: str = "refundable.delivery", days: str = "5") -> dict[str, str]:
    """The standard policy, with this amount and these days for goods that came late."""
    now = f"{LATE}refundable.delivery,firm,5"
    return texts(entitlement=(now, f"{LATE}{amount},firm,{days}"))


def told(files: dict[str, str]) -> list[str]:
    return [str(slip) for slip in slips(load_texts(files))]


def given(name: str) -> dict[str, str]:
    where, what = name.split("=")
    if where == "goodwill":
        return texts(goodwill=(f"{VOUCHER}25", f"{VOUCHER}{what}"))
    return late(**{where: what})


def test_the_standard_policy_has_no_such_slip() -> None:
    assert told(texts()) == []


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("days=3651", "3651 holds a number above 3,650, the most there is for owed.days"),
        ("days=5000000", "5000000 holds a number above 3,650"),
        ("days=1e300", "holds a number above 3,650"),
        ("days=days_late * 1000000", "days_late * 1000000 holds a number above 3,650"),
        ("days=-3", "-3 is less than nothing, which owed.days cannot be"),
        ("amount=10000001", "holds a number above 10,000,000, the most there is for owed.amount"),
        ("amount=refundable.delivery * 1e290", "holds a number above 10,000,000"),
        ("amount=-3", "-3 is less than nothing, which owed.amount cannot be"),
        ("goodwill=1e18", "holds a number above 10,000,000, the most there is for goodwill.amount"),
        ("goodwill=-5", "-5 is less than nothing, which goodwill.amount cannot be"),
    ],
)
def test_what_a_rule_gives_far_too_much_of_is_told_with_its_place(rule: str, message: str) -> None:
    (slip,) = told(given(rule))
    assert message in slip
    assert slip.startswith(("table entitlement, late-goods", "table goodwill, core-medium"))
    assert slip.endswith(": correct the number")


@pytest.mark.parametrize("rule", ["days=0", "days=3650", "amount=10000000", "goodwill=0"])
def test_what_can_be_kept_is_no_slip(rule: str) -> None:
    assert told(given(rule)) == []


@pytest.mark.slow
def test_a_slip_keeps_a_policy_from_being_published() -> None:
    found = [each for each in hindrances(review(late(days="5000000"))) if each.why is Why.CHECK]
    ((slip),) = found
    assert slip.where.startswith("table entitlement, late-goods (row ")
    assert slip.mend == "Correct the number"


WORKED_OUT = {
    "owed.days is past 3,650": late(days="days_late * 1000"),
    "owed.days is past 3,650 days": late(days="0 - days_late * 1000"),
    "is offered as goodwill, and one decision holds": texts(
        goodwill=(f"{VOUCHER}25", f"{VOUCHER}dearest * 1000000")
    ),
    "is owed in all, and one decision holds": late(amount="refundable.delivery * 1000000"),
}


def decided(policy: Policy, **more: Any) -> None:
    decide(read_case(document(**more), policy), policy, NOW)


@pytest.mark.parametrize("why", [*WORKED_OUT])
def test_what_a_rule_works_out_from_the_facts_is_refused_where_no_letter_could_say_it(
    why: str,
) -> None:
    policy = load_texts(WORKED_OUT[why])
    with pytest.raises(DecisionError, match=why):
        decided(policy)


@pytest.mark.parametrize("why", [*WORKED_OUT])
def test_columns_refuse_it_with_the_same_words(why: str) -> None:
    policy = load_texts(WORKED_OUT[why])
    found = Decider(policy).over(facts_of([document()], policy), NOW)
    (problem,) = found.cases["problem"]
    assert why in problem


@pytest.mark.parametrize("rule", ["days=1e300", "goodwill=1e18", "amount=1e290"])
def test_a_draft_with_such_a_rule_is_not_compared(rule: str) -> None:
    draft = load_texts(given(rule))
    with pytest.raises(CannotCompare, match="holds a number above"):
        backtest(draft, lambda day: draft, [Documents(["UP-1"], [document()], pl.DataFrame())], NOW)
