"""A report of each month is kept once the month is over: safe to run twice, and at once."""

from datetime import datetime, timedelta

from django.utils import timezone

from upheld.insight.report import as_data, report
from upheld.steps import may
from upheld.steps.keep_report import ReportOutdated, keep_report
from upheld.store.counted.case_days import moments
from upheld.store.models import Case, KeptReport
from upheld.store.record import events

_BY = may.Operator("the monthly report")


def sweep(now: datetime) -> bool:
    """Keeps the report of the month before, in the firm's zone; whether it did. A firm that had no
    complaint before that month ended has nothing to be told. Where somebody was erased while it was
    told, the next sweep tells it anew."""
    last = timezone.localdate(now).replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    if KeptReport.objects.filter(first_on=first, last_on=last).exists():
        return False
    if not Case.objects.filter(received_at__lt=moments(first, last)[1]).exists():
        return False
    number, told = events.head()[0], as_data(report(first, last, now))
    try:
        keep_report(first, last, told, number, _BY, now)
    except ReportOutdated:
        return False
    return True
