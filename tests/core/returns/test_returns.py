"""Returns: what stands in them, and that their sums come out for any history."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from tests.core.returns.complaints import (
    DAYS,
    FIRST_HALF,
    LONDON,
    PERIODS,
    a_complaint,
    complaints,
    on,
)

from upheld.core.returns import RETURNS, Period, PeriodError, Reported, Return
from upheld.core.returns import asic as asic_form
from upheld.core.returns import cfpb as cfpb_form
from upheld.core.returns import fca as fca_form


def fca(*told: Reported, period: Period = FIRST_HALF) -> Return:
    return fca_form.make(told, period, DAYS)


def line(told: Return, category: str = "all categories") -> dict[str, object]:
    row = next(row for row in told.rows if row[0] == category)
    return dict(zip(told.columns, row, strict=True))


class TestFca:
    def test_counts_what_came_in_what_went_out_and_what_is_there(self) -> None:
        told = line(
            fca(
                a_complaint("2025-12-20"),
                a_complaint("2025-12-21", "2026-02-01"),
                a_complaint("2026-03-02", "2026-03-05", outcome="not_upheld"),
                a_complaint("2026-06-29", "2026-07-02"),
                a_complaint("2025-11-01", "2025-12-30"),
            )
        )
        assert [told[name] for name in fca_form.COLUMNS[1:4]] == [2, 2, 0]
        assert [told[name] for name in ("closed", "upheld", "rejected")] == [2, 1, 1]
        assert told["outstanding_at_end"] == 2

    # domain 1.2: the third business day after Thursday 2 April 2026 is Thursday 9 April.
    @pytest.mark.parametrize(
        ("closed", "column"),
        [
            ("2026-04-09", "closed_within_3_business_days"),
            ("2026-04-10", "closed_within_8_weeks"),
            ("2026-05-28", "closed_within_8_weeks"),
            ("2026-05-29", "closed_after_8_weeks"),
        ],
    )
    def test_tells_by_the_day_how_long_it_took(self, closed: str, column: str) -> None:
        assert line(fca(a_complaint("2026-04-02", closed)))[column] == 1

    def test_redress_is_what_is_owed_and_goodwill(self) -> None:
        given = {"owed": Decimal("12.50"), "goodwill": Decimal("25.00")}
        rejected = a_complaint("2026-02-02", "2026-03-02", outcome="not_upheld", **given)
        told = line(fca(rejected))
        assert (told["redress"], told["rejected"], told["upheld"]) == (Decimal("37.50"), 1, 0)

    def test_a_complaint_opened_again_is_counted_when_it_is_closed_again(self) -> None:
        again = a_complaint("2025-10-01", "2025-11-01", "2026-02-01", "2026-03-01")
        told = line(fca(again))
        assert [told[name] for name in ("opened", "reopened", "closed")] == [0, 1, 1]

    def test_its_days_are_those_of_london(self) -> None:
        late_evening = a_complaint("2026-07-01")
        late_evening = replace(
            late_evening, received_at=datetime(2026, 6, 30, 23, 30, tzinfo=ZoneInfo("UTC"))
        )
        assert fca(late_evening).nil  # half past midnight in London: the next half-year's

    def test_what_was_not_ours_to_answer_leaves_without_an_outcome(self) -> None:
        told = line(fca(a_complaint("2026-02-02", "2026-02-03", outcome="out_of_scope")))
        assert [told[name] for name in ("opened", "closed", "not_ours")] == [1, 0, 1]

    def test_its_category_is_the_main_part(self) -> None:
        told = fca(a_complaint("2026-02-02", kind="faulty"), a_complaint("2026-02-03"))
        assert [row[0] for row in told.rows] == ["late", "faulty", "all categories"]

    def test_one_that_was_closed_unanswered_keeps_it_from_adding_up(self) -> None:
        told = fca(replace(a_complaint("2026-02-02", "2026-02-20"), answers=()))
        assert not told.adds_up
        assert told.unanswered == ("UP-2026-02-02",)
        assert "closed 1 = upheld 0 + rejected 0" in "; ".join(map(str, told.failing))

    def test_amounts_in_two_currencies_are_no_sum(self) -> None:
        pounds = a_complaint("2026-02-02", "2026-02-20")
        euros = replace(pounds, answers=(replace(pounds.answers[0], currency="EUR"),))
        with pytest.raises(PeriodError, match=r"in EUR and GBP.*--regime"):
            fca(pounds, euros)


class TestAsic:
    def test_has_a_row_for_each_complaint(self) -> None:
        told = asic_form.make(
            [
                a_complaint("2026-02-02", "2026-02-20", topic="Chairs › Broken", area="3000"),
                a_complaint("2026-03-02"),
            ],
            FIRST_HALF,
            "Larch & Lintel",
        )
        closed, still_open = (dict(zip(told.columns, row, strict=True)) for row in told.rows)
        assert closed["days_to_resolve"] == 18
        assert [closed[name] for name in ("status", "product", "postcode")] == [
            "closed", "Chairs", "3000",
        ]  # fmt: skip
        assert [still_open[name] for name in ("status", "closed", "outcome", "amount")] == [
            "open", "", "", "",
        ]  # fmt: skip
        assert closed["gender"] == "not recorded"


class TestCfpb:
    @pytest.mark.parametrize(
        ("sent", "answered", "told"),
        [
            (None, "2026-02-17", "Yes"),
            (None, "2026-02-18", "No"),
            ("2026-02-17", "2026-04-03", "Yes"),
            ("2026-02-17", "2026-04-04", "No"),
            ("2026-02-18", "2026-03-03", "No"),
        ],
    )
    def test_fifteen_days_to_respond_and_sixty_to_answer(
        self, sent: str | None, answered: str, told: str
    ) -> None:
        one = a_complaint("2026-02-02", answered, first_sent_at=on(sent) if sent else None)
        (row,) = cfpb_form.make([one], FIRST_HALF).rows
        assert row[-1] == told

    def test_what_is_open_is_in_progress(self) -> None:
        (row,) = cfpb_form.make([a_complaint("2026-02-02")], FIRST_HALF).rows
        assert row[4:6] == ("In progress", "")


@pytest.mark.parametrize("form", RETURNS.values(), ids=lambda form: form.name)
class TestEvery:
    def test_period_without_a_complaint_is_a_nil_return(self, form: object) -> None:
        told = form.make([], FIRST_HALF, DAYS, "Larch & Lintel")  # type: ignore[attr-defined]
        assert told.nil
        assert told.adds_up

    def test_note_says_what_is_unverified(self, form: object) -> None:
        told = form.make([], FIRST_HALF, DAYS, "Larch & Lintel")  # type: ignore[attr-defined]
        assert [note for note in told.notes if not note.verified]
        assert all(note.source for note in told.notes)

    @given(complaints(), PERIODS)
    def test_return_adds_up(self, form: object, told: list[Reported], period: Period) -> None:
        made = form.make(told, period, DAYS, "Larch & Lintel")  # type: ignore[attr-defined]
        assert made.adds_up, made.failing
        assert all(len(row) == len(made.columns) for row in made.rows)

    @given(complaints())
    def test_periods_one_after_the_other_meet(self, form: object, told: list[Reported]) -> None:
        """What is outstanding when one ends is outstanding when the next begins."""
        middle = date(2026, 6, 30)
        first = Period(date(2026, 1, 1), middle, LONDON)
        second = Period(middle + timedelta(days=1), date(2026, 12, 31), LONDON)
        made = [form.make(told, each, DAYS, "L") for each in (first, second)]  # type: ignore[attr-defined]
        ends, starts = (
            [check for check in each.checks if "outstanding at end" in check.right][-1]
            for each in made
        )
        assert ends.right["outstanding at end"] == starts.left["outstanding at start"]


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(PeriodError, match="ends on 2026-01-01, before it begins on 2026-06-30"):
        Period(date(2026, 6, 30), date(2026, 1, 1), LONDON)
