"""A case as a document: each problem says where it is and how to mend it, all at once."""

import math
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import POLICY, document

from upheld.core.document import DocumentError, read_case, read_circumstances, read_facts
from upheld.core.words import AllegationKind

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def problems(told: Any) -> tuple[str, ...]:
    with pytest.raises(DocumentError) as caught:
        read_case(told, POLICY)
    return caught.value.problems


def problem(told: Any) -> str:
    (only,) = problems(told)
    return only


def late(**facts: Any) -> dict[str, Any]:
    return document(allegations=[{"kind": "late", "facts": facts}])


def nested(depth: int, wrap: str) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value] if wrap == "list" else {"a": value}
    return value


def test_the_three_kinds_of_facts_are_kept_apart() -> None:
    told = document(
        circumstances={"withdrawn": False},
        customer={"name": "Sally", "fit": {"evidence": 6}, "vulnerable": True},
    )
    case = read_case(told, POLICY)
    assert case.allegations[0].kind is AllegationKind.LATE
    assert case.allegations[0].facts["price_paid"] == Decimal(240)
    assert case.circumstances == {"withdrawn": False}
    assert case.customer.facts == {"fit.evidence": 6, "vulnerable": True}
    assert case.customer.name == "Sally"


def test_a_fact_that_is_null_is_not_known() -> None:
    assert read_case(late(days_late=None), POLICY).allegations[0].facts["days_late"] is None


def test_allegations_are_numbered_when_they_have_no_id() -> None:
    told = document(allegations=[{"kind": "late"}, {"id": "x", "kind": "faulty"}])
    assert [each.id for each in read_case(told, POLICY).allegations] == ["a1", "x"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (document(tone="angry"), "the document: tone is not known: choose one of allegations, "),
        (document(allegation=[]), "the document: allegation is not known: did you mean alleg"),
        (document(received_on=None), "received_on: None is not a day: add the day of receipt"),
        (document(received_on=20261102), "received_on: 20261102 is not a day"),
        (document(allegations=[]), "allegations: nothing is alleged: add at least one"),
        (document(allegations=[{"kind": "rude"}]), "allegations[1].kind: 'rude' is not one of"),
        (
            document(allegations=[{"kind": "late", "finding": "guilty"}]),
            "allegations[1].finding: 'guilty' is not one of substantiated, partly",
        ),
        (
            document(allegations=[{"id": "x", "kind": "late"}, {"id": "x", "kind": "late"}]),
            "allegations: id x stands twice: give each its own",
        ),
        (late(pricepaid=1), "allegations[1].facts.pricepaid: no such input. Did you mean price_p"),
        (
            late(price_paid="a lot"),
            "allegations[1].facts.price_paid: 'a lot' is not an amount",
        ),
        (
            late(price_paid="1_000"),
            "allegations[1].facts.price_paid: '1_000' is not an amount",
        ),
        (late(price_paid="١٢"), "allegations[1].facts.price_paid: '١٢' is not an amount. Give"),
        (late(price_paid=-1), "allegations[1].facts.price_paid: -1 is outside its domain >= 0"),
        (late(price_paid="1.005"), "finer than the smallest coin of GBP. Give 1.01"),
        (late(touchpoint="thing"), "allegations[1].facts.touchpoint: thing is not one of its"),
        (late(received="yes"), "allegations[1].facts.received: 'yes' is not a boolean. Give it as"),
        (late(vulnerable=True), "allegations[1].facts.vulnerable: this is about customer, not"),
        (late(withdrawn=True), "this is about circumstance, not allegation"),
        (late(kind="faulty"), "allegations[1].facts.kind: give it as the allegation's kind"),
        (
            late(recorded_finding="substantiated"),
            "allegations[1].facts.recorded_finding: give it as the allegation's finding",
        ),
        (document(customer={"postcode": "N1"}), "customer.postcode: no such input"),
        (document(customer={"fit": {"evidnce": 3}}), "customer.fit.evidnce: no such input. Did"),
        (document(circumstances={"days_late": 3}), "circumstances.days_late: this is about alle"),
        (document(similar_a_year=-1), "similar_a_year: -1 is not a count of cases, 0 or more"),
        (document(similar_a_year=True), "similar_a_year: True is not a count of cases"),
        (document(similar_a_year=10**400), "is not a count of cases, 0 or more"),
    ],
)
def test_a_problem_says_where_it_is_and_the_mend(told: dict[str, Any], said: str) -> None:
    assert said in problem(told)


