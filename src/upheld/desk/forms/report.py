"""Which days a report is of."""

from datetime import date, timedelta

from .base import DeskForm, a_day


class SpanForm(DeskForm):
    first = a_day("From", "Choose a day.")
    last = a_day("To, that day included", "Choose a day.")


def last_month(today: date) -> tuple[date, date]:
    """The whole month that is over."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
