"""Columns above and below a line, as the chart draws them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from upheld.desk.charts.columns import columns

AMOUNT = st.decimals(-10_000, 10_000, places=2)


def test_amounts_stand_above_and_below_the_line() -> None:
    found = columns([{"owed": Decimal(-25), "goodwill": Decimal(75)}])
    assert found is not None
    assert (found.zero, found.top, found.bottom) == ("75.00", 75, -25)
    drawn = {part.series: (part.y, part.height) for part in found.parts}
    assert drawn == {"owed": ("75.00", "25.00"), "goodwill": ("0.00", "75.00")}


def test_amounts_on_one_side_stand_on_each_other() -> None:
    found = columns([{"owed": Decimal(25), "goodwill": Decimal(75)}])
    assert found is not None
    drawn = {part.series: (part.y, part.height) for part in found.parts}
    assert drawn == {"owed": ("75.00", "25.00"), "goodwill": ("0.00", "75.00")}


def test_nothing_is_no_chart() -> None:
    assert columns([]) is None
    assert columns([{"owed": Decimal(0)}] * 3) is None


@given(st.lists(st.fixed_dictionaries({"owed": AMOUNT, "goodwill": AMOUNT}), min_size=1))
def test_every_bar_is_inside_the_picture(values: list[dict[str, Decimal]]) -> None:
    found = columns(values)
    for part in found.parts if found else ():
        assert float(part.y) >= -0.02
        assert float(part.y) + float(part.height) <= 100.02
        assert 0 <= float(part.x) <= float(part.x) + float(part.width) <= 1000
