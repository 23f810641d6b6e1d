"""Fair: what differs by its facts is no gap, what differs by group is, and few are not shown."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.insight.test_goodwill import A_CASE

from upheld.core.intervals import Beside
from upheld.insight.fair import Group, Measure, fairness
from upheld.insight.fair.crude import crude
from upheld.insight.fair.gaps import gap
from upheld.insight.fair.groups import LEAST, shown, withheld
from upheld.insight.fair.learnt import learnt
from upheld.insight.fair.made import _measured, _surely, _valued
from upheld.insight.fair.measures import Looked, alike, value
from upheld.insight.fair.words import headline

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def some(count: int, first: int = 0, goodwill: int = 0, **told: object) -> list[Looked]:
    case = replace(A_CASE, goodwill=Decimal(goodwill), **told)  # type: ignore[arg-type]
    return [
        Looked(replace(case, case=first + at, person=first + at), None, None) for at in range(count)
    ]


def measured(looked: list[Looked]) -> list[Group]:
    told = [each.case.area for each in looked]
    valued = _valued(looked, [Measure.GOODWILL])
    ((found,),) = _surely([_measured(valued, told, [Measure.GOODWILL])])
    return list(found.groups)


class TestTheGap:
    def test_a_difference_in_facts_is_no_gap(self) -> None:
        """One area has the graver cases, and graver cases get goodwill in both."""
        looked = [
            *some(60, 0, 25, area="N", impact="high"), *some(20, 100, 0, area="N", impact="low"),
            *some(20, 200, 25, area="S", impact="high"), *some(60, 300, 0, area="S", impact="low"),
        ]  # fmt: skip
        groups = measured(looked)
        assert sorted(round(each.crude.likely, 2) for each in groups if each.crude) == [0.25, 0.75]
        (compared,) = [each for each in groups if each.gap]
        assert compared.gap is not None
        assert compared.gap.likely == pytest.approx(0)
        assert not compared.stands_out

    def test_a_difference_on_the_same_facts_stands_out(self) -> None:
        looked = [
            *some(60, 0, 25, area="N"), *some(20, 100, 0, area="N"),
            *some(20, 200, 25, area="S"), *some(60, 300, 0, area="S"),
        ]  # fmt: skip
        (compared,) = [each for each in measured(looked) if each.gap]
        assert compared.gap is not None
        assert abs(compared.gap.likely) == pytest.approx(0.5)
        assert compared.stands_out
        assert compared.side is not Beside.CANNOT_TELL

    def test_without_like_cases_in_both_nothing_is_said(self) -> None:
        looked = [*some(60, 0, 25, area="N", kind="late"), *some(60, 100, 0, area="S", kind="lost")]
        assert [each.gap for each in measured(looked)] == [None, None]

    def test_a_small_group_that_is_all_alike_is_not_taken_for_certain(self) -> None:
        came = np.concatenate([np.ones(12), np.tile([1.0, 1, 1, 1, 0], 60)])
        inside = np.arange(len(came)) < 12
        found = gap(came, inside, ["same"] * len(came), list(range(len(came))))
        assert found is not None
        assert found.side is Beside.CANNOT_TELL

    @given(st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), st.floats(0, 5)), max_size=60))
    def test_it_is_turned_round_for_the_others(self, drawn: list[tuple[bool, str, float]]) -> None:
        told = [*drawn, *((bool(at % 2), "a", float(at % 3)) for at in range(24))]
        inside = np.array([each for each, _, _ in told])
        came = np.array([each for _, _, each in told])
        kinds, people = [kind for _, kind, _ in told], list(range(len(told)))
        one, other = gap(came, inside, kinds, people), gap(came, ~inside, kinds, people)
        assert one is not None
        assert other is not None
        assert one.likely == pytest.approx(-other.likely, abs=1e-9)


def test_each_kind_of_groups_that_is_looked_at_asks_the_others_to_be_surer() -> None:
    looked = [
        *some(30, 0, 25, area="N"), *some(30, 100, 0, area="N"),
        *some(20, 200, 25, area="S"), *some(40, 300, 0, area="S"),
    ]  # fmt: skip
    told = [each.case.area for each in looked]
    kind = _measured(_valued(looked, [Measure.GOODWILL]), told, [Measure.GOODWILL])
    chances = [
        group.by_chance
        for kinds in (1, 3)
        for group in _surely([kind] * kinds)[0][0].groups
        if group.by_chance is not None
    ]
    assert chances[1] == pytest.approx(3 * chances[0])


class TestFewPeople:
    @given(st.lists(st.sampled_from("abcdefgh"), max_size=300))
    def test_no_group_that_is_shown_has_fewer_people(self, told: list[str]) -> None:
        names = shown(told, list(range(len(told))))
        sizes = Counter(name for name in names if name)
        assert all(size >= LEAST for size in sizes.values())
        assert len(sizes) != 1

    def test_one_small_group_alone_is_not_found_from_the_others(self) -> None:
        told = ["a"] * 50 + ["b"] * 40 + ["c"] * 3
        assert Counter(shown(told, list(range(93)))) == {"a": 50, "2 smaller groups": 43}

    def test_a_person_with_many_cases_is_one(self) -> None:
        told = ["a"] * 50 + ["b"] * 50
        assert set(shown(told, [*range(50), *([99] * 50)])) == {""}

    def test_a_group_of_one_is_nothing_to_compare(self) -> None:
        assert shown(["a"], [1]) == [""]

    def test_where_one_figure_is_withheld_another_is_with_it(self) -> None:
        assert withheld(Counter(a=50, b=30, c=4)) == {"c", "b"}
        assert withheld(Counter(a=50, b=30)) == set()


def test_the_measures_of_groups_as_they_are_come_from_fairlearn() -> None:
    means, widest = crude(np.array([1.0, 0, 1, 1]), ["a", "a", "b", "b"])
    assert (means, widest) == ({"a": 0.5, "b": 1.0}, 0.5)
    assert crude(np.array([1.0]), ["a"]) == ({}, None)


def test_time_is_compared_within_a_quarter_and_goodwill_within_an_outcome() -> None:
    other = replace(A_CASE, outcome="not_upheld")
    assert alike(Measure.UPHELD, A_CASE) == alike(Measure.UPHELD, other)
    assert alike(Measure.GOODWILL, A_CASE) != alike(Measure.GOODWILL, other)
    assert alike(Measure.DAYS, A_CASE) != alike(
        Measure.DAYS, replace(A_CASE, received_at=A_CASE.received_at.replace(month=7))
    )


def test_what_was_not_answered_or_heard_is_not_measured() -> None:
    quiet = Looked(replace(A_CASE, answered_at=None, outcome="withdrawn"), None, None)
    told = [value(measure, quiet) for measure in Measure]
    assert told == [None, 0.0, None, None, None]


@pytest.mark.django_db
def test_an_empty_store_has_nothing_to_compare() -> None:
    found = fairness(None, NOW, NOW)
    assert (found.cases, found.kinds, found.limits) == (0, (), ())
    assert headline(found) == "No case is decided yet, so there is nothing to compare"
    assert learnt(datetime(2026, 1, 1, tzinfo=UTC), NOW, NOW) == []
