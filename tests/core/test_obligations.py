"""Which rules hold, how a span is written, and what a case waits for next."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.core.rules import rule

from upheld.core.obligations import (
    STANDARD,
    Start,
    Unit,
    Within,
    in_force,
    next_due,
    next_step,
    read_within,
)
from upheld.core.words import CaseState


def test_the_law_of_the_day_of_receipt_counts() -> None:
    old = rule("8 weeks", id="old", valid_to=date(2026, 4, 1))
    new = rule("4 weeks", id="new", valid_from=date(2026, 4, 1))
    assert in_force([old, new], date(2026, 3, 31)) == (old,)
    assert in_force([old, new], date(2026, 4, 1)) == (new,)


def test_a_rule_without_kinds_is_for_every_complaint() -> None:
    assert rule("8 weeks").is_for(STANDARD)
    assert rule("8 weeks").is_for("payment-services")
    assert not rule("15 business days", applies=("payment-services",)).is_for(STANDARD)


def test_only_what_is_counted_from_receipt_has_a_date_on_that_day() -> None:
    assert rule("8 weeks").dated
    assert not rule("8 weeks", starts=Start.DEADLOCK).dated
    assert not rule("").dated


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("8 weeks", Within(8, Unit.WEEKS)),
        ("1 business day", Within(1, Unit.BUSINESS_DAYS)),
        ("24 hours", Within(24, Unit.HOURS)),
        ("14 business hours", Within(14, Unit.BUSINESS_HOURS)),
        ("3 years", Within(3, Unit.YEARS)),
    ],
)
def test_a_span_is_read_and_told_alike(text: str, within: Within) -> None:
    assert read_within(text) == within
    assert str(within) == text


@pytest.mark.parametrize("text", ["", "fifteen days", "15", "15 days", "-3 weeks", "1.5 weeks"])
def test_what_is_no_span_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is no span: write one such as 15 calendar days"):
        read_within(text)


def test_a_span_of_years_ends_on_a_day_that_the_calendars_have() -> None:
    assert read_within("100 years") == Within(100, Unit.YEARS)
    with pytest.raises(ValueError, match="is too long: write 100 years at most"):
        read_within("9999 years")


class TestWhatIsNext:
    NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

    def test_every_state_but_the_last_waits_for_one_step(self) -> None:
        waiting = [state for state in CaseState if next_step(state)]
        assert waiting == [state for state in CaseState if state is not CaseState.CLOSED]

    def test_the_earliest_open_clock_says_when(self) -> None:
        soon, later = self.NOW + timedelta(days=2), self.NOW + timedelta(days=20)
        assert next_due(CaseState.RECEIVED, [later, soon], self.NOW) == soon

    def test_an_answered_case_waits_four_weeks_for_what_they_say(self) -> None:
        four_weeks = self.NOW + timedelta(weeks=4)
        assert next_due(CaseState.ANSWERED, [], self.NOW) == four_weeks

    def test_a_case_looked_at_anew_has_our_own_aim_when_its_clocks_are_met(self) -> None:
        assert next_due(CaseState.INVESTIGATING, [], self.NOW) == self.NOW + timedelta(weeks=4)

    def test_a_closed_case_waits_for_nothing(self) -> None:
        assert next_due(CaseState.CLOSED, [self.NOW], self.NOW) is None
