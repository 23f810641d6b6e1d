"""What is told of a change names nobody who complained about it."""

from datetime import datetime

from upheld.core.changes import ChangeError
from upheld.store import models as rows
from upheld.store import news


def refuse_names(row: rows.Change, said: str, now: datetime) -> None:
    """Raises ChangeError where somebody is named whom whoever looks may see."""
    if any(name.lower() in said.lower() for name in news.names(row, now) if " " in name):
        raise ChangeError("it names somebody who complained: write what was said, and not by whom")
