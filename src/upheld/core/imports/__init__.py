"""What comes from other programs: exports of helpdesks, and any columns by a mapping."""

from .arrival import Arrival, Message, Problem, RowRefused, shortened
from .checks import Bounds, checked
from .columns import ColumnMap, From, MapError, read_row
from .formats import READERS

__all__ = [
    "READERS",
    "Arrival",
    "Bounds",
    "ColumnMap",
    "From",
    "MapError",
    "Message",
    "Problem",
    "RowRefused",
    "checked",
    "read_row",
    "shortened",
]