def test_all_problems_are_told_at_once() -> None:
    told = document(
        received_on="yesterday",
        allegations=[{"kind": "late", "facts": {"days_late": "nine"}}, {"kind": "lat"}],
        customer={"vulnerable": "very"},
    )
    places = [each.split(":")[0] for each in problems(told)]
    assert places == [
        "received_on",
        "allegations[1].facts.days_late",
        "allegations[2].kind",
        "customer.vulnerable",
    ]


@pytest.mark.parametrize(
    "told",
    [
        None, [], "text", 5, True,
        document(allegations={"kind": "late"}),
        document(allegations=["late"]),
        document(allegations=[None]),
        document(allegations=[{"kind": ["late"]}]),
        document(allegations=[{"kind": nested(100_000, "list")}]),
        document(allegations=[{"kind": "late", "facts": [1]}]),
        document(allegations=[{"kind": "late", "evidence": "a scan"}]),
        document(allegations=[{"kind": "late", "evidence": [7]}]),
        document(allegations=[{"kind": "late", "statement": 7}]),
        document(customer=[1]),
        document(customer={"name": 7}),
        document(currency=7),
        document(customer={5: 1}),
        late(price_paid=[1]),
        late(price_paid={"amount": 1}),
        late(price_paid=True),
        late(price_paid=math.nan),
        late(price_paid=math.inf),
        late(price_paid="NaN"),
        late(price_paid="sNaN"),
        late(days_late="-Infinity"),
        late(price_paid=10**30),
        late(price_paid=10_000_000),
        late(price_paid="1e400"),
        late(days_late="1e999999"),
        late(price_paid=nested(100_000, "list")),
        late(price_paid=nested(100_000, "object")),
        document(customer=nested(100_000, "object")),
    ],
    ids=lambda told: repr(told)[:60] if not isinstance(told, dict) else None,
)  # fmt: skip
def test_a_hostile_shape_is_a_problem_like_any_other(told: Any) -> None:
    assert all(": " in each for each in problems(told))


@given(JSON)
def test_any_json_at_all_is_read_or_told_what_is_wrong(told: Any) -> None:
    assert problems(told)


@given(st.sampled_from(sorted(document())), JSON)
def test_any_part_replaced_by_anything_is_read_or_told_what_is_wrong(part: str, told: Any) -> None:
    with suppress(DocumentError):
        assert read_case(document(**{part: told}), POLICY).allegations


def test_how_loud_somebody_was_may_be_kept_and_is_not_read() -> None:
    loud = document(context={"tone": "furious", "followers": 90_000, "deep": nested(50, "object")})
    assert read_case(loud, POLICY) == read_case(document(), POLICY)


def test_the_facts_of_one_allegation_are_read_alone() -> None:
    assert read_facts({"days_late": "9"}, POLICY) == {"days_late": Decimal(9)}
    with pytest.raises(DocumentError, match=r"^facts\.days_late: 'nine' is not a number"):
        read_facts({"days_late": "nine"}, POLICY)


def test_circumstances_are_read_alone() -> None:
    assert read_circumstances({"withdrawn": True}, POLICY) == {"withdrawn": True}
    with pytest.raises(DocumentError, match=r"^circumstances\.state: no such input"):
        read_circumstances({"state": "closed"}, POLICY)
