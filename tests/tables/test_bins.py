"""Bins: the parts of a column in which every test answers alike."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.tables import Field, Kind, Months
from upheld.tables.bins import NULL, Bins, bins_of, boxed, column_bins, members
from upheld.tables.evaluate import matches
from upheld.tables.parser import parse_test
from upheld.tables.ranges import cell, told
from upheld.tables.syntax import Anything, Compare, Interval, Literal, Not, OneOf, Test
from upheld.tables.values import Scalar

from .conftest import Make
from .trees import COMPARATORS

DAYS = Field("days", Kind.NUMBER, unit="days", domain=parse_test(">= 0"))
KIND = Field("kind", Kind.STRING, values=("late", "faulty", "rude"))
PAID = Field("paid", Kind.MONEY, domain=parse_test(">= 0"))


def _bins(field: Field, *tests: str) -> Bins:
    return column_bins(field, [parse_test(test, field.values) for test in tests], "GBP")


def _samples(bins: Bins) -> list[Scalar]:
    return [bins.sample(at) for at in members(bins.inside)]


def _told(field: Field, test: str, *others: str) -> str:
    bins = _bins(field, test, *others)
    return told(bins, bins.mask(parse_test(test, field.values)))


def test_cut_points_and_the_open_spans_between_them_are_bins_of_their_own() -> None:
    bins = _bins(Field("n", Kind.NUMBER), "> 3", "[3..10)")
    assert bins.cuts == (3, 10)
    assert _samples(bins) == [None, 2, 3, 7, 10, 11]
    assert [bins.index(value) for value in _samples(bins)] == [0, 1, 2, 3, 4, 5]


def test_a_test_is_the_set_of_bins_where_it_matches() -> None:
    bins = _bins(Field("n", Kind.NUMBER), "> 3", "[3..10)", "null, 3")
    assert bins.mask(parse_test("> 3")) == 0b111000
    assert bins.mask(parse_test("[3..10)")) == 0b001100
    assert bins.mask(parse_test("null, 3")) == 0b000101
    assert bins.mask(parse_test("-")) == 0b111111


def test_null_passes_only_a_test_that_speaks_of_null() -> None:
    bins = _bins(KIND, "late", "not(late)", "not(null)", "null", "not(late, null)")
    with_null = ["null", "-"]
    without = ["late", "not(late)", "not(null)", "not(late, null)"]
    assert all(bins.mask(parse_test(test, KIND.values)) & NULL for test in with_null)
    assert not any(bins.mask(parse_test(test, KIND.values)) & NULL for test in without)


def test_the_domain_clips_what_a_fact_can_be() -> None:
    assert _samples(_bins(DAYS, "> 3")) == [None, 0, 2, 3, 4]


def test_declared_values_are_all_that_a_text_can_be() -> None:
    bins = _bins(KIND, "late")
    assert _samples(bins) == [None, "late", "faulty", "rude"]
    assert bins.index("unheard of") == 4


def test_a_text_without_declared_values_has_a_bin_for_any_other() -> None:
    bins = _bins(Field("word", Kind.STRING), '"late"', '"something else"')
    assert _samples(bins) == [None, "late", "something else", "something else."]


def test_a_boolean_has_three_bins() -> None:
    assert _samples(_bins(Field("yes", Kind.BOOLEAN), "true")) == [None, False, True]


def test_there_is_nothing_between_two_neighbouring_cents() -> None:
    bins = _bins(PAID, "> 0.01", "0.02")
    assert [str(value) for value in _samples(bins)] == ["None", "0", "0.01", "0.02", "1"]


def test_no_amount_is_half_a_cent() -> None:
    assert Decimal("0.005") not in _samples(_bins(PAID, "> 0.005"))


def test_a_yen_has_no_parts() -> None:
    bins = column_bins(PAID, [parse_test("[1..2]")], "JPY")
    assert _samples(bins) == [None, 0, 1, 2, 3]


@pytest.mark.parametrize(
    ("kind", "test", "samples"),
    [
        (
            Kind.DATE,
            '[date("2026-01-01")..date("2026-01-02")]',
            [None, date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)],
        ),
        (Kind.TIME, '> time("23:00:00")', [None, time(22), time(23), time(23, 59, 59, 999999)]),
        (
            Kind.DATETIME,
            '< date and time("2026-01-01T12:00:00Z")',
            [
                None,
                datetime(2026, 1, 1, tzinfo=UTC),
                datetime(2026, 1, 1, 12, tzinfo=UTC),
                datetime(2026, 1, 2, tzinfo=UTC),
            ],
        ),
        (
            Kind.DURATION,
            '> duration("P1D")',
            [None, timedelta(0), timedelta(days=1), timedelta(days=2)],
        ),
        (Kind.MONTHS, '> duration("P1Y")', [None, Months(0), Months(12), Months(24)]),
    ],
)
def test_dates_times_and_lengths_have_bins_with_plain_samples(
    kind: Kind, test: str, samples: list[Scalar]
) -> None:
    assert _samples(_bins(Field("x", kind), test)) == samples


def test_a_test_against_a_name_has_no_bins_and_the_column_says_so() -> None:
    bins = _bins(DAYS, "> limit", "(3..limit]", "not(limit)")
    assert not bins.exact
    assert not boxed(parse_test("> limit"))
    assert [bins.mask(parse_test(test)) for test in ("> limit", "not(limit)")] == [0, 0]
    assert bins.may(parse_test("> limit")) == bins.known
    assert bins.may(parse_test("(3..limit]")) == bins.mask(parse_test("> 3", ()))


def test_a_set_of_bins_says_itself_in_words() -> None:
    assert _told(DAYS, "> 3") == "more than 3 days"
    assert _told(DAYS, "[0..3]", "> 5") == "at most 3 days"
    assert _told(DAYS, "(3..30]") == "more than 3 and at most 30 days"
    assert _told(DAYS, "[3..30]") == "from 3 to 30 days"
    assert _told(DAYS, "0, 5, null") == "0 days or 5 days or unknown"
    assert _told(DAYS, "-") == "anything"
    assert _told(DAYS, "not(null)", "3") == "known"
    assert _told(PAID, "< 30") == "less than £30.00"
    assert _told(KIND, "not(late)") == "faulty or rude"
    assert _told(Field("word", Kind.STRING), 'not("late")') == "any other text"


def test_a_set_of_bins_is_a_cell_that_can_be_pasted() -> None:
    bins = _bins(DAYS, "> 3", "[10..20)")
    for text in ("-", "> 3", "<= 3", "[10..20)", "null", "not(null)", "null, <= 3, >= 20"):
        assert cell(bins, bins.mask(parse_test(text))) == text
    assert cell(_bins(KIND, "late"), 0b1100) == '"faulty", "rude"'


def test_the_bins_of_a_table_are_those_of_its_columns(make: Make) -> None:
    policy = make(
        """
