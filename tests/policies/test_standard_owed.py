"""What is owed? Promise 1: by what happened, to the penny, whoever asks."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from tests.policies.chain import POLICY, Facts, Given, answer
from tests.policies.facts import ALLEGATIONS, OTHERS, amount
from tests.policies.kinds import KINDS, OWED_OTHERWISE_IN_PART, found, owed, with_noise

for_each_kind = pytest.mark.parametrize("kind", KINDS)
OUTPUTS = tuple(POLICY.tables["entitlement"].outputs)
MISSED_DAY = Decimal(30)  # the firm's own promise 4
FROM_THE_LAST_RULES = {"other-unassessed", "other-set-straight", "other-reduction"}


@pytest.mark.parametrize("table", ["finding", "refundable", "entitlement"])
def test_only_what_happened_can_reach_a_finding_or_what_is_owed(table: str) -> None:
    for output in POLICY.tables[table].outputs:
        assert {POLICY.inputs[name].about for name in POLICY.closure(output)} <= {"allegation"}


@given(ALLEGATIONS, OTHERS, OTHERS)
def test_whoever_asks_the_findings_and_the_owed_are_the_same(
    allegations: list[Facts], one: Facts, other: Facts
) -> None:
    names = (*POLICY.tables["finding"].outputs, *OUTPUTS)
    first, second = answer(Given(allegations, one)), answer(Given(allegations, other))
    for here, there in zip(first.allegations, second.allegations, strict=True):
        assert [here[name] for name in names] == [there[name] for name in names]
    assert first.case["owed.total"] == second.case["owed.total"]


@for_each_kind
def test_what_is_owed_reads_the_facts_of_its_kind_and_no_others(kind: str) -> None:
    # Seven is no divisor of any fact's values, so every pair of them is met.
    for row in found(kind)[::7]:
        for noisy in with_noise(_asked(row)):
            assert _outputs(owed(noisy)) == _outputs(row), noisy


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(OWED_OTHERWISE_IN_PART)))
def test_what_is_so_in_part_is_owed_like_what_is_so(kind: str) -> None:
    for row in found(kind)[::7]:
        partly = owed({**_asked(row), "recorded_finding": "partly"})
        assert _outputs(partly) == _outputs(row)


@for_each_kind
def test_what_is_owed_is_known_or_asked_for(kind: str) -> None:
    for row in found(kind):
        known = (row["owed.kind"] is not None, row["owed.amount"] is not None)
        asked = (row["owed.question"] is not None, row["owed.ask_whom"] is not None)
        assert (known, asked) in (((True, True), (False, False)), ((False, False), (True, True)))


@for_each_kind
def test_a_remedy_says_by_when_and_who_may_choose(kind: str) -> None:
    for row in found(kind):
        remedy = row["owed.kind"] not in (None, "none")
        assert (row["owed.days"] is not None) is remedy, row
        assert (row["owed.chooser"] is not None) is remedy, row


@for_each_kind
def test_a_refund_is_of_something_and_nothing_is_no_money(kind: str) -> None:
    for row in _known(kind):
        if row["owed.kind"] in ("refund", "price_reduction"):
            assert amount(row, "owed.amount") > 0
        if row["owed.kind"] == "none":
            assert row["owed.amount"] == 0


@for_each_kind
def test_money_owed_is_never_below_zero_nor_above_what_was_at_stake(kind: str) -> None:
    for row in _known(kind):
        paid = _money(row, "price_paid") + _money(row, "delivery_paid")
        assessed = max(_money(row, "amount_overcharged"), _money(row, "fair_reduction"))
        assert 0 <= amount(row, "owed.amount") <= max(paid, assessed, MISSED_DAY)


@for_each_kind
def test_what_was_refunded_is_counted_to_the_penny(kind: str) -> None:
    for row in _known(kind):
        unpaid = owed({**_asked(row), "already_refunded": Decimal(0)})
        # The whole price back is enough, even where a greater reduction was written down.
        beyond_price = unpaid["owed.kind"] == "price_reduction" and row["owed.kind"] == "none"
        if unpaid["owed.amount"] is not None and not beyond_price:
            due = amount(unpaid, "owed.amount") - _money(row, "already_refunded")
            assert row["owed.amount"] == max(due, Decimal(0)), row


@for_each_kind
def test_with_everything_back_no_question_of_money_is_left(kind: str) -> None:
    for row in _known(kind):
        unpaid = owed({**_asked(row), "already_refunded": Decimal(0)})
        if unpaid["owed.amount"] is None:
            assert row["refundable.all"] == 0, row


@for_each_kind
def test_an_unrecorded_refund_was_not_made(kind: str) -> None:
    for row in found(kind):
        unpaid = owed({**_asked(row), "already_refunded": Decimal(0)})
        if row["already_refunded"] is None:
            assert _outputs(row) == _outputs(unpaid)


@for_each_kind
@pytest.mark.parametrize("settled", ["put_right_before", "covered_by_another"])
def test_a_loss_is_made_good_once(kind: str, settled: str) -> None:
    for row in found(kind):
        again = owed({**_asked(row), settled: True})
        assert (again["owed.kind"], again["owed.amount"]) == ("none", Decimal(0))


@for_each_kind
@pytest.mark.parametrize("finding", ["not_substantiated", "undetermined"])
def test_nothing_is_owed_unless_something_was_found(kind: str, finding: str) -> None:
    for row in found(kind):
        other = owed({**_asked(row), "recorded_finding": finding})
        assert other["owed.kind"] == ("none" if finding == "not_substantiated" else None)
        assert other["owed.question"] is None


@for_each_kind
def test_only_other_falls_to_the_last_rules(kind: str) -> None:
    for row in found(kind):
        rule = POLICY.run("entitlement", row).fired[0].id
        assert (rule in FROM_THE_LAST_RULES) is (kind == "other"), row


def _known(kind: str) -> Iterator[Facts]:
    return (row for row in found(kind) if row["owed.amount"] is not None)


def _asked(row: Facts) -> Facts:
    """The facts without the answers of the tables."""
    return {name: value for name, value in row.items() if name in POLICY.inputs}


def _outputs(row: Facts) -> list[object]:
    return [row[name] for name in OUTPUTS]


def _money(row: Facts, name: str) -> Decimal:
    value = row.get(name)
    return value if isinstance(value, Decimal) else Decimal(0)
