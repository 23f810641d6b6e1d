"""A rule to count with, and two places to count in."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from upheld.core.calendars import Calendar
from upheld.core.obligations import Force, Obligation, ObligationKind, read_within

LONDON, SYDNEY = ZoneInfo("Europe/London"), ZoneInfo("Australia/Sydney")
BANK_HOLIDAYS = {
    date(2026, 1, 1): "New Year's Day",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 4): "May Day",
    date(2026, 5, 25): "Spring Bank Holiday",
    date(2026, 8, 31): "Late Summer Bank Holiday",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day (observed)",
    date(2027, 1, 1): "New Year's Day",
}
ENGLAND = Calendar("England", BANK_HOLIDAYS)
# A place where Friday and Saturday are the weekend.
GULF = Calendar("Gulf", {date(2026, 5, 27): "Eid"}, frozenset({4, 5}))


def rule(within: str, **told: Any) -> Obligation:
    """A rule with this much time; none where nothing is written."""
    plain: dict[str, Any] = {
        "id": "r",
        "regime": "x",
        "kind": ObligationKind.FINAL_RESPONSE,
        "within": read_within(within) if within else None,
        "force": Force.LAW,
        "clause": "DISP 1.6",
        "source": "s",
        "verified": True,
        "valid_from": date(1900, 1, 1),
    }
    return Obligation(**{**plain, **told})
