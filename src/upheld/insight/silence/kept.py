"""The silent of the last year as a page reads them."""

from datetime import datetime
from typing import Any

from upheld.insight.figures import Worked, worked

from .made import silence
from .told import silence_data

KIND = "silence"


def work(now: datetime) -> dict[str, Any]:
    return silence_data(silence(now))


def silence_kept(now: datetime) -> Worked:
    return worked(KIND, now, work)
