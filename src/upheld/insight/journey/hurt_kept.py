"""Where it hurts everybody, as a page reads it."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from upheld.insight.figures import Figure

from .hurt import hurting
from .hurt_told import hurting_data


def _work(now: datetime) -> dict[str, Any]:
    return hurting_data(hurting(now))


HURT = Figure("hurt", _work, TypeAdapter(dict[str, Any]), follows=False)
