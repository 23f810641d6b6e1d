"""Does goodwill work: what is known of simulated firms is found, and what cannot be told is not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from benchmarks.goodwill import TRUTH, drawn_by_lot, firm
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import stories

from upheld.core.intervals import Interval
from upheld.insight.bought import DAYS, Bought
from upheld.insight.goodwill import Chances, Lots, Trial, chances, difference, effect, naive
from upheld.insight.goodwill.cells import cells
from upheld.insight.goodwill.doubly import Found, mean_of
from upheld.insight.goodwill.known import matrix
from upheld.insight.goodwill.made import Effects, Verdict, Way, _Look, effects
from upheld.insight.goodwill.outcomes import Afterwards, WhatFollowed, afterwards
from upheld.insight.goodwill.words import headline, sentence
from upheld.insight.goodwill.worth import Values
from upheld.insight.past_cases import Before, PastCase, past_cases
from upheld.store import models as rows

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
A_CASE = PastCase(
    case=1,
    person=1,
    received_at=NOW - timedelta(days=300),
    decided_at=NOW - timedelta(days=290),
    answered_at=NOW - timedelta(days=290),
    state="closed",
    kind="late",
    impact="medium",
    loss=Decimal(240),
    outcome="upheld",
    owed=Decimal("12.50"),
    goodwill=Decimal(0),
    currency="GBP",
    policy_version="standard/2026-01-01+1",
    band="core",
    area="N",
    vulnerable=None,
    channel="web",
    asked=0,
    before=Before(400, 4, Decimal(500), 0),
    hold_out=None,
)


def some_cases(count: int, **told: Any) -> list[PastCase]:
    return [replace(A_CASE, case=at, person=at, **told) for at in range(count)]


class TestOneFirm:
    """A few seeded firms; two hundred are `python -m benchmarks goodwill`."""

    def test_what_goodwill_did_is_found_where_the_plain_comparison_sees_harm(self) -> None:
        found, plain = [], []
        for seed in range(4):
            trial, came = firm(1.0, seed)
            found.append(effect(chances(trial), came).effect)
            plain.append(naive(trial, came))
        assert all(each.low <= TRUTH <= each.high for each in found)
        assert float(np.mean(plain)) < 0 < float(np.mean([each.likely for each in found]))

    def test_where_nearly_all_was_settled_by_the_facts_nothing_is_said(self) -> None:
        found = chances(firm(4.0, 1)[0])
        assert found.overlap < 0.5
        assert "could have gone either way" in found.refused

    def test_where_a_few_cases_would_speak_for_all_nothing_is_said(self) -> None:
        given_ = np.tile([1.0, 0.0], 100)
        chance = np.full(200, 0.5)
        chance[[0, 2, 4]] = 0.005  # three got it against all odds, and weigh as much as six hundred
        found = Chances(Trial(np.zeros((200, 1)), given_, np.arange(200)), chance)
        assert (found.overlap, round(found.effective, 2)) == (0.985, 0.05)
        assert "of as many drawn by lot" in found.refused

    def test_too_few_cases_and_too_few_people_are_refused(self) -> None:
        trial, _ = firm(0.5, 1, cases=60)
        assert "60 cases" in chances(trial).refused
        large, _ = firm(0.5, 1, cases=400)
        of_few = Trial(large.known, large.given, large.person % 20)
        assert "people on one side" in chances(of_few).refused

    def test_given_to_all_or_to_nobody_there_is_nothing_to_compare(self) -> None:
        trial, _ = firm(0.5, 1, cases=400)
        for always in (0.0, 1.0):
            assert chances(Trial(trial.known, np.full(400, always), trial.person)).refused

    def test_many_cases_of_one_person_are_no_more_sure_than_one(self) -> None:
        parts = np.array([1.0, 0.0, 1.0, 0.0, 1.0, 1.0])
        alone = mean_of(parts, np.arange(6))
        tripled = mean_of(np.tile(parts, 3), np.tile(np.arange(6), 3))
        assert (tripled.low, tripled.high) == pytest.approx((alone.low, alone.high))


class TestByLot:
    def test_the_simple_difference_finds_it(self) -> None:
        held = [difference(*drawn_by_lot(seed)).effect for seed in range(10)]
        assert sum(each.low <= TRUTH <= each.high for each in held) >= 8

    @given(st.lists(st.tuples(st.booleans(), st.floats(0, 9)), min_size=4, max_size=40))
    @settings(max_examples=40, deadline=None)
    def test_it_is_the_mean_of_one_side_less_that_of_the_other(
        self, drawn: list[tuple[bool, float]]
    ) -> None:
        told = [(True, 1.0), (False, 2.0), *drawn]
        given_ = np.array([float(held) for held, _ in told])
        came = np.array([amount for _, amount in told])
        found = difference(Lots(np.full(len(told), 10.0), given_, np.arange(len(told))), came)
        plain = came[given_ == 1].mean() - came[given_ == 0].mean()
        assert found.effect.likely == pytest.approx(plain)

    def test_cases_of_another_share_are_compared_apart(self) -> None:
        """More were held back where people buy again more often: that is no effect."""
        share = np.repeat([10.0, 50.0], 100)
        given_ = np.concatenate([np.arange(100) >= 10, np.arange(100) >= 50]).astype(float)
        came = np.repeat([0.0, 1.0], 100)
        found = difference(Lots(share, given_, np.arange(200)), came)
        assert found.effect.likely == pytest.approx(0.0)
        assert naive(Trial(np.zeros((200, 1)), given_, np.arange(200)), came) < -0.2

    def test_a_few_on_one_side_are_too_few(self) -> None:
        given_ = (np.arange(200) >= 20).astype(float)
        assert "20 cases on one side" in Lots(np.full(200, 10.0), given_, np.arange(200)).refused


def in_pounds(orders: Mapping[int, Sequence[tuple[date, int]]]) -> Bought:
    """What people bought, by the day."""
    told = [(who, day, kept) for who, theirs in orders.items() for day, kept in theirs]
    moments = np.array([who * DAYS + day.toordinal() for who, day, _ in told], np.int64)
    kept_of = np.array([100 * kept for _, _, kept in told], np.int64)
    return Bought(moments, kept_of, np.zeros_like(moments), ("GBP",))


class TestTheWhole:
    """From cases to what is said, with what people did afterwards made up."""

    def told(self, hold_out: bool, lift: int) -> Effects:
        """Four hundred cases, one in four without goodwill; of those with it `lift` in a hundred
        more buy again than the forty in a hundred who would anyway."""
        cases, orders = [], {}
        for at in range(400):
            held = at % 4 == 0
            lot = {"lot": at % 100, "share": 25, "held": held, "amount": "25.00"}
            case = replace(A_CASE, case=at, person=at, goodwill=Decimal(0 if held else 25),
                           hold_out=lot if hold_out else None)  # fmt: skip
            cases.append(case)
            if at // 4 % 100 < 40 + (0 if held else lift):
                orders[at] = [(case.decided_at.date() + timedelta(days=9), 100)]
        after = Afterwards(in_pounds(orders), {}, timedelta(days=180), "GBP")
        values = Values(dict.fromkeys(range(400), 200.0), "GBP", "")
        return _Look(cases, after, values, "GBP").told(0, len(cases))

    def test_where_a_lot_decided_it_says_so_and_what_it_is_worth(self) -> None:
        found = self.told(hold_out=True, lift=30)
        stays, spent, again = found.measures
        assert (found.way, found.held, found.given) == (Way.LOT, 100, 300)
        assert (stays.verdict, spent.verdict) == (Verdict.MORE, Verdict.MORE)
        assert stays.effect is not None
        assert stays.effect.likely == pytest.approx(0.3)
        assert again.verdict is Verdict.CANNOT_TELL
        assert found.worth is not None
        assert found.worth.likely == pytest.approx(0.3 * 200 - 25)
        assert {each.name for each in found.ranked} == {"late", "100 and more"}
        assert headline(found) == "Goodwill brings customers back"

    def test_an_interval_that_holds_help_and_harm_cannot_tell(self) -> None:
        found = self.told(hold_out=True, lift=2)
        assert found.measures[0].verdict is Verdict.CANNOT_TELL
        assert (found.worth, found.ranked) == (None, ())
        assert "may be help or harm" in sentence(found)

    def test_without_a_lot_like_cases_are_compared_and_that_is_said(self) -> None:
        found = self.told(hold_out=False, lift=30)
        assert found.way is Way.LIKENESS
        assert found.measures[0].verdict is Verdict.MORE
        assert any("A hold-out would tell" in limit for limit in found.limits)


class TestWhatIsKnown:
    def test_what_nobody_knows_is_a_column_and_never_a_number_of_its_own(self) -> None:
        cases = [*some_cases(30), *some_cases(30, loss=None)]
        told = matrix(cases)
        assert np.isfinite(told).all()
        assert any(set(column) == {0.0, 1.0} for column in told.T)

    def test_all_the_same_and_no_case_at_all_can_be_read(self) -> None:
        assert len(matrix(some_cases(30))) == 30
        assert len(matrix([])) == 0

    def test_a_rare_word_is_told_with_the_others(self) -> None:
        common = [*some_cases(40), *some_cases(40, kind="faulty")]
        rare = [*common, *some_cases(3, kind="other")]
        assert matrix(rare).shape[1] == matrix(common).shape[1]


class TestForWhom:
    def parts(self, lift: float) -> tuple[list[PastCase], np.ndarray[Any, Any], Found]:
        cases = [*some_cases(200, loss=Decimal(10)), *some_cases(200, loss=Decimal(400))]
        cases = [replace(each, case=at, person=at) for at, each in enumerate(cases)]
        noise = np.random.default_rng(1).normal(0, 1, 400)
        parts = noise - noise.mean() + np.repeat([0.0, lift], 200)
        given_ = np.tile([1.0, 0.0], 200)
        return cases, given_, Found(mean_of(parts, np.arange(400)), parts, np.arange(400))

    def test_a_cell_is_told_where_chance_does_not_make_it(self) -> None:
        cases, given_, found = self.parts(0.6)
        values = Values(dict.fromkeys(range(400), 100.0), "GBP", "")
        cases = [replace(each, goodwill=Decimal(15 * at)) for each, at in
                 zip(cases, given_.astype(int).tolist(), strict=True)]  # fmt: skip
        told = {
            each.name: each for each in cells(cases, given_, found, values) if each.by == "loss"
        }
        assert told["100 and more"].is_told
        assert not told["below 25"].is_told
        assert told["below 25"].worth is None
        worth = told["100 and more"].worth
        assert worth is not None
        assert worth.likely == pytest.approx(told["100 and more"].effect.likely * 100 - 15)

    def test_a_small_cell_is_not_looked_at(self) -> None:
        cases, given_, found = self.parts(0.6)
        few = [replace(each, kind="faulty") if at < 90 else each for at, each in enumerate(cases)]
        names = {each.name for each in cells(few, given_, found, Values({}, "", ""))}
        assert "faulty" not in names
        assert "late" in names

    def test_the_likeliest_to_leave_are_not_ranked_for_it(self) -> None:
        """Worth is the lift times the value less the cost: without a lift there is no order."""
        none = Values({1: 1_000.0}, "GBP", "").worth(None, [replace(A_CASE, goodwill=Decimal(5))])
        assert none is None
        lift = Interval(-0.1, 0.01, 0.12)
        worth = Values({1: 100.0}, "GBP", "").worth(lift, [replace(A_CASE, goodwill=Decimal(5))])
        assert worth == Interval(-15.0, -4.0, 7.0)


class TestAfterwards:
    def test_what_came_within_the_time_counts_and_nothing_else(self) -> None:
        day = A_CASE.decided_at.date()
        after = Afterwards(
            in_pounds({1: [(day, 5), (day + timedelta(days=180), 40),
                           (day + timedelta(days=181), 90)]}),
            {1: [A_CASE.received_at, A_CASE.decided_at + timedelta(days=9)]},
            timedelta(days=180),
            "GBP",
        )  # fmt: skip
        told = [after.of(outcome, [A_CASE]).tolist() for outcome in WhatFollowed]
        assert told == [[1.0], [40.0], [1.0]]


def test_amounts_of_two_currencies_are_never_added(lead: rows.Person) -> None:
    case = stories.a_closed_case(lead)
    whose = rows.Case.objects.get(pk=case).customer
    for days in (-40, 40):
        for currency, amount in (("GBP", 30), ("EUR", 500)):
            rows.Order.objects.create(
                customer=whose, placed_on=(stories.NOW + timedelta(days=days)).date(),
                reference=f"{currency}{days}", item="Shelves", touchpoint="product",
                amount=amount, currency=currency,
            )  # fmt: skip
    later = stories.NOW + timedelta(days=300)
    (past,) = past_cases(None, later, later)
    assert (past.currency, past.before.orders, past.before.spent) == ("GBP", 2, Decimal(30))
    after = afterwards(timedelta(days=180), "GBP")
    told = [after.of(outcome, [past]).tolist() for outcome in WhatFollowed]
    assert told == [[1.0], [30.0], [0.0]]


@pytest.mark.django_db
def test_an_empty_store_says_that_there_is_nothing_to_tell() -> None:
    found: Effects = effects(None, NOW, NOW)
    assert (found.cases, found.cells, found.worth) == (0, (), None)
    assert {each.verdict for each in found.measures} == {Verdict.REFUSED}
    assert headline(found) == "No case is old enough to tell what goodwill did"
    assert "cannot be told" in sentence(found)
