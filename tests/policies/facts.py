"""Cases that nobody thought of: facts drawn from what policy.yaml declares."""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from hypothesis import strategies as st
from tests.policies.chain import POLICY

from upheld.tables import Field, Kind, Value

AXES = ("fit.values_what", "fit.values_how", "fit.mutual_value")
ABOUT_OTHERS = ("circumstance", "customer", "relationship")


def _values(field: Field) -> st.SearchStrategy[Value]:
    """Known values of an input, near its rules' boundaries often enough to meet them."""
    if field.values:
        return st.sampled_from(field.values)
    if field.kind is Kind.BOOLEAN:
        return st.booleans()
    if field.kind is Kind.MONEY:
        return st.decimals(0, 1500, places=2) | st.sampled_from([Decimal(0), Decimal(30)])
    if field.name in AXES:
        return st.decimals(0, 1, places=2)
    return (st.integers(0, 400) | st.sampled_from([0, 1, 3, 30, 31, 184, 185])).map(Decimal)


def facts_about(*about: str) -> st.SearchStrategy[dict[str, Value]]:
    """Facts of these groups, each unknown now and then."""
    fields = [each for each in POLICY.inputs.values() if each.about in about]
    return st.fixed_dictionaries({each.name: _often(_values(each)) for each in fields}).map(_known)


def _often(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.one_of(values, values, values, st.none())


def _known(facts: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in facts.items() if value is not None}


def allegation(**sure: Value) -> st.SearchStrategy[dict[str, Value]]:
    """An allegation, more often judged by its facts than by a person; `sure` is always so."""
    kinds = _values(POLICY.inputs["kind"])
    recorded = st.one_of(*[st.none()] * 3, _values(POLICY.inputs["recorded_finding"]))
    return st.builds(
        lambda facts, kind, finding: {**facts, "kind": kind, "recorded_finding": finding, **sure},
        *(facts_about("allegation"), kinds, recorded),
    ).map(_known)


FOUND = allegation(recorded_finding="substantiated", covered_by_another=None, put_right_before=None)
ALLEGATIONS = st.lists(allegation(), min_size=1, max_size=3)
OTHERS = facts_about(*ABOUT_OTHERS)
SIMILAR = st.none() | st.integers(0, 2000)


def amount(facts: Mapping[str, Value], name: str) -> Decimal:
    return cast(Decimal, facts[name])