inputs: {days: {type: number, about: issue}, paid: {type: money, about: issue}}
tables: [{name: gifts, file: gifts.csv, hit: first, outputs: {gift: {type: number}}}]
""",
        gifts="days,paid,gift\n> 3,-,1\n-,>= 30,2\n",
    )
    bins = bins_of(policy.tables["gifts"], policy.names, "GBP")
    assert {name: each.cuts for name, each in bins.items()} == {"days": (3,), "paid": (30,)}


# What holds for every column

ENDS: dict[Kind, st.SearchStrategy[Scalar]] = {
    Kind.NUMBER: st.decimals(-5, 5, places=1),
    Kind.MONEY: st.decimals(-1, 1, places=2) | st.just(Decimal("0.005")),
    Kind.BOOLEAN: st.booleans(),
    Kind.STRING: st.sampled_from(["", "a", "a\0", "b", "ba"]),
    Kind.DATE: st.dates(date.min, date(1, 1, 5)) | st.dates(date(9999, 12, 28)),
    Kind.TIME: st.sampled_from([time.min, time(0, 0, 0, 1), time(12), time.max]),
    Kind.DATETIME: st.datetimes(timezones=st.just(UTC)),
    Kind.DURATION: st.timedeltas(),
    Kind.MONTHS: st.builds(Months, st.integers(-15, 15)),
}


@st.composite
def _columns(draw: st.DrawFn) -> tuple[Field, list[Test], list[Scalar]]:
    kind = draw(st.sampled_from(list(Kind)))
    ends = st.builds(Literal, ENDS[kind])
    ordered = kind is not Kind.BOOLEAN and draw(st.booleans())
    equality = st.builds(Compare, st.sampled_from(["=", "!="]), ends | st.just(Literal(None)))
    compare = st.builds(Compare, COMPARATORS, ends)
    interval = st.builds(Interval, ends, ends, st.booleans(), st.booleans())
    simple = equality | compare | interval if ordered else equality
    parts = st.lists(simple, min_size=1, max_size=3).map(tuple)
    test = st.one_of(st.just(Anything()), simple, st.builds(OneOf, parts), st.builds(Not, parts))
    tests = draw(st.lists(test, min_size=1, max_size=4))
    values = draw(st.lists(ENDS[kind] | st.none(), min_size=1, max_size=4))
    return Field("x", kind, domain=draw(st.none() | st.just(tests[0]))), tests, values


@given(_columns())
def test_a_test_matches_a_value_just_when_it_holds_the_bin_of_the_value(
    column: tuple[Field, list[Test], list[Scalar]],
) -> None:
    field, tests, values = column
    bins = column_bins(field, tests, "GBP")
    assert bins.exact
    for test in tests:
        found = bins.mask(test)
        assert found == bins.may(test)
        for value in values:
            assert bool(found >> bins.index(value) & 1) is (matches(test, value, {}) is True)


@given(_columns())
def test_every_bin_has_a_sample_and_the_sample_is_in_it(
    column: tuple[Field, list[Test], list[Scalar]],
) -> None:
    field, tests, _ = column
    bins = column_bins(field, tests, "GBP")
    for at in members(bins.inside):
        assert bins.index(bins.sample(at)) == at
        assert (bins.sample(at) is None) == (at == 0)


@given(_columns())
def test_a_value_inside_the_domain_is_in_a_bin_that_is_inside(
    column: tuple[Field, list[Test], list[Scalar]],
) -> None:
    field, tests, values = column
    bins = column_bins(field, tests, "GBP")
    for value in values:
        grains = not (field.kind is Kind.MONEY and value == Decimal("0.005"))
        allowed = field.domain is None or value is None or matches(field.domain, value, {}) is True
        assert bool(bins.inside >> bins.index(value) & 1) is (grains and allowed) or not grains


@given(_columns())
def test_the_cell_of_a_test_holds_the_same_bins(
    column: tuple[Field, list[Test], list[Scalar]],
) -> None:
    field, tests, _ = column
    bins = column_bins(field, tests, "GBP")
    for test in tests:
        found = bins.mask(test) & bins.inside
        if found:
            again = parse_test(cell(bins, found))
            for at in members(bins.inside):
                passed = matches(again, bins.sample(at), {}) is True
                assert passed is bool(found >> at & 1)
