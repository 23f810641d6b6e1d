"""What a language model suggested of a case, as long as the text is the one that it read."""

import hashlib
from collections.abc import Iterator

from upheld.core.spans import Span

from . import models as rows


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def suggested(case: rows.Case) -> Iterator[tuple[str, Span]]:
    """Kinds and places, in the order in which they were suggested."""
    row: rows.ModelReading | None = getattr(case, "model_reading", None)
    if row is None or row.sha256 != sha256(case.text):
        return
    for kind, start, end in row.found:
        yield kind, Span(start, end)
