"""Facts beside the records: nothing written over in silence, nothing decided by a contradiction."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.facts import Change, Pull, compare, disputes, recorded, take
from upheld.core.records import Reading, Told
from upheld.store import policies
from upheld.tables import Policy, Value

AT = datetime(2026, 11, 2, 10, 12, tzinfo=UTC)
MATTER = ("days_late", "price_paid", "received")
TYPED = {"by": "Alice", "at": "2026-11-01T09:00:00+00:00"}
PULLED = {**TYPED, "sources": [{"source": "order system", "query": "q", "value": "1", "from": {}}]}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policies.read_policy(policies.folder())


def says(source: str, **facts: Value) -> Reading:
    return Reading(source, "q", {name: Told(value, {}) for name, value in facts.items()})


def pulled(
    *readings: Reading,
    policy: Policy,
    known: dict[str, Any] | None = None,
    came: dict[str, Any] | None = None,
) -> Pull:
    return compare(readings, known or {}, came or {}, MATTER, policy)


def changes(pull: Pull) -> dict[str, Change]:
    return {each.name: each.change for each in pull.found}


def test_what_nobody_knew_is_new(policy: Policy) -> None:
    pull = pulled(says("order system", days_late=Decimal(9)), policy=policy)
    assert changes(pull) == {"days_late": Change.NEW}
    facts, came = take(pull, (), {}, {}, "Alice", AT)
    assert facts == {"days_late": "9"}
    assert came["days_late"]["by"] == "Alice"
    assert came["days_late"]["at"] == AT.isoformat()
    assert came["days_late"]["sources"] == [
        {"source": "order system", "query": "q", "value": "9", "from": {}}
    ]


@pytest.mark.parametrize("known", [240, "240", "240.00", 240.0])
def test_what_agrees_keeps_its_writing_and_gains_its_source(known: object, policy: Policy) -> None:
    pull = pulled(
        says("order system", price_paid=Decimal("240.00")),
        policy=policy,
        known={"price_paid": known},
        came={"price_paid": TYPED},
    )
    assert changes(pull) == {"price_paid": Change.AGREES}
    facts, came = take(pull, (), {"price_paid": known}, {"price_paid": TYPED}, "Alice", AT)
    assert facts == {"price_paid": known}
    assert came["price_paid"]["sources"][0]["source"] == "order system"


def test_what_a_person_wrote_down_stays_unless_it_is_chosen(policy: Policy) -> None:
    known, came = {"days_late": 9}, {"days_late": TYPED}
    pull = pulled(says("order system", days_late=Decimal(3)), policy=policy, known=known, came=came)
    assert changes(pull) == {"days_late": Change.DIFFERS}
    assert take(pull, (), known, came, "Alice", AT) == (known, came)
    facts, after = take(pull, ["days_late"], known, came, "Alice", AT)
    assert facts == {"days_late": "3"}
    assert after["days_late"]["sources"]


def test_what_the_records_themselves_said_before_is_told_apart(policy: Policy) -> None:
    known, came = {"days_late": "1"}, {"days_late": PULLED}
    pull = pulled(says("order system", days_late=Decimal(3)), policy=policy, known=known, came=came)
    assert changes(pull) == {"days_late": Change.CHANGED}


def test_records_that_disagree_make_a_question_and_no_fact(policy: Policy) -> None:
    readings = says("order system", days_late=Decimal(0)), says("carrier", days_late=Decimal(4))
    pull = pulled(*readings, policy=policy)
    assert changes(pull) == {"days_late": Change.DISPUTED}
    assert list(disputes(pull)) == [
        "Days late: order system says 0, carrier says 4. Which of them is right?"
    ]
    facts, came = take(pull, ["days_late"], {}, {}, "Alice", AT)
    assert facts == {}
    assert [one["value"] for one in came["days_late"]["disputed"]["said"]] == ["0", "4"]


def test_a_fact_from_the_records_that_they_dispute_now_is_known_no_longer(policy: Policy) -> None:
    readings = says("order system", days_late=Decimal(1)), says("carrier", days_late=Decimal(4))
    known, came = {"days_late": "1", "received": True}, {"days_late": PULLED}
    facts, _ = take(
        pulled(*readings, policy=policy, known=known, came=came), (), known, came, "Alice", AT
    )
    assert facts == {"received": True}


def test_what_a_person_found_out_stays_while_the_records_dispute(policy: Policy) -> None:
    readings = says("order system", days_late=Decimal(1)), says("carrier", days_late=Decimal(4))
    known, came = {"days_late": "4"}, {"days_late": TYPED}
    pull = pulled(*readings, policy=policy, known=known, came=came)
    facts, after = take(pull, (), known, came, "Alice", AT)
    assert facts == known
    assert after["days_late"]["by"] == "Alice"
    assert "disputed" in after["days_late"]


def test_two_records_that_agree_are_both_the_source(policy: Policy) -> None:
    readings = says("order system", received=True), says("carrier", received=True)
    _, came = take(pulled(*readings, policy=policy), (), {}, {}, "Alice", AT)
    sources = [one["source"] for one in came["received"]["sources"]]
    assert sources == ["order system", "carrier"]


def test_what_does_not_matter_for_the_allegation_is_left_where_it_is(policy: Policy) -> None:
    assert pulled(says("order system", conduct_confirmed=True), policy=policy).found == ()


def test_what_a_person_writes_down_is_theirs_and_the_rest_keeps_its_source() -> None:
    before = {"days_late": "1", "received": True}
    came = {"days_late": PULLED, "received": PULLED}
    after = recorded({"days_late": "2", "received": True}, before, came, "Bea", AT)
    assert after == {"days_late": {"by": "Bea", "at": AT.isoformat()}, "received": PULLED}


def test_a_fact_that_a_person_takes_away_has_no_source() -> None:
    assert recorded({}, {"days_late": "1"}, {"days_late": PULLED}, "Bea", AT) == {}


VALUES: dict[str, st.SearchStrategy[Value]] = {
    "days_late": st.sampled_from([Decimal(0), Decimal(1), Decimal(9)]),
    "price_paid": st.sampled_from([Decimal("0.00"), Decimal("12.50")]),
    "received": st.booleans(),
}
READINGS = st.lists(
    st.fixed_dictionaries({}, optional=VALUES).map(lambda facts: says("a record", **facts)),
    max_size=3,
)
KNOWN = st.fixed_dictionaries(
    {},
    optional={
        "days_late": st.sampled_from(["0", "1", "9"]),
        "price_paid": st.sampled_from(["0.00", "12.50"]),
        "received": st.booleans(),
    },
)


@given(READINGS, KNOWN)
def test_without_a_choice_no_written_fact_ever_changes(
    readings: list[Reading], known: dict[str, Any]
) -> None:
    policy = policies.read_policy(policies.folder())
    came = dict.fromkeys(known, TYPED)
    facts, _ = take(
        pulled(*readings, policy=policy, known=known, came=came), (), known, came, "A", AT
    )
    assert {name: facts[name] for name in known} == known


@given(READINGS, KNOWN, st.sets(st.sampled_from(MATTER)))
def test_every_fact_afterwards_was_written_down_or_said_by_a_record_that_none_contradicts(
    readings: list[Reading], known: dict[str, Any], chosen: set[str]
) -> None:
    policy = policies.read_policy(policies.folder())
    came = dict.fromkeys(known, TYPED)
    pull = pulled(*readings, policy=policy, known=known, came=came)
    facts, after = take(pull, chosen, known, came, "A", AT)
    for name in facts:
        said = {reading.facts[name].value for reading in readings if name in reading.facts}
        assert facts[name] == known.get(name) or len(said) == 1
        assert name in after


@given(READINGS, KNOWN)
def test_to_pull_twice_is_to_pull_once(readings: list[Reading], known: dict[str, Any]) -> None:
    policy = policies.read_policy(policies.folder())
    came = dict.fromkeys(known, TYPED)
    once = take(pulled(*readings, policy=policy, known=known, came=came), (), known, came, "A", AT)
    again = take(pulled(*readings, policy=policy, known=once[0], came=once[1]), (), *once, "A", AT)
    assert again == once
