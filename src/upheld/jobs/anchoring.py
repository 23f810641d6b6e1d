"""Once a day the end of the record is written down in a file that can lie elsewhere."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from upheld.store.record import anchors


def sweep(now: datetime) -> bool:
    """Whether a line was written; none where no file is named, or the day has its line."""
    return bool(settings.ANCHORS) and anchors.write(Path(settings.ANCHORS), now) is not None
