"""A day is one of somewhere: where a firm is, or where its case is. In Sydney a day begins eleven
hours before it does in UTC, and in Honolulu it ends ten hours after."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from tests.stories import an_answered_case

import upheld
from upheld.core.parting import PartingError, Way
from upheld.steps.prepare_parting import try_way
from upheld.store import parting_known
from upheld.store.counted import lists
from upheld.store.models import Case, Decision, Order, Person

SRC = Path(upheld.__file__).parent
# A made company, of no place.
ELSEWHERE = ("demo",)
# Where a moment becomes a day and no zone is named on the line, and why that is right.
REASONS = {
    "api/routes/firm.py at.date()": "whether its year can be meant at all",
    "cli/cfpb.py EARLIEST.date()": "a constant",
    "cli/deadlines.py at.date()": "whether its year can be meant at all",
    "cli/deciding.py now.date()": "what is decided says itself what is wrong with its day",
    "cli/demo.py now.date()": "the made company begins on it, of no place",
    "cli/legal_hold.py review.date()": "a day that was written",
    "cli/letters_file.py datetime.strptime(plain, form).date()": "a day that was written",
    "cli/moments.py at.date()": "a day that was written",
    "cli/tables.py valid_from.date()": "a day that was written",
    "core/checks/agreement.py letter.answered.decided_at.date()": "the earliest day it may be",
    "core/checks/given.py decision.decided_at.date()": "a day without a year is near it",
    "core/checks/agreement.py (decision.decided_at + timedelta(days=each)).date()": "a hint",
    "core/decision.py now.date()": "a day ahead may be today somewhere",
    "core/records.py given.date()": "a day that a record holds",
    "core/promises/given_days.py EARLIEST.date()": "a constant",
    "core/reply/owed.py (now + timedelta(days=item.days)).date()": "as it is where the case is",
    "core/explain.py there.date()": "as it is where the case is",
    "desk/show/due.py local.date()": "as it is where the firm is",
    "desk/show/due.py in_zone(now).date()": "as it is where the firm is",
    "insight/backtest/columns.py (self.now + timedelta(days=1)).date()": "as core/decision.py",
    "insight/complained.py at.date()": "of very many, for shares of a year",
    "insight/goodwill/outcomes.py case.decided_at.date()": "of very many, for shares of a year",
    "insight/past_cases.py row['case__received_at'].date()": "of very many, for shares of a year",
    "insight/report/numbers.py each.date()": "the database made it in the firm's zone",
    "insight/report/numbers.py month.date()": "the database made it in the firm's zone",
    "insight/themes/refit.py at.date()": "of very many, to count weeks",
    "jobs/exceptions.py now.date()": "which are looked at; each asks for the day of its case",
    "jobs/marts.py local.date()": "as it is where the firm is",
    "steps/acknowledge.py (there + timedelta(days=7)).date()": "as it is where the case is",
    "steps/hold.py (there + _LATER).date()": "as it is where the case is",
    "steps/printed.py left.date()": "as it is where the case is",
    "store/documents.py now.astimezone(UTC).date()": "sums of a year are kept by the day in UTC",
    "store/tallied/parts.py newest.astimezone(UTC).date()": "kept by the day in UTC, as told",
    "tables/columns/lines.py _EPOCH.date()": "a constant",
    "tables/xlsx.py value.date()": "a day of a spreadsheet",
}


def days(file: Path) -> Iterator[str]:
    """Each place of a file where a moment becomes a day, but for those that name a zone there."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(value=of, attr="date"), args=[], keywords=[]):
                if not _zoned(of):
                    yield ast.unparse(node)
            case ast.Call(func=ast.Attribute(value=ast.Name("date"), attr="today")):
                yield ast.unparse(node)


def _zoned(of: ast.expr) -> bool:
    """What is the local time of a zone that is no constant, or a column of a table."""
    match of:
        case ast.Call(func=ast.Attribute(attr="astimezone"), args=[ast.Name("UTC")]):
            return False
        case ast.Call(func=ast.Attribute(attr="astimezone")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name("datetime"), attr="now"), args=[_]):
            return True
        case ast.Attribute(attr="dt"):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="dt"))):
            return True
        case _:
            return False


def found() -> set[str]:
    files = (each for each in SRC.rglob("*.py") if each.relative_to(SRC).parts[0] not in ELSEWHERE)
    return {f"{each.relative_to(SRC)} {told}" for each in files for told in days(each)}


def test_no_day_in_utc_is_taken_for_the_firms() -> None:
    amiss = found() - REASONS.keys()
    assert not amiss, f"say of where: timezone.localdate, or policies.day_at: {sorted(amiss)}"


def test_each_reason_is_still_of_something() -> None:
    assert REASONS.keys() <= found()


def test_the_check_finds_them(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("now.date(), date.today(), now.astimezone(UTC).date(), a.astimezone(z).date()")
    assert set(days(file)) == {"now.date()", "date.today()", "now.astimezone(UTC).date()"}


# A morning in Sydney, where it is the third already; an evening in Honolulu, still the first.
SYDNEY = "Australia/Sydney", datetime(2026, 11, 2, 21, tzinfo=UTC), date(2026, 11, 3)
HONOLULU = "Pacific/Honolulu", datetime(2026, 11, 2, 5, tzinfo=UTC), date(2026, 11, 1)


@pytest.mark.parametrize(("zone", "now", "today"), [SYDNEY, HONOLULU])
class TestTodayIsWhereTheFirmIs:
    def test_for_what_was_tried(self, zone: str, now: datetime, today: date, lead: Person) -> None:
        customer = Case.objects.get(pk=an_answered_case(lead, now)).customer_id
        tried = "We explained what the shelves carry.", today, "They wrote again."
        with timezone.override(zone):
            try_way(customer, Way.EDUCATION, *tried, lead, now)
            tomorrow = today.replace(day=today.day + 1)
            with pytest.raises(PartingError, match="is yet to come"):
                try_way(customer, Way.EDUCATION, "So.", tomorrow, "No.", lead, now)

    def test_for_what_was_bought(self, zone: str, now: datetime, today: date, lead: Person) -> None:
        customer = Case.objects.get(pk=an_answered_case(lead, now)).customer
        for day in (today, today.replace(day=today.day + 1)):
            Order.objects.create(
                customer=customer, reference=f"R{day.day}", placed_on=day, amount=Decimal(9)
            )
        with timezone.override(zone):
            assert [each.placed_on for each in lists.orders({}, now)] == [today]

    def test_for_what_was_decided_of_them(
        self, zone: str, now: datetime, today: date, lead: Person
    ) -> None:
        case = Case.objects.get(pk=an_answered_case(lead, now))
        Decision.objects.update(at=now)
        with timezone.override(zone):
            assert parting_known.known(case.customer, now).upheld_on == today
