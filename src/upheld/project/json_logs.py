"""The bare log as one JSON object a line, with python-json-logger (`upheld[watch]`)."""

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from .logs import bared, way


class BareJson(JsonFormatter):
    """What `Bare` says, as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(bared(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return way(ei)
