"""Moments as other programs write them."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

ISO, UNIX = "iso", "unix"
# What a mapping may choose from; it may also name any other format of strptime.
FORMATS = {
    ISO: "2026-05-07, 2026-05-07 14:30 or with its offset",
    "%d/%m/%Y": "07/05/2026 (day first)",
    "%d/%m/%Y %H:%M": "07/05/2026 14:30 (day first)",
    "%m/%d/%Y": "05/07/2026 (month first)",
    "%m/%d/%Y %H:%M": "05/07/2026 14:30 (month first)",
    "%d.%m.%Y": "07.05.2026",
    "%d.%m.%Y %H:%M": "07.05.2026 14:30",
    "%d %b %Y": "7 May 2026",
    UNIX: "1778164200 (seconds since 1970)",
}
_LONGEST = 40


def read_moment(text: str, written: str, zone: ZoneInfo) -> datetime:
    """The aware moment; a day begins when it begins in `zone`. Raises ValueError."""
    if len(text) > _LONGEST:
        raise ValueError("too long for a date")
    try:
        if written == UNIX:
            return datetime.fromtimestamp(float(text), UTC)
        plain = text.strip()
        found = _iso(plain) if written == ISO else _by_format(plain, written)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"not a date written as {FORMATS.get(written, written)}") from None


def _iso(text: str) -> datetime:
    """ISO 8601; `UTC` and an offset apart by a blank are written by some exports."""
    return datetime.fromisoformat(re.sub(r"\s+(UTC|Z|[+-]\d\d:?\d\d)$", _offset, text))


def _offset(found: re.Match[str]) -> str:
    return "+00:00" if found[1] in ("UTC", "Z") else found[1]


def _by_format(text: str, written: str) -> datetime:
    """07/05/2026 14:30:12 for a format that ends with minutes, too. The zone comes after."""
    plain = re.sub(r"(\d\d:\d\d):\d\d$", r"\1", text) if written.endswith("%H:%M") else text
    return datetime.strptime(plain, written)  # noqa: DTZ007
