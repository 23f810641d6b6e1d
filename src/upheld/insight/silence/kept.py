"""The silent of the last year as a page reads them."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from upheld.insight.figures import Figure

from .made import silence
from .told import silence_data


def _work(now: datetime) -> dict[str, Any]:
    return silence_data(silence(now))


SILENCE = Figure("silence", _work, TypeAdapter(dict[str, Any]), follows=False)
