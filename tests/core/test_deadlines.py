"""By when: the last moment of a deadline, in the place and by the law of the day of receipt."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rules import ENGLAND, GULF, LONDON, SYDNEY, rule

from upheld.core.calendars import Calendar
from upheld.core.deadlines import deadline
from upheld.core.explain import explain_undated
from upheld.core.obligations import Force, Unit, Within

# Received on; then the last day for each span, reckoned from the UK's bank holidays.
VECTORS = """
received    | 3 business days | 15 business days | 35 business days | 6 weeks    | 8 weeks    | 30 calendar days | 60 calendar days
2026-01-02  | 2026-01-07      | 2026-01-23       | 2026-02-20       | 2026-02-13 | 2026-02-27 | 2026-02-01       | 2026-03-03
2026-04-02  | 2026-04-09      | 2026-04-27       | 2026-05-27       | 2026-05-14 | 2026-05-28 | 2026-05-02       | 2026-06-01
2026-04-04  | 2026-04-09      | 2026-04-27       | 2026-05-27       | 2026-05-16 | 2026-05-30 | 2026-05-04       | 2026-06-03
2026-12-23  | 2026-12-30      | 2027-01-18       | 2027-02-15       | 2027-02-03 | 2027-02-17 | 2027-01-22       | 2027-02-21
"""  # noqa: E501
ZONES = st.sampled_from(
    [LONDON, SYDNEY, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")]
)
CALENDARS = st.sampled_from([ENGLAND, GULF])
MOMENTS = st.timedeltas(timedelta(0), timedelta(730)).map(
    lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since
)
WITHIN = st.builds(Within, st.integers(1, 60), st.sampled_from(Unit)).filter(
    lambda within: within.unit is not Unit.YEARS
)


def vectors() -> list[tuple[str, str, str]]:
    head, *lines = (
        [cell.strip() for cell in line.split("|")] for line in VECTORS.split("\n")[1:-1]
    )
    return [(line[0], *cell) for line in lines for cell in zip(head[1:], line[1:], strict=True)]


@pytest.mark.parametrize(("received", "within", "due"), vectors())
def test_the_published_vectors(received: str, within: str, due: str) -> None:
    noon = datetime.fromisoformat(f"{received}T12:00").replace(tzinfo=LONDON)
    assert deadline(rule(within), noon, LONDON, ENGLAND).due_on == date.fromisoformat(due)


def test_a_day_ends_when_it_ends_there() -> None:
    received = datetime(2026, 11, 2, 9, tzinfo=UTC)
    found = deadline(rule("3 calendar days"), received, LONDON, ENGLAND)
    assert found.due == datetime(2026, 11, 5, 23, 59, 59, 999999, tzinfo=UTC)
    assert found.due.tzinfo is UTC
    assert found.whole_day


def test_a_complaint_at_the_last_minute_of_a_day_is_of_that_day() -> None:
    before = datetime(2026, 11, 2, 23, 59, 59, tzinfo=LONDON)
    after = datetime(2026, 11, 3, 0, 0, tzinfo=LONDON)
    found = [deadline(rule("3 business days"), at, LONDON, ENGLAND) for at in (before, after)]
    assert [each.due_on for each in found] == [date(2026, 11, 5), date(2026, 11, 6)]


def test_after_midnight_there_is_the_next_day_although_it_is_not_here() -> None:
    late_in_london = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 00:30 on 2 July in London
    found = deadline(rule("1 calendar day"), late_in_london, LONDON, ENGLAND)
    assert found.due_on == date(2026, 7, 3)
    there = deadline(rule("1 calendar day"), late_in_london, SYDNEY, ENGLAND)
    assert there.due_on == date(2026, 7, 3)
    assert there.due < found.due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # Clocks go forward on 29 March 2026 and back on 25 October: the day still ends there.
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 22, 59, 59, 999999, UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 23, 59, 59, 999999, UTC)),
    ],
)
def test_daylight_saving_moves_the_hour_and_not_the_day(received: datetime, due: datetime) -> None:
    assert deadline(rule("1 calendar day"), received, LONDON, ENGLAND).due == due


@pytest.mark.parametrize(
    ("zone", "received"),
    [
        (LONDON, datetime(2026, 3, 28, 12, tzinfo=LONDON)),
        (LONDON, datetime(2026, 10, 24, 12, tzinfo=LONDON)),
        (SYDNEY, datetime(2026, 4, 4, 12, tzinfo=SYDNEY)),
        (SYDNEY, datetime(2026, 10, 3, 12, tzinfo=SYDNEY)),
    ],
)
@pytest.mark.pain("P9")
def test_24_hours_are_24_hours_in_the_nights_when_the_clocks_change(
    zone: ZoneInfo, received: datetime
) -> None:
    found = deadline(rule("24 hours"), received, zone, ENGLAND)
    assert found.due - received.astimezone(UTC) == timedelta(hours=24)
    assert found.due.astimezone(zone).hour in (11, 13)
    assert not found.whole_day


@pytest.mark.parametrize(
    ("received", "within", "due"),
    [
        ("2024-02-28", "1 calendar day", "2024-02-29"),
        ("2024-02-29", "8 weeks", "2024-04-25"),
        ("2024-02-29", "3 years", "2027-03-01"),
        ("2023-02-28", "1 business day", "2023-03-01"),
        ("2024-02-29", "4 years", "2028-02-29"),
    ],
)
def test_a_leap_day_is_a_day(received: str, within: str, due: str) -> None:
    at = datetime.fromisoformat(received).replace(tzinfo=LONDON)
    assert deadline(rule(within), at, LONDON, ENGLAND).due_on == date.fromisoformat(due)


def test_a_weekend_on_other_days_is_a_weekend() -> None:
    thursday = datetime(2026, 5, 21, 12, tzinfo=UTC)
    found = deadline(rule("1 business day"), thursday, ZoneInfo("Asia/Riyadh"), GULF)
    assert found.due_on == date(2026, 5, 24)  # a Sunday, the first working day of that week


def test_a_rule_without_a_number_has_no_deadline() -> None:
    with pytest.raises(ValueError, match="r has no number of days"):
        deadline(rule(""), datetime.now(UTC), LONDON, ENGLAND)


def told(
    within: str, received: datetime = datetime(2026, 4, 2, 12, tzinfo=UTC), **rest: object
) -> str:
    return deadline(rule(within, **rest), received, LONDON, ENGLAND).explanation


def test_a_deadline_explains_itself_with_the_days_that_do_not_count() -> None:
    assert told("3 business days") == (
        "The final response must reach the customer within 3 business days of receipt on "
        "Thu 2 Apr 2026: by Thu 9 Apr 2026 (DISP 1.6). Not counted: 2 days of weekend, "
        "Good Friday (3 Apr) and Easter Monday (6 Apr)."
    )


def test_calendar_days_leave_nothing_out() -> None:
    assert "Not counted" not in told("30 calendar days")
    assert "Not counted" not in told("8 weeks")


def test_an_own_aim_and_a_number_of_our_own_are_not_told_as_the_laws() -> None:
    own = told("1 week", force=Force.OWN)
    assert own == (
        "It is our own aim that the final response reaches the customer within 1 week of receipt "
        "on Thu 2 Apr 2026: by Thu 9 Apr 2026."
    )
    prompt = told("1 week", force=Force.PROMPT)
    assert (
        "must reach the customer promptly (DISP 1.6). The rule gives no number; ours is" in prompt
    )


def test_a_condition_and_an_alternative_are_told() -> None:
    assert told("8 weeks", condition="it is not resolved").startswith("If it is not resolved, the")
    hours = told("24 hours", or_within=Within(1, Unit.BUSINESS_DAYS))
    assert "by Fri 3 Apr 2026, 13:00 BST" in hours  # wherever it is read
    assert "Or within 1 business day, which ends on Tue 7 Apr 2026." in hours


def test_receipt_on_a_day_off_is_told_with_what_is_not_known_about_it() -> None:
    good_friday = datetime(2026, 4, 3, 12, tzinfo=UTC)
    found = told("3 business days", good_friday, off_day="Nobody knows more.")
    assert "It came on Good Friday (3 Apr); the first business day after it" in found
    assert "Nobody knows more." in found
    assert "Nobody knows more." not in told("3 business days", off_day="Nobody knows more.")


def test_what_nobody_verified_says_so_without_a_day_too() -> None:
    told = "Without a date, from receipt: the final response (DISP 1.6)."
    assert explain_undated(rule("")) == told
    unsure = explain_undated(rule("", verified=False))
    assert unsure.endswith("Nobody has verified this rule: check it at its source.")


def test_what_nobody_verified_says_so() -> None:
    assert "Nobody has verified this rule" in told("8 weeks", verified=False)
    assert "verified" not in told("8 weeks")


@given(MOMENTS, WITHIN, st.integers(0, 400_000), ZONES, CALENDARS)
def test_a_later_complaint_is_never_due_earlier(
    received: datetime, within: Within, seconds: int, zone: ZoneInfo, calendar: Calendar
) -> None:
    later = received + timedelta(seconds=seconds)
    one, two = (deadline(rule(str(within)), at, zone, calendar) for at in (received, later))
    assert one.due <= two.due
    assert one.due > received


@given(MOMENTS, WITHIN, st.integers(1, 20), ZONES, CALENDARS)
def test_more_time_is_never_due_earlier(
    received: datetime, within: Within, more: int, zone: ZoneInfo, calendar: Calendar
) -> None:
    longer = Within(within.amount + more, within.unit)
    one, two = (deadline(rule(str(each)), received, zone, calendar) for each in (within, longer))
    assert one.due < two.due


@given(MOMENTS, st.integers(1, 60), ZONES, CALENDARS)
def test_business_days_end_on_one_after_receipt_there(
    received: datetime, count: int, zone: ZoneInfo, calendar: Calendar
) -> None:
    found = deadline(rule(f"{count} business days"), received, zone, calendar)
    assert calendar.is_business_day(found.due_on)
    assert found.due_on > received.astimezone(zone).date()
    assert found.due.astimezone(zone).date() == found.due_on


@given(MOMENTS, WITHIN, ZONES, CALENDARS)
def test_every_explanation_names_its_day_and_its_clause(
    received: datetime, within: Within, zone: ZoneInfo, calendar: Calendar
) -> None:
    found = deadline(rule(str(within)), received, zone, calendar)
    assert f"{found.due_on.day} {found.due_on:%b %Y}" in found.explanation
    assert "(DISP 1.6)" in found.explanation
