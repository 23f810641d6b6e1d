"""The report that a board reads: what happened, what was learnt, and what to do next."""

from .made import report
from .span import ReportError, Span
from .told import Report, as_data, from_data

__all__ = ["Report", "ReportError", "Span", "as_data", "from_data", "report"]
