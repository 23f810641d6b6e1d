"""The same thing happened to Sally and to Bob: their difference is goodwill, to the cent."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.docs.pages import ROOT
from tests.policies.chain import POLICY

from upheld.core.case import Case
from upheld.core.decision import Decision, decide
from upheld.core.document import read_case
from upheld.core.floor import of_allegation
from upheld.core.law import Reading
from upheld.store.policy_files.laws import read_law

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def case_of(name: str) -> Case:
    text = (ROOT / "docs" / "examples" / f"{name}.json").read_text("utf-8")
    return read_case(json.loads(text, parse_float=Decimal), POLICY)


def law_on(case: Case, decision: Decision) -> list[Reading]:
    law = read_law("uk-cra")
    pairs = zip(case.allegations, decision.findings, strict=True)
    return [of_allegation(law, a, f.result, case.received_on, NOW.date()) for a, f in pairs]


def test_what_they_are_owed_is_the_same_to_the_cent_and_the_rest_is_goodwill() -> None:
    sally, bob = case_of("sally"), case_of("bob")
    hers, his = decide(sally, POLICY, NOW), decide(bob, POLICY, NOW)
    assert sally.customer != bob.customer
    assert [item.money for item in hers.entitlement] == [item.money for item in his.entitlement]
    assert (hers.owed.amount, his.owed.amount) == (Decimal("12.50"), Decimal("12.50"))
    all_hers = hers.owed.amount + hers.goodwill.amount
    all_his = his.owed.amount + his.goodwill.amount
    assert all_hers - all_his == hers.goodwill.amount - his.goodwill.amount == Decimal("25.00")


def test_the_law_gives_both_the_same() -> None:
    sally, bob = case_of("sally"), case_of("bob")
    readings = [law_on(case, decide(case, POLICY, NOW)) for case in (sally, bob)]
    assert readings[0] == readings[1]


def test_bob_with_everything_else_of_sally_is_owed_no_more() -> None:
    sally, bob = case_of("sally"), case_of("bob")
    swapped = Case(date(2026, 11, 2), bob.allegations, sally.customer, sally.circumstances)
    assert decide(swapped, POLICY, NOW).owed == decide(bob, POLICY, NOW).owed
