"""Returns to regulators: made from the store, checked by their own sums, written as files."""

from .files import DoesNotAddUp, csv_text, note_text, write
from .made import ReturnMissing, made

__all__ = ["DoesNotAddUp", "ReturnMissing", "csv_text", "made", "note_text", "write"]
