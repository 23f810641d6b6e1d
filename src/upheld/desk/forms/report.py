"""Which days a report is of."""

from datetime import date, timedelta

from .base import DeskForm
from .returns import day_field


class SpanForm(DeskForm):
    first = day_field("From")
    last = day_field("To, that day included")


def last_month(today: date) -> tuple[date, date]:
    """The whole month that is over."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
