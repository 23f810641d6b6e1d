"""Like cases alike: what is like, what differs in words, and how far a decision agrees."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.precedents import (
    Answered,
    Happened,
    Likeness,
    Part,
    Why,
    consistency,
    happened,
    like_key,
    likeness,
)
from upheld.tables import Policy, load

LATE: dict[str, Any] = {
    "touchpoint": "product", "price_paid": "240.00", "delivery_paid": "12.50", "days_late": 9,
}  # fmt: skip


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load(Path("policies/standard"))


def document(kind: str = "late", finding: str = "substantiated", **facts: Any) -> dict[str, Any]:
    return {"allegations": [{"kind": kind, "finding": finding, "facts": {**LATE, **facts}}]}


def a_case(number: int = 1, told: dict[str, Any] | None = None, **answer: Any) -> Answered:
    case = Answered(
        case=number, happened=happened(told or document()), outcome="upheld",
        remedies=("refund",), owed=Decimal("12.50"), goodwill=Decimal(25), currency="GBP",
        stance="make_right", band="core", policy_version="standard/2026+a",
    )  # fmt: skip
    return replace(case, **answer)


def beside(ours: Answered, before: Sequence[Answered]) -> list[tuple[Answered, Likeness]]:
    return [(other, likeness(ours.happened, other.happened)) for other in before]


class TestWhatIsLike:
    def test_the_same_facts_are_wholly_alike_however_they_are_written(self, policy: Policy) -> None:
        ours, theirs = happened(document()), happened(document(price_paid=240.0))
        found = likeness(ours, theirs)
        assert (found.share, found.same) == (1.0, True)
        assert found.differs(policy.inputs, "GBP") == ()

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"days_late": 15}, "6 days later"),
            ({"days_late": 8}, "1 day less late"),
            ({"touchpoint": "service"}, "a service, not a product"),
            ({"price_paid": "310.00"}, "price paid: £310.00, not £240.00"),
            ({"impact": "low"}, "impact low there, not known here"),
            ({"days_late": None}, "days late not known there"),
            ({"received": True}, "received yes there, not known here"),
        ],
    )
    def test_what_differs_is_told_in_words(
        self, policy: Policy, facts: dict[str, Any], words: str
    ) -> None:
        ours, theirs = happened(document()), happened(document(**facts))
        assert likeness(ours, theirs).differs(policy.inputs, "GBP") == (words,)

    def test_amounts_are_near_by_how_many_times_one_is_the_other(self) -> None:
        def share(price: str) -> float:
            other = happened(document(price_paid=price))
            return likeness(happened(document()), other).share

        assert share("250.00") > share("480.00") > share("2400.00") == share("9000.00")
        assert share("480.00") == pytest.approx(share("120.00"))

    def test_nothing_is_not_something(self) -> None:
        on_time = happened(document(days_late=0))
        assert likeness(happened(document()), on_time).share < 0.9
        assert like_key(document()) != like_key(document(days_late=0))

    def test_another_kind_is_nothing_alike(self, policy: Policy) -> None:
        faulty = happened(document("faulty"))
        found = likeness(happened(document()), faulty)
        assert found.share == 0
        told = found.differs(policy.inputs, "GBP")
        assert told == ("nothing alleged of late there", "faulty alleged there too")

    def test_cases_found_otherwise_come_together_and_those_without_facts_never(self) -> None:
        assert like_key(document()) == like_key(document(finding="not_substantiated"))
        assert like_key(document(days_late=2)) == like_key(document())
        assert like_key({"allegations": [{"kind": "late", "facts": {}}]}) == ""
        assert like_key({}) == ""


class TestHowFarADecisionAgrees:
    def measured(self, ours: Answered, *before: Answered) -> Any:
        return consistency(ours, beside(ours, before))

    def test_without_a_like_case_nothing_is_said_in_numbers(self) -> None:
        found = self.measured(a_case(), a_case(2, document("faulty")))
        assert (found.like, found.share, found.low, found.needs_reason) == (0, None, None, False)
        assert found.sentence == "No like case was decided before: this one is the first."

    def test_of_several_like_cases_none_of_which_it_follows_it_says_so(self) -> None:
        less = [replace(a_case(number), owed=Decimal("5.00")) for number in (2, 3)]
        found = self.measured(a_case(), *less)
        assert found.sentence.startswith("Not as in any of 2 like cases. ")

    def test_it_is_a_share_with_an_interval_and_a_sentence(self) -> None:
        found = self.measured(a_case(), *(a_case(number) for number in range(2, 9)))
        assert (found.alike, found.like, found.share) == (7, 7, 1.0)
        assert (round(found.low, 3), found.high) == (0.646, 1.0)  # Wilson's, by hand
        assert found.sentence == "As in all 7 like cases."

    def test_the_same_share_of_the_same_sum_is_the_same(self) -> None:
        other = a_case(2, document(delivery_paid="10.00"), owed=Decimal("10.00"))
        assert self.measured(a_case(), other).alike == 1

    def test_what_is_owed_may_not_differ_by_band_and_goodwill_may(self) -> None:
        bob = a_case(2, band="outside", stance="honour", goodwill=Decimal(0))
        assert self.measured(a_case(), bob).alike == 1
        less = replace(bob, owed=Decimal("5.00"))
        (found,) = self.measured(a_case(), less).differing
        assert (found.parts, found.why) == ((Part.OWED,), Why.NOT_SAID)

    def test_like_facts_found_otherwise_need_a_reason(self) -> None:
        refused = document(finding="not_substantiated")
        no = a_case(2, refused, outcome="not_upheld", remedies=(), owed=Decimal(0))
        found = self.measured(a_case(), no)
        assert found.needs_reason
        assert found.sentence == (
            "Not as in the one like case. UP-000002 was found otherwise on like facts."
        )
        assert not self.measured(a_case(), no, a_case(3)).needs_reason

    def test_another_version_of_the_policy_has_its_own_reasons(self) -> None:
        old = a_case(2, policy_version="standard/2025+b", goodwill=Decimal(40))
        found = self.measured(a_case(), old)
        assert (found.alike, found.needs_reason) == (0, False)
        assert "under another version of the policy" in found.sentence

    def test_what_a_rule_tells_apart_by_its_facts_is_neither(self) -> None:
        small = a_case(2, document(price_paid="99.00"), goodwill=Decimal(15))
        found = self.measured(a_case(), small, a_case(3))
        assert (found.like, found.alike, found.needs_reason) == (1, 1, False)
        assert found.sentence.endswith("One near case is told apart by a rule, for their facts.")

    def test_what_is_not_to_follow_leaves_the_measure(self) -> None:
        unfair = a_case(2, goodwill=Decimal(90), followed=False)
        found = self.measured(a_case(), unfair, a_case(3))
        assert (found.like, found.alike, found.left_out) == (1, 1, 1)


FACTS = st.dictionaries(
    st.sampled_from([*LATE, "received", "impact", "a fact of no policy"]),
    st.none() | st.booleans() | st.text(max_size=3) | st.floats(),
    max_size=4,
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "allegations": st.lists(
            st.fixed_dictionaries({"kind": st.sampled_from(["late", "faulty"]), "facts": FACTS}),
            max_size=2,
        ),
        "circumstances": st.dictionaries(st.sampled_from(["withdrawn", "other"]), st.booleans()),
    }
)


@given(DOCUMENTS, DOCUMENTS)
def test_likeness_is_a_share_whatever_is_known(policy: Policy, one: Any, other: Any) -> None:
    ours, theirs = happened(one), happened(other)
    found = likeness(ours, theirs)
    assert isfinite(found.share)
    assert 0 <= found.share <= 1
    if max(len(ours.points), len(theirs.points)) == 1:
        assert found.share == pytest.approx(likeness(theirs, ours).share)
    assert likeness(ours, ours).differs(policy.inputs, "GBP") == ()


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_alleged_says_nothing(told: Any, dice: Any) -> None:
    shuffled = [dict(sorted(row.items())) for row in told["allegations"]]
    dice.shuffle(shuffled)
    other = {**told, "allegations": shuffled}
    assert like_key(other) == like_key(told)
    assert isinstance(happened(other), Happened)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=8))
def test_the_measure_is_a_share_within_its_interval(told: Any) -> None:
    before = [
        a_case(
            2 + number,
            owed=Decimal("12.50") if same else Decimal(3),
            followed=followed,
            policy_version="standard/2026+a" if now else "standard/2025+b",
        )
        for number, (same, followed, now) in enumerate(told)
    ]
    found = consistency(a_case(), beside(a_case(), before))
    assert found.like == sum(followed for _, followed, _ in told)
    assert found.alike + len(found.differing) == found.like
    if found.share is not None:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.share <= found.high <= 1
