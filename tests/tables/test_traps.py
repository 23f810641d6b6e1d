"""What made engines of decision tables disagree when they were measured, one test each.

Each is asked of the row engine, of columns and of Spark.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from upheld.tables.files.asked import Asked
from upheld.tables.files.rows import Rows

from .conftest import Make
from .spark import ON_SPARK, by_spark

INPUTS = """
inputs:
  kind: {type: string, values: [late, lost, rude], about: case}
  name: {type: string, about: case}
  days: {type: number, about: case}
  paid: {type: money, about: case}
  at: {type: time, about: case}
  moment: {type: datetime, about: case}
tables:
  - {name: gift, file: gift.csv, hit: HIT, outputs: {gift: {type: TYPE}}}
"""
Given = Callable[..., list[Any]]


def _row(asked: Asked, frame: pl.DataFrame) -> pl.DataFrame:
    return Rows(asked, asked.over(frame.lazy()).collect_schema()).over(frame)


def _columns(asked: Asked, frame: pl.DataFrame) -> pl.DataFrame:
    return asked.over(frame.lazy()).collect()


def _spark(asked: Asked, frame: pl.DataFrame) -> pl.DataFrame:
    return by_spark(asked, frame, asked.over(frame.lazy()).collect_schema())


@pytest.fixture(params=[_row, _columns, pytest.param(_spark, marks=ON_SPARK)])
def given(request: pytest.FixtureRequest, make: Make) -> Given:
    """given("csv text", {column: values}) is what each row is given, money in pence."""

    def give(sheet: str, columns: dict[str, Any], type: str = "money", hit: str = "first") -> Any:
        policy = make(INPUTS.replace("TYPE", type).replace("HIT", hit), gift=sheet)
        return request.param(Asked(policy, "gift"), pl.DataFrame(columns))["gift"].to_list()

    return give


def test_a_list_of_exceptions_does_not_match_the_unknown(given: Given) -> None:
    """NOT IN with a null inside it, and a null outside it."""
    sheet = 'kind,gift\n"not(late, rude)",5\n-,1\n'
    assert given(sheet, {"kind": ["late", "lost", None]}) == [100, 500, 100]
    sheet = 'kind,gift\n"not(late, null)",5\n-,1\n'
    assert given(sheet, {"kind": ["late", "lost", None]}) == [100, 500, 100]


def test_what_is_no_number_is_unknown_and_not_the_greatest(given: Given) -> None:
    days = [float("nan"), float("inf"), float("-inf"), 6.0, -0.0]
    sheet = "days,gift\n> 5,5\nnull,2\n[0..5],3\n-,1\n"
    assert given(sheet, {"days": days}) == [200, 200, 200, 500, 300]


def test_what_is_no_number_is_given_on_as_unknown(given: Given) -> None:
    days = [float("nan"), float("-inf"), 6.5]
    assert given("days,gift\n-,days\n", {"days": days}, "number") == [None, None, 6.5]


@pytest.mark.parametrize("least", ["min(paid, 50)", "min(50, paid)", "-max(-paid, -50)"])
def test_the_lesser_of_an_unknown_amount_is_unknown(given: Given, least: str) -> None:
    sheet = f'days,gift\n-,"{least}"\n'
    assert given(sheet, {"paid": [None, 4999, 5001]}) == [None, 4999, 5000]


def test_a_division_by_zero_is_unknown(given: Given) -> None:
    columns = {"paid": [1000, 1000, None], "days": [0, 4, 0]}
    assert given("days,gift\n-,paid / days\n", columns) == [None, 250, None]
    assert given("days,gift\n-,paid / 0\n", columns) == [None, None, None]


def test_a_share_of_an_amount_is_exact_and_rounded_half_up(given: Given) -> None:
    sheet = "days,gift\n-,paid * 0.15\n"
    # £12.34 is 1.851, £12.30 is 1.845 and -£12.30 is -1.845.
    assert given(sheet, {"paid": [1234, 1230, -1230]}) == [185, 185, -185]
    decimals = pl.Series([Decimal("12.34"), Decimal("12.30")], dtype=pl.Decimal(10, 2))
    assert given(sheet, {"paid": decimals}) == [185, 185]


def test_a_long_list_keeps_the_order_of_the_rows(given: Given) -> None:
    texts = ", ".join(f'""w{at}""' for at in range(0, 160, 2))
    names = [f"w{at}" for at in range(160)]
    found = given(f'name,gift\n"{texts}",5\n-,1\n', {"name": names})
    assert found == [500 if at % 2 == 0 else 100 for at in range(160)]


def test_more_than_eight_rules_are_counted(given: Given) -> None:
    sheet = "days,gift\n" + "".join(f">= {at},1\n" for at in range(20))
    found = given(sheet, {"days": [-1, 8, 19]}, "number", "collect count")
    assert found == [0, 9, 20]


@pytest.mark.parametrize("rules", [62, 63, 64, 65, 130])
def test_a_rule_beyond_the_bits_of_a_word_speaks(given: Given, rules: int) -> None:
    sheet = "days,gift\n" + "".join(f"{at},{at + 1}\n" for at in range(rules))
    days = [0, 61, 62, 63, 64, 129, None]
    wanted = [100 * (at + 1) if at is not None and at < rules else None for at in days]
    assert given(sheet, {"days": days}) == wanted


@pytest.mark.parametrize("hit", ["unique", "any", "collect sum", "collect max"])
def test_the_sixty_third_rule_is_a_bit_like_any_other(given: Given, hit: str) -> None:
    sheet = "days,gift\n" + "".join(f"{at},{at + 1}\n" for at in range(63))
    assert given(sheet, {"days": [0, 62, 63]}, hit=hit) == [100, 6300, None]


def test_a_float_stands_for_its_shortest_decimal(given: Given) -> None:
    days = [0.3, 0.1 + 0.2, 0.29999999999999993]
    assert given("days,gift\n>= 0.3,5\n-,1\n", {"days": days}) == [500, 500, 100]


def test_a_long_number_becomes_the_nearest_float(given: Given) -> None:
    days = [2**62 - 1, 4611686018427387847, -(2**61) - 3, 7]
    wanted = [float(Decimal(each) / 1000) for each in days]
    assert given("days,gift\n-,days * 0.001\n", {"days": days}, "number") == wanted


def test_what_is_finer_than_a_microsecond_is_rounded_down(given: Given) -> None:
    noon = 12 * 3600 * 10**9
    clock = pl.Series([noon - 1, noon, noon + 999]).cast(pl.Time)
    found = given('at,gift\n"> time(""12:00:00"")",5\n-,1\n', {"at": clock})
    assert found == [100, 100, 100]
    assert given("at,gift\n-,at\n", {"at": clock}, "time") == [
        time(11, 59, 59, 999_999), time(12), time(12)
    ]  # fmt: skip
    moments = pl.Series([-1, 0, 999]).cast(pl.Datetime("ns", "UTC"))
    start = '"> date and time(""1969-12-31T23:59:59.999999Z"")"'
    assert given(f"moment,gift\n{start},5\n-,1\n", {"moment": moments}) == [100, 500, 500]


def test_the_same_moment_is_the_same_in_any_zone(given: Given) -> None:
    noon = pl.Series([datetime(2026, 7, 1, 11, tzinfo=UTC)])
    london = {"moment": noon.dt.convert_time_zone("Europe/London")}
    cell = '"date and time(""2026-07-01T12:00:00+01:00"")"'
    assert given(f"moment,gift\n{cell},5\n-,1\n", london) == [500]


@pytest.mark.parametrize("text", ["it's", "a\\b", "${x}", "`a`", "é\U0001f600", "a\nb", " a ", ""])
def test_a_text_is_itself_whatever_is_in_it(given: Given, text: str) -> None:
    cell = '"""' + text.replace("\\", "\\\\").replace("\n", "\\n") + '"""'
    found = given(f"name,gift\n{cell},{cell}\n-,null\n", {"name": [text, text + " "]}, "string")
    assert found == [text, None]


def test_texts_are_ordered_by_their_letters_codes(given: Given) -> None:
    names = ["a", "B", "b", "ba", "é", "\U0001f600", "\uffff"]
    found = given('name,gift\n"> ""b""",5\n-,1\n', {"name": names})
    assert found == [100, 100, 100, 500, 500, 500, 500]
    found = given('name,gift\n"> ""\uffff""",5\n-,1\n', {"name": names})
    assert found == [100, 100, 100, 100, 100, 500, 100]


def test_a_missing_column_is_unknown_throughout(given: Given) -> None:
    sheet = "days,kind,gift\nnull,late,paid\nnull,-,1\n"
    assert given(sheet, {"kind": ["late", "lost"]}) == [None, 100]
