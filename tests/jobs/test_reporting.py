"""The monthly report: once for each month that is over, and never changed afterwards."""

from datetime import timedelta

import pytest
from tests import stories

from upheld.insight.report import from_data
from upheld.jobs import reporting
from upheld.steps.keep_report import keep_report
from upheld.steps.may import NotAllowed, Operator
from upheld.store import reports
from upheld.store.models import Case, Event, KeptReport, Person

NOW = stories.NOW  # in November 2026
DECEMBER = NOW + timedelta(days=35)


@pytest.mark.django_db
class TestSweep:
    def test_the_month_before_is_kept_once_with_its_hash_in_the_record(
        self, handler: Person
    ) -> None:
        stories.a_closed_case(handler, NOW)
        assert reporting.sweep(DECEMBER)
        assert not reporting.sweep(DECEMBER + timedelta(days=3))
        kept = KeptReport.objects.get()
        assert (str(kept.first_on), str(kept.last_on)) == ("2026-11-01", "2026-11-30")
        event = Event.objects.get(kind="report_kept")
        assert (event.data["hash"], event.by) == (kept.hash, "the monthly report")
        assert reports.is_whole(kept)
        assert list(reports.amiss()) == []

    def test_it_stays_as_it_was_told_whatever_becomes_of_the_cases(self, handler: Person) -> None:
        stories.an_open_case(handler, NOW)
        reporting.sweep(DECEMBER)
        Case.objects.update(received_at=NOW - timedelta(days=400))
        told = from_data(KeptReport.objects.get().told)
        assert told.headline.startswith("1 complaint came")

    def test_where_no_complaint_ever_came_there_is_nothing_to_keep(self) -> None:
        assert not reporting.sweep(DECEMBER)

    def test_one_that_was_changed_or_taken_out_is_told(self, handler: Person) -> None:
        stories.an_open_case(handler, NOW)
        reporting.sweep(DECEMBER)
        kept = KeptReport.objects.get()
        KeptReport.objects.update(told={**kept.told, "headline": "All is well."})
        assert list(reports.amiss()) == [
            "the report of 2026-11-01 to 2026-11-30 is not what was kept"
        ]
        KeptReport.objects.all().delete()
        assert list(reports.amiss()) == [
            f"the report with the number {kept.pk} was kept and is missing"
        ]

    def test_a_handler_keeps_none(self, handler: Person) -> None:
        with pytest.raises(NotAllowed):
            keep_report(NOW.date(), NOW.date(), {}, 0, handler, NOW)
        first = keep_report(NOW.date(), NOW.date(), {"a": 1}, 0, Operator(), NOW)
        again = keep_report(NOW.date(), NOW.date(), {"a": 2}, 0, Operator(), NOW)
        assert (again.pk, again.told) == (first.pk, {"a": 1})
