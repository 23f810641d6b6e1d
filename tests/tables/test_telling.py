"""What a customer reads where a value stands in a sentence."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from upheld.tables import Field, Kind, Months, Value, tell
from upheld.tables.problems import CellError
from upheld.tables.telling import check_template, fill, read_template


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (Kind.MONEY, Decimal("12.5"), "£12.50"),
        (Kind.MONEY, Decimal("1234.567"), "£1,234.57"),
        (Kind.MONEY, Decimal("-5"), "-£5.00"),
        (Kind.NUMBER, Decimal("9.00"), "9"),
        (Kind.NUMBER, Decimal("1E+3"), "1000"),
        (Kind.NUMBER, Decimal("0.750"), "0.75"),
        (Kind.NUMBER, Decimal("-0"), "0"),
        (Kind.BOOLEAN, True, "yes"),
        (Kind.BOOLEAN, False, "no"),
        (Kind.DATE, date(2026, 11, 2), "2 November 2026"),
        (Kind.TIME, time(9, 5), "09:05"),
        (Kind.DATETIME, datetime(2026, 11, 2, 14, 30, tzinfo=UTC), "2 November 2026 at 14:30 UTC"),
        (Kind.DURATION, timedelta(days=1, hours=2), "1 day 2 hours"),
        (Kind.DURATION, timedelta(0), "0 days"),
        (Kind.DURATION, timedelta(hours=-3), "minus 3 hours"),
        (Kind.MONTHS, Months(14), "1 year 2 months"),
        (Kind.STRING, "snake_case", "snake_case"),
        (Kind.STRING, None, "unknown"),
        (Kind.MONEY, (Decimal(1), None), "£1.00, unknown"),
    ],
)
def test_a_value_is_told_in_plain_words(kind: Kind, value: Value, told: str) -> None:
    assert tell(value, Field("x", kind), "GBP") == told


def test_a_declared_value_loses_its_underscores() -> None:
    field = Field("x", Kind.STRING, values=("price_reduction",))
    assert tell("price_reduction", field, "GBP") == "price reduction"


@pytest.mark.parametrize(
    ("currency", "told"), [("JPY", "JPY 13"), ("KWD", "KWD 12.500"), ("EUR", "€12.50")]
)
def test_money_has_the_coins_of_its_currency(currency: str, told: str) -> None:
    assert tell(Decimal("12.5"), Field("x", Kind.MONEY), currency) == told


def test_a_sentence_is_filled_and_doubled_braces_stay() -> None:
    template = read_template("{{It}} came {days.late} days late, {days.late}!")
    fields = {"days.late": Field("days.late", Kind.NUMBER)}
    assert fill(template, {"days.late": Decimal(9)}, fields, "GBP") == "{It} came 9 days late, 9!"


@pytest.mark.parametrize("text", ["{", "}", "{}", "{a!r}", "{a:>5}"])
def test_a_place_that_is_no_plain_name_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_template(text)


def test_a_place_that_names_nothing_is_refused() -> None:
    with pytest.raises(CellError, match="dais} is no input or output here"):
        check_template(read_template("{dais}"), ["days"])
