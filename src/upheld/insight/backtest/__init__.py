"""A draft against the policy in force, over past cases: what changes, for whom, at what cost."""

from .cases import Cases, Documents
from .report import Report
from .run import CannotCompare, backtest
from .sheet import BadFile
from .told import as_data

__all__ = ["BadFile", "CannotCompare", "Cases", "Documents", "Report", "as_data", "backtest"]
