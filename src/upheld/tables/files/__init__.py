"""A policy over a file of cases, by any of three engines that write the same."""

from upheld.tables.files.asked import Asked
from upheld.tables.files.run import Contradiction, Engine, Report, TooLarge, run
from upheld.tables.files.source import Unreadable
from upheld.tables.files.target import Unwritable

REFUSED = (Contradiction, TooLarge, Unreadable, Unwritable)

__all__ = ["REFUSED", "Asked", "Engine", "Report", "run"]
