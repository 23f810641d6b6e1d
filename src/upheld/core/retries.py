"""How long a letter that could not leave now waits before it is tried again."""

from datetime import datetime, timedelta

# RFC 5321, 4.5.4.1: a sender tries again, in growing pauses. Ours end after about a day and a half,
# sooner than the four or five days named there: a person can post a letter meanwhile.
_PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 15, 30, 60, 120, 240, 480, 960))
MOST_ATTEMPTS = len(_PAUSES) + 1


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many `attempts`, counted from 1; None when it is given up."""
    return now + _PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None
