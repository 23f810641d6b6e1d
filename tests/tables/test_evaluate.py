"""S-FEEL by small examples: what matches, what a cell gives, and what is unknown."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.tables.evaluate import Truth, evaluate, matches
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.values import Months, Scalar

from .trees import NUMBERS


def _matches(test: str, value: object, **facts: Scalar) -> Truth:
    known: Scalar = Decimal(value) if isinstance(value, int) else value  # type: ignore[assignment]
    return matches(parse_test(test), known, facts)


def _value(text: str, **facts: Scalar) -> Scalar:
    return evaluate(parse_expression(text), facts)


@pytest.mark.parametrize(
    ("test", "yes", "no"),
    [
        ("5", 5, 6),
        ("!= 5", 6, 5),
        ("< 5", 4, 5),
        ("<= 5", 5, 6),
        ("> 5", 6, 5),
        (">= 5", 5, 4),
        ("> -5", -4, -5),
        ("[1..5]", 1, 6),
        ("[1..5]", 5, 0),
        ("(1..5)", 2, 1),
        ("]1..5[", 4, 5),
        ("[1..5)", 1, 5),
        ("(1..5]", 5, 1),
        ("1, 3, > 7", 3, 7),
        ("not(1, 3, > 7)", 7, 8),
        ('"late"', "late", "faulty"),
        ('not("late", "faulty")', "other", "faulty"),
        ('date("2026-01-31")', date(2026, 1, 31), date(2026, 2, 1)),
        ('>= time("09:00:00")', time(9), time(8, 59)),
        ('< duration("P1DT2H")', timedelta(hours=25), timedelta(hours=26)),
        ('[duration("P1Y")..duration("P2Y")]', Months(18), Months(25)),
        (
            '> date and time("2026-01-01T00:00:00+01:00")',
            datetime(2026, 1, 1, tzinfo=UTC),
            datetime(2025, 12, 31, 23, tzinfo=UTC),
        ),
    ],
)
def test_a_test_matches_this_and_not_that(test: str, yes: object, no: object) -> None:
    assert _matches(test, yes) is True
    assert _matches(test, no) is False


def test_booleans_are_tested_as_they_are() -> None:
    assert matches(parse_test("true"), True, {}) is True
    assert matches(parse_test("false"), True, {}) is False


def test_an_endpoint_may_be_a_name() -> None:
    assert _matches("<= promised", 5, promised=Decimal(5)) is True
    assert _matches("[1..promised)", 5, promised=Decimal(5)) is False


def test_a_dash_matches_all_and_null_too() -> None:
    assert _matches("-", None) is True


@pytest.mark.parametrize("test", ["5", "!= 5", "< 5", "[1..5]", "1, 2", "not(5)", 'not("a")'])
def test_a_test_of_the_unknown_is_unknown(test: str) -> None:
    assert _matches(test, None) is None


def test_only_the_word_null_speaks_of_the_unknown() -> None:
    assert _matches("null", None) is True
    assert _matches("null", 5) is False
    assert _matches("not(null)", 5) is True
    assert _matches("not(null)", None) is False
    assert _matches("!= null", None) is False
    assert _matches("5, null", None) is True
    assert _matches("not(5, null)", None) is False
    assert _matches("not(5, null)", 6) is True


def test_an_unknown_endpoint_is_unknown_unless_the_rest_decides() -> None:
    assert _matches("limit", 5, limit=None) is None
    assert _matches("limit", None, limit=None) is None
    assert _matches("[1..limit]", 5, limit=None) is None
    assert _matches("[1..limit]", 0, limit=None) is False
    assert _matches("[limit..4]", 5, limit=None) is False
    assert _matches("not(limit)", 5, limit=None) is None
    assert _matches("limit, 5", 5, limit=None) is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 - 10", "-3"),
        ("1 / 8", "0.125"),
        ("2 ** 10", "1024"),
        ("10 ** -2", "0.01"),
        ("1.2*10**3", "1200"),
        ("-(2 + 3)", "-5"),
        ("min(3, 1, 2)", "1"),
        ("max(3, 1, 2)", "3"),
        ("sum(3, 1, 2)", "6"),
        ("count(3, null, 2)", "3"),
        ("abs(-3)", "3"),
        ("floor(-1.5)", "-2"),
        ("ceiling(1.1)", "2"),
        ("round half up(2.345, 2)", "2.35"),
        ("round half up(-2.5, 0)", "-3"),
        ("12.34 * 0.15", "1.8510"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
    ],
)
def test_numbers_are_exact_decimals_of_34_digits(text: str, value: str) -> None:
    assert _value(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('date("2026-01-31") + duration("P1M")', date(2026, 2, 28)),
        ('date("2026-03-31") - duration("P1Y1M")', date(2025, 2, 28)),
        ('date("2026-01-01") + duration("PT30H")', date(2026, 1, 2)),
        ('date("2026-01-01") - duration("PT1H")', date(2025, 12, 31)),
        ('date("2026-03-01") - date("2026-02-01")', timedelta(days=28)),
        ('time("23:00:00") + duration("PT2H")', time(1)),
        ('time("01:00:00") - duration("PT2H")', time(23)),
        ('time("10:30:00") - time("09:00:00")', timedelta(minutes=90)),
        ('duration("P1D") * 1.5', timedelta(hours=36)),
        ('duration("P1D") / 2', timedelta(hours=12)),
        ('duration("P1Y") + duration("P2M")', Months(14)),
        ('-duration("P1D")', timedelta(days=-1)),
        (
            'date and time("2026-01-01T00:00:00Z") + duration("P1DT1H")',
            datetime(2026, 1, 2, 1, tzinfo=UTC),
        ),
        ('max(date("2026-01-01"), date("2026-02-01"))', date(2026, 2, 1)),
    ],
)
def test_dates_and_durations_add_up(text: str, value: Scalar) -> None:
    assert _value(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "1 + null",
        "null * 0",
        "-(null)",
        "1 < null",
        "min(null, 50)",
        "max(null, 50)",
        "sum(1, null)",
        "1 / 0",
        "0 / 0",
        "10 ** 99999",
        "(-1) ** 0.5",
        'date("9999-12-31") + duration("P1D")',
        'duration("P1D") / 0',
    ],
)
def test_what_cannot_be_known_is_null(text: str) -> None:
    assert _value(text) is None


def test_equality_knows_null() -> None:
    assert _value("null = null") is True
    assert _value("1 = null") is False
    assert _value("1 != null") is True


def test_a_missing_fact_is_null() -> None:
    assert _value("price - 5") is None
    assert _value("price - 5", price=Decimal(7)) == Decimal(2)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_an_interval_is_both_of_its_ends(value: Decimal, low: Decimal, high: Decimal) -> None:
    within = _matches("[low..high)", value, low=low, high=high)
    assert within is (low <= value < high)


@given(st.lists(NUMBERS, min_size=1), st.none() | NUMBERS)
def test_not_is_the_opposite_for_all_that_is_known(ones: list[Decimal], value: Scalar) -> None:
    listed = ", ".join(str(one) for one in ones)
    yes, no = _matches(listed, value), _matches(f"not({listed})", value)
    assert (yes is None and no is None) if value is None else yes is (not no)
