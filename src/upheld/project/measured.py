"""What requests took, kept for Prometheus by all processes of one desk together."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from prometheus_client import Histogram

# Processes of one desk write what their requests took into files here; one of them reads all.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def together() -> Iterator[None]:
    """Around the processes of one desk: they write into a folder that goes with them."""
    if not settings.METRICS_TOKEN:
        yield
        return
    with TemporaryDirectory(prefix="upheld-metrics-") as folder:
        os.environ[FOLDER] = folder
        yield


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """One request that was answered."""
    if settings.METRICS_TOKEN:
        _requests().labels(method, route, str(status)).observe(seconds)


@cache
def _requests() -> "Histogram":
    from prometheus_client import Histogram

    names = ("method", "route", "status")
    return Histogram("upheld_request_seconds", "How long requests took", names)
