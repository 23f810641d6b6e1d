"""The team, and the report that a board reads."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.files import own
from upheld.api.given_team import HoursGiven, OutsideGiven
from upheld.api.told.report import (
    HoursTold,
    KeptReportTold,
    ReportTold,
    RulingTold,
    TeamTimesTold,
    hours,
)
from upheld.api.values import Day, Id, Ref
from upheld.api.versions import case_as_read, listed_as_read, tagged
from upheld.core.words import Scope
from upheld.insight.report import Report, as_data, from_data
from upheld.insight.report import report as told
from upheld.insight.report.files import as_pdf, file_name
from upheld.insight.report.span import span
from upheld.insight.team.kept import team_kept
from upheld.insight.team.told import team_data
from upheld.steps import may
from upheld.steps.keep_hours import keep_hours
from upheld.steps.record_outside import record_outside
from upheld.store import receipts
from upheld.store.models import KeptReport, OutsideRuling, Person

from .base import ANY_VERSION, THAT_VERSION, Routes, case_id, made, may_read

report = Routes(tags=["report"])
_YEAR = timedelta(days=364)
_PDF = "application/pdf"


@report.reads("/insight/team", TeamTimesTold)
def read_team(
    request: HttpRequest, first: Day | None = None, last: Day | None = None
) -> dict[str, Any]:
    """How long each step takes and what was right the first time; the last 12 months, or these
    days. Times are told of steps, teams and topics, never of a person."""
    may_read(request)
    who, until = by(request), last or timezone.localdate(now(request))
    days = span(first or max(until, date.min + _YEAR) - _YEAR, until, now(request))
    worked = team_kept((days.first, days.last) if first or last else None, now(request))
    whose = None if may.allowed_any("see_workload", who) else who.pk
    return {"at": worked.at, **team_data(worked.needed(), whose)}


_HOURS = "/people/{person}/hours"


@report.reads(_HOURS, HoursTold)
def read_hours(request: HttpRequest, person: Id, response: HttpResponse) -> HoursTold:
    """How many hours a week somebody has for complaints."""
    may.check("see_workload", by(request))
    return _hours(response, person)


@report.writes("PUT", _HOURS, HoursTold, Scope.ADMIN, match=THAT_VERSION)
def write_hours(
    request: HttpRequest, person: Id, body: HoursGiven, response: HttpResponse
) -> HoursTold:
    """Says how many hours a week somebody has for complaints, so that work is shared out fairly."""
    may.check("see_workload", by(request))
    with listed_as_read(request, HoursTold, lambda: hours(_person(person)), needed=True):
        keep_hours(person, body.hours(), by(request), now(request))
    return _hours(response, person)


def _hours(response: HttpResponse, person: int) -> HoursTold:
    is_now = hours(_person(person))
    tagged(response, is_now.version)
    return is_now


def _person(number: int) -> Person:
    row = Person.objects.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


@report.writes("POST", "/cases/{case}/rulings", RulingTold, status=201, match=ANY_VERSION)
def record_ruling(request: HttpRequest, case: Ref, body: OutsideGiven) -> Status[OutsideRuling]:
    """Records what an outside body, such as an ombudsman, made of our answer."""
    with case_as_read(request, case_id(case)):
        ruled = body.body, body.ruled_on, body.changed, body.words
        return made(record_outside(case_id(case), *ruled, by(request), now(request)))


@report.reads("/insight/report", ReportTold)
def read_report(request: HttpRequest, first: Day, last: Day) -> dict[str, Any]:
    """What happened from `first` to `last`, both days whole, as it is known now: what was learnt,
    and what to do next."""
    return as_data(_told(request, first, last))


@report.reads("/insight/report/pdf", None)
def read_report_pdf(request: HttpRequest, first: Day, last: Day) -> HttpResponse:
    """The same as a PDF; its numbers lead to their rows in the desk."""
    return _pdf(request, _told(request, first, last))


@report.reads("/insight/reports", list[KeptReportTold])
def list_kept_reports(request: HttpRequest) -> Sequence[KeptReport]:
    """The reports that are kept, one of each month, the newest first."""
    may.check("report", by(request))
    return list(KeptReport.objects.defer("told"))


@report.reads("/insight/reports/{report}", ReportTold)
def read_kept_report(request: HttpRequest, report: Id) -> dict[str, Any]:
    """A report as it was told, whatever became of the rows since."""
    found: dict[str, Any] = _kept(request, report).told
    return found


@report.reads("/insight/reports/{report}/pdf", None)
def read_kept_report_pdf(request: HttpRequest, report: Id) -> HttpResponse:
    """The same as a PDF."""
    return _pdf(request, from_data(_kept(request, report).told))


def _told(request: HttpRequest, first: date, last: date) -> Report:
    may.check("report", by(request))
    return told(first, last, now(request))


def _kept(request: HttpRequest, number: int) -> KeptReport:
    may.check("report", by(request))
    row = KeptReport.objects.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def _pdf(request: HttpRequest, found: Report) -> HttpResponse:
    site = receipts.site(request)
    return own(as_pdf(found, site), file_name(found, "pdf"), _PDF)
