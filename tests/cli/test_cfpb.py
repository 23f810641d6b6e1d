"""Rows to complaints, whatever the rows: properties that no example shows."""

from datetime import UTC, date, datetime
from random import Random
from zoneinfo import ZoneInfo

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from upheld.cli import cfpb
from upheld.core.imports import Arrival
from upheld.core.intake import EARLIEST, accepted

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 18, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")

some_text = st.none() | st.sampled_from(["", " ", "\x1c", "x", "=y", "NUL\0", "é"]) | st.text()
row = st.fixed_dictionaries(
    {
        "complaint_id": st.sampled_from([None, "", "1", "2", "2.0"]),
        "date_received": st.sampled_from(
            [None, "2016-05-07", "0001-01-01", "2026-11-02", "2026-11-03", "31/12/2016", "soon"]
        ),
        "narrative": some_text,
        "issue": some_text,
        "state": st.sampled_from([None, "TX", "NY"]),
    }
)
some_rows = st.lists(row, min_size=1, max_size=6)
TEXT = dict.fromkeys(("complaint_id", "date_received", "narrative", "issue", "state"), pl.String)


def prepared(rows: list[dict[str, str | None]]) -> pl.DataFrame:
    return cfpb.prepared(pl.DataFrame(rows, schema=TEXT), TODAY, EARLIEST.date())


@given(some_rows)
def test_every_row_that_is_not_rejected_is_a_complaint_that_intake_accepts(
    rows: list[dict[str, str | None]],
) -> None:
    frame = prepared(rows)
    found = _all(rows)
    assert len(found) == frame[cfpb.WHY].null_count()
    for one in found:
        assert accepted(one.complaint, NOW).text


@given(some_rows, st.randoms(use_true_random=False))
def test_a_complaint_has_the_same_key_wherever_it_stands_in_the_file(
    rows: list[dict[str, str | None]], dice: Random
) -> None:
    shuffled = [*rows]
    dice.shuffle(shuffled)
    keys, again = ({one.key for one in _all(each)} for each in (rows, shuffled))
    assert keys == again


@given(some_rows)
def test_two_rows_share_a_key_only_if_they_share_an_id(rows: list[dict[str, str | None]]) -> None:
    found = _all(rows)
    without = [one.key for one in found if "complaint_id" not in one.particulars]
    assert len(set(without)) == len(without)


def _all(rows: list[dict[str, str | None]]) -> list[Arrival]:
    looked = cfpb.looked_at(prepared(rows), pl.DataFrame(rows, schema=TEXT), ZONE, NOW)
    return [each.arrival for each in looked if each.arrival]
