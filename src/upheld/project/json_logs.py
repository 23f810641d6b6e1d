"""The bare log as one JSON object a line, with python-json-logger (`upheld[watch]`)."""

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from .logs import said, way


class BareJson(JsonFormatter):
    """What `Bare` says, as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord(record.__dict__)
        bare.msg, bare.args, bare.exc_text, bare.stack_info = said(record), None, None, None
        return super().format(bare)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return way(ei)
