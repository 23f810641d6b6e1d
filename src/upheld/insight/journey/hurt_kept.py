"""Where it hurts everybody, as a page reads it."""

from datetime import datetime
from typing import Any

from upheld.insight.figures import Worked, worked

from .hurt import hurting
from .hurt_told import hurting_data

KIND = "hurt"


def work(now: datetime) -> dict[str, Any]:
    return hurting_data(hurting(now))


def hurt_kept(now: datetime) -> Worked:
    return worked(KIND, now, work)
