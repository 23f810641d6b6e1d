"""Strategies: every S-FEEL tree that a cell can hold."""

from datetime import UTC, timedelta

from hypothesis import strategies as st

from upheld.tables.functions import FUNCTIONS
from upheld.tables.syntax import (
    Anything,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Expression,
    Interval,
    Literal,
    Name,
    Negate,
    Not,
    OneOf,
    Test,
)
from upheld.tables.values import Months, Scalar

COMPARATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
NUMBERS = st.decimals(-1000, 1000, places=2)

SCALARS: st.SearchStrategy[Scalar] = st.one_of(
    st.none(),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"])),
    NUMBERS,
    st.dates(),
    st.times().filter(lambda moment: not moment.fold),
    st.datetimes(timezones=st.just(UTC)),
    st.timedeltas(timedelta(days=-9999), timedelta(days=9999)),
    st.builds(Months, st.integers(-999, 999)),
)
LITERALS = st.builds(Literal, SCALARS)
NAMES = st.builds(Name, st.sampled_from(["late", "owed.amount", "_x", "date", "min", "days_late"]))
ENDPOINTS = LITERALS | NAMES


def _deeper(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    operators = st.sampled_from(["+", "-", "*", "/", "**"])
    arguments = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Negate, inner),
        st.builds(Arithmetic, operators, inner, inner),
        st.builds(Comparison, COMPARATORS, inner, inner),
        st.builds(Call, st.sampled_from(sorted(FUNCTIONS)), arguments),
    )


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(ENDPOINTS, _deeper, max_leaves=8)

SIMPLE = st.builds(Compare, COMPARATORS, ENDPOINTS) | st.builds(
    Interval, ENDPOINTS, ENDPOINTS, st.booleans(), st.booleans()
)
TESTS: st.SearchStrategy[Test] = st.one_of(
    st.just(Anything()),
    SIMPLE,
    st.builds(OneOf, st.lists(SIMPLE, min_size=2, max_size=4).map(tuple)),
    st.builds(Not, st.lists(SIMPLE, min_size=1, max_size=4).map(tuple)),
)
