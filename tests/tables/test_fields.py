"""Facts as JSON and YAML give them, read into exact values or refused with the mend."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.tables import Field, Kind, Months
from upheld.tables.fields import read_value
from upheld.tables.problems import CellError
from upheld.tables.values import duration, iso_duration, to_minor_unit


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.STRING, "late", "late"),
        (Kind.NUMBER, 9, Decimal(9)),
        (Kind.NUMBER, 0.1, Decimal("0.1")),
        (Kind.NUMBER, "0.10", Decimal("0.10")),
        (Kind.MONEY, 240, Decimal("240.00")),
        (Kind.MONEY, "12.50", Decimal("12.50")),
        (Kind.BOOLEAN, True, True),
        (Kind.BOOLEAN, "false", False),
        (Kind.DATE, "2026-11-02", date(2026, 11, 2)),
        (Kind.DATE, date(2026, 11, 2), date(2026, 11, 2)),
        (Kind.TIME, "14:30", time(14, 30)),
        (Kind.DATETIME, "2026-11-02T14:30:00Z", datetime(2026, 11, 2, 14, 30, tzinfo=UTC)),
        (Kind.DURATION, "P1DT2H", timedelta(days=1, hours=2)),
        (Kind.MONTHS, "-P1Y", Months(-12)),
        (Kind.NUMBER, None, None),
    ],
)
def test_a_value_is_read_exactly(kind: Kind, raw: object, value: object) -> None:
    read = read_value(Field("x", kind), raw, "GBP")
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.STRING, True),
        (Kind.NUMBER, True),
        (Kind.NUMBER, float("nan")),
        (Kind.NUMBER, "inf"),
        (Kind.NUMBER, "nine"),
        (Kind.MONEY, 0.001),
        (Kind.MONEY, "1e60"),
        (Kind.BOOLEAN, 1),
        (Kind.BOOLEAN, "yes"),
        (Kind.DATE, "2026-02-30"),
        (Kind.DATE, "20260201"),
        (Kind.DATE, datetime(2026, 1, 1, tzinfo=UTC)),
        (Kind.TIME, 630),
        (Kind.TIME, "14:30Z"),
        (Kind.DATETIME, "2026-11-02T14:30:00"),
        (Kind.DATETIME, date(2026, 11, 2)),
        (Kind.DURATION, "P1Y"),
        (Kind.MONTHS, "P1D"),
        (Kind.DURATION, "P"),
        (Kind.DURATION, "PT"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: Kind, raw: object) -> None:
    with pytest.raises(CellError) as caught:
        read_value(Field("x", kind), raw, "GBP")
    assert caught.value.mend


@given(st.timedeltas(timedelta(days=-99999), timedelta(days=99999)))
def test_a_duration_that_is_written_reads_back_the_same(length: timedelta) -> None:
    assert duration(iso_duration(length)) == length


@given(st.integers(-9999, 9999).map(Months))
def test_months_that_are_written_read_back_the_same(length: Months) -> None:
    assert duration(str(length)) == length


@given(st.decimals(-(10**9), 10**9, places=6))
def test_rounding_to_the_penny_moves_at_most_half_a_penny(amount: Decimal) -> None:
    exact = to_minor_unit(amount, "GBP")
    assert abs(exact - amount) <= Decimal("0.005")
    assert exact.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("amount", "exact"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("-0.001", "0.00")]
)
def test_half_a_penny_rounds_away_from_zero(amount: str, exact: str) -> None:
    assert str(to_minor_unit(Decimal(amount), "GBP")) == exact
