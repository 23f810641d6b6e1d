"""Reports: those that are kept, one of any days as it is now, and each as a PDF."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from upheld.desk.forms.report import SpanForm, last_month
from upheld.insight.report import Report, ReportError, from_data
from upheld.insight.report import report as read_report
from upheld.insight.report.files import as_pdf, file_name
from upheld.store import receipts
from upheld.store import reports as store
from upheld.store.models import KeptReport
from upheld.store.typeset import NotPrintable

from .asking import may_take, now


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that are kept, and the form for any other days."""
    may_take(request, "report")
    first, last = last_month(timezone.localdate(now()))
    form = SpanForm(key="span", initial={"first": first.isoformat(), "last": last.isoformat()})
    return _list(request, form, 200)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """A report of the days that the address asks for, as they are known now."""
    may_take(request, "report")
    form, told = _asked(request)
    if told is None:
        return _list(request, form, 422)
    asked = urlencode({name: request.GET[name] for name in ("first", "last")})
    return _shown(request, told, {"pdf": f"{reverse('desk:report_pdf')}?{asked}", "kept": None})


@require_safe
def report_pdf(request: HttpRequest) -> HttpResponse:
    may_take(request, "report")
    form, told = _asked(request)
    return _list(request, form, 422) if told is None else _pdf(request, told)


@require_safe
def kept(request: HttpRequest, report_id: int) -> HttpResponse:
    """A report as it was told, whatever became of the rows since."""
    may_take(request, "report")
    row = get_object_or_404(KeptReport, pk=report_id)
    pdf = reverse("desk:report_kept_pdf", args=[row.pk])
    context = {"pdf": pdf, "kept": row, "amiss": not store.is_whole(row)}
    return _shown(request, from_data(row.told), context)


@require_safe
def kept_pdf(request: HttpRequest, report_id: int) -> HttpResponse:
    may_take(request, "report")
    return _pdf(request, from_data(get_object_or_404(KeptReport, pk=report_id).told))


def _list(request: HttpRequest, form: SpanForm, status: int) -> HttpResponse:
    found = KeptReport.objects.defer("told")
    context = {"section": "reports", "form": form, "found": found, "now": now()}
    return render(request, "desk/reports.html", context, status=status)


def _shown(request: HttpRequest, told: Report, context: dict[str, object]) -> HttpResponse:
    context |= {"section": "reports", "report": told, "now": now()}
    return render(request, "desk/report_page.html", context)


def _asked(request: HttpRequest) -> tuple[SpanForm, Report | None]:
    form = SpanForm(request.GET, key="span")
    if not form.is_valid():
        return form, None
    try:
        return form, read_report(form.cleaned_data["first"], form.cleaned_data["last"], now())
    except ReportError as error:
        form.add_error(None, f"{capfirst(str(error))}.")
        return form, None


def _pdf(request: HttpRequest, told: Report) -> HttpResponse:
    try:
        content = as_pdf(told, receipts.site(request))
    except NotPrintable as error:
        messages.warning(request, capfirst(str(error)))
        return redirect("desk:reports")
    headers = {"Content-Disposition": f'inline; filename="{file_name(told, "pdf")}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
