"""What each source brought, as data for a program: amounts as text, intervals with their ends."""

from typing import Any

from upheld.core.intervals import Interval
from upheld.core.money import Money

from .made import Sources
from .row import KNOWN_BANDS, Source
from .verdict import Judged


def sources_data(found: Sources, sees_value: bool) -> dict[str, Any]:
    """`sees_value` is whether whoever asks may see what customers are to bring and cost."""
    return {
        "by": found.by.value,
        "rows": [_judged(each, sees_value) for each in found.rows],
        "total": _row(found.total, sees_value),
        "limits": [*found.limits, *([f"{found.trouble}."] if found.trouble else [])],
    }


def _judged(one: Judged, sees_value: bool) -> dict[str, Any]:
    return {
        "key": one.row.key,
        "name": one.row.name,
        "promise": one.row.promise,
        "starts": one.row.starts and one.row.starts.isoformat(),
        "ends": one.row.ends and one.row.ends.isoformat(),
        "verdict": one.verdict.value,
        "because": list(one.because),
        **_row(one.row, sees_value),
    }


def _row(row: Source, sees_value: bool) -> dict[str, Any]:
    return {
        "customers": row.customers,
        "orders": row.orders,
        "bands": dict(row.bands),
        "fit": {band.value: interval_data(row.of_band(band)) for band in KNOWN_BANDS},
        "complaints": row.complaints,
        "complaints_each_hundred": interval_data(row.complaint_rate),
        "decided": row.decided,
        "upheld": row.upheld,
        "upheld_share": interval_data(row.upheld_share),
        "broken_promises": row.broken,
        "broken_each_hundred": interval_data(row.broken_rate),
        "misread": row.misread,
        "contacts": dict(row.contacts),
        "expected_each": interval_data(row.expected.each) if sees_value else None,
        "cost_to_serve_each": interval_data(row.serving.cost) if sees_value else None,
        "caused_by_us_each": interval_data(row.caused.cost) if sees_value else None,
        "cost_currency": row.serving.currency if sees_value else "",
        "money": [
            {
                "currency": currency,
                **{
                    name: f"{Money(getattr(paid, name), currency).amount}"
                    for name in ("paid", "owed", "goodwill")
                },
            }
            for currency, paid in sorted(row.money.items())
        ],
    }


def interval_data(found: Interval | None) -> dict[str, float] | None:
    """Null where it cannot be said."""
    if found is None:
        return None
    return {name: round(getattr(found, name), 4) for name in ("low", "likely", "high")}
