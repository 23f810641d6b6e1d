"""Themes are looked for anew each week: safe to run twice, and each keeps its number and name."""

from datetime import datetime, timedelta

from django.utils import timezone

from upheld.core.themes import ThemeError
from upheld.insight.themes.refit import cases, refit
from upheld.steps import may
from upheld.steps.keep_themes import keep_themes
from upheld.store import themes
from upheld.store.models import Case

_BY = may.Operator("the weekly look for themes")


def sweep(now: datetime) -> bool:
    """Looks once in each week of the firm's zone, which begins on a Monday, and as soon as there is
    a first complaint; whether what it found was kept.

    What somebody merged or split while it looked stays: it looks again with the next sweep."""
    today = timezone.localdate(now)
    last = themes.latest()
    if last and timezone.localdate(last.at) >= today - timedelta(days=today.weekday()):
        return False
    if not Case.objects.exists():
        return False
    try:
        keep_themes(refit(cases()), _BY, now)
    except ThemeError:
        return False
    return True
