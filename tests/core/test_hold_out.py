"""A hold-out: goodwill of our own discretion held back by lot, and nothing else moved by it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import holding_out
from tests.core.given import CORE_FIT, DOCUMENT, NOW, POLICY, document

from upheld.core.decision import Decision, decide
from upheld.core.doctrine import DoctrineError, checked
from upheld.core.document import read_case
from upheld.core.hold_out import drawn
from upheld.core.record import keep, recall
from upheld.insight.backtest.columns import decider
from upheld.insight.backtest.facts import facts_of
from upheld.tables import load_texts
from upheld.tables.proofs import Verdict, prove

HOLDING = holding_out.policy()
CASES = [f"UP-{number:06}" for number in range(1, 2001)]
HELD = next(case for case in CASES if drawn(case, HOLDING.version) < 10)
NOT_HELD = next(case for case in CASES if drawn(case, HOLDING.version) >= 10)


def decided(told: dict[str, Any], **more: Any) -> Decision:
    return decide(read_case({**told, **more}, HOLDING), HOLDING, NOW)


def test_the_lot_holds_back_what_the_same_facts_give_without_it() -> None:
    held, given = decided(document(), lot=HELD).goodwill, decided(document(), lot=NOT_HELD).goodwill
    assert (held.kind, held.amount, held.because) == ("none", 0, holding_out.BECAUSE)
    assert (given.kind, given.amount) == ("voucher", 25)
    assert held.hold_out
    assert given.hold_out
    assert (held.hold_out.held, held.hold_out.share, held.hold_out.amount) == (True, 10, 25)
    assert (given.hold_out.held, given.hold_out.share, given.hold_out.amount) == (False, 10, 25)
    assert held.by_the_facts == given.by_the_facts == 25


def test_ten_in_a_hundred_are_drawn_and_another_version_draws_others() -> None:
    lots = [drawn(case, HOLDING.version) for case in CASES]
    assert lots == [drawn(case, HOLDING.version) for case in CASES]
    assert set(lots) == set(range(100))
    assert 0.085 < sum(lot < 10 for lot in lots) / len(lots) < 0.115
    assert lots != [drawn(case, POLICY.version) for case in CASES]


def test_nobody_who_needs_more_help_now_is_drawn() -> None:
    told = document(customer={**CORE_FIT, "vulnerable": True})
    assert (decided(told, lot=HELD).goodwill.amount, decided(told, lot=HELD).goodwill.hold_out) == (
        25,
        None,
    )


def test_without_a_lot_or_a_rule_that_reads_one_nothing_is_held_back() -> None:
    assert decided(document()).goodwill.hold_out is None
    told = {**document(), "lot": HELD}
    assert decide(read_case(told, POLICY), POLICY, NOW).goodwill.hold_out is None


def test_where_nothing_would_be_given_no_lot_is_drawn() -> None:
    """Nor does a rule speak of one: staff are told the reason that holds for all."""
    mild = document(allegations=[{"kind": "late", "facts": {"days_late": 3, "impact": "none"}}])
    gesture = decided(mild, lot=HELD).goodwill
    assert (gesture.amount, gesture.hold_out) == (0, None)
    assert gesture.because != holding_out.BECAUSE


def test_the_record_brings_it_back_with_its_trace() -> None:
    decision = decided(document(), lot=HELD)
    again = recall(keep(decision))
    assert again.goodwill == decision.goodwill
    (ruling,) = (each for each in decision.trace if each.table == "goodwill")
    assert ruling.rules == ("held-back",)
    assert ruling.read["lot"] == Decimal(drawn(HELD, HOLDING.version))


@given(DOCUMENT, st.sampled_from(CASES[:300]))
def test_the_lot_moves_goodwill_alone_and_never_upwards(told: dict[str, Any], case: str) -> None:
    """Promise 1: what is found, owed and answered does not know that there is a lot."""
    drawn_, without = decided(told, lot=case), decided(told)
    assert drawn_.findings == without.findings
    assert drawn_.entitlement == without.entitlement
    assert (drawn_.outcome, drawn_.stance, drawn_.fit) == (
        without.outcome,
        without.stance,
        without.fit,
    )
    assert drawn_.goodwill.amount <= without.goodwill.amount
    assert drawn_.goodwill.help == without.goodwill.help
    assert decided(told, lot=case) == drawn_


def test_every_promise_of_the_policy_is_still_proved() -> None:
    proofs = prove(HOLDING)
    assert [each for each in proofs if each.verdict is Verdict.REFUTED] == []


def test_a_backtest_decides_as_if_no_lot_were_drawn() -> None:
    told = [document(lot=HELD), document(lot=NOT_HELD)]
    found = decider(HOLDING).over(facts_of(told, HOLDING), NOW).cases
    assert found["goodwill"].to_list() == [2500, 2500]


def row_for(lots: str) -> str:
    return holding_out.ROW.replace("< 10", lots)


@pytest.mark.parametrize("lots", ["< 20", "[10..30)", '"3, 7"', "[0..10], [90..99)", "-"])
def test_up_to_twenty_in_a_hundred_may_be_held_back(lots: str) -> None:
    quoted = f'"{lots}"' if "," in lots and not lots.startswith('"') else lots
    assert holding_out.policy(row_for(quoted)).version


@pytest.mark.parametrize(
    ("lots", "named"), [("<= 20", 21), ("< 50", 50), (">= 10", 90), ("not(5)", 99), ("0.5", 0)]
)
def test_more_than_that_may_not_decide(lots: str, named: int) -> None:
    if named:
        with pytest.raises(DoctrineError, match=f"name {named} of 100 lots.*20 at most"):
            holding_out.policy(row_for(lots))
    else:
        assert holding_out.policy(row_for(lots)).version


def test_rules_that_each_hold_back_a_few_count_together() -> None:
    more = row_for("[10..25)").replace("held-back", "held-back-too")
    with pytest.raises(DoctrineError, match="name 25 of 100 lots"):
        holding_out.policy(f"{holding_out.ROW}\n{more}")


def test_an_amount_that_goes_by_the_lot_itself_may_not_decide() -> None:
    with pytest.raises(DoctrineError, match="name 100 of 100 lots"):
        holding_out.policy(row_for("< 10").replace(",none,0,", ",voucher,dearest * lot,"))


@pytest.mark.parametrize("table", ["entitlement", "outcome", "stance"])
def test_no_other_table_may_read_the_lot(table: str) -> None:
    files = holding_out.texts()
    head, _, rest = files[f"{table}.csv"].partition("\n")
    first, *others = head.split(",")
    files[f"{table}.csv"] = "\n".join(
        [",".join([first, "lot", *others]), *(_with_cell(line) for line in rest.splitlines())]
    )
    with pytest.raises(DoctrineError, match="lot"):
        checked(load_texts(files))


def _with_cell(line: str) -> str:
    name, _, rest = line.partition(",")
    return f"{name},< 50,{rest}"
