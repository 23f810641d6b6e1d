"""`/metrics` for Prometheus: how things stand in the store, and what the requests took.

The address is there only where UPHELD_METRICS_TOKEN is given, and asks for it.
"""

import os
from collections.abc import Iterator
from hmac import compare_digest
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from upheld.store.gauges import gauges

from .measured import FOLDER

if TYPE_CHECKING:
    from prometheus_client import Metric


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """All of it as text; 403 without the token."""
    given = request.headers.get("Authorization", "")
    if not compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=403)
    from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    registry.register(_Store())
    together = FOLDER in os.environ
    if together:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    told = generate_latest(registry) + (b"" if together else generate_latest(REGISTRY))
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


class _Store:
    """The store's numbers, counted when they are asked for."""

    def collect(self) -> Iterator["Metric"]:
        from prometheus_client.core import GaugeMetricFamily

        families: dict[str, GaugeMetricFamily] = {}
        for each in gauges(timezone.now()):
            names = [key for key, _ in each.of]
            family = families.setdefault(
                each.name, GaugeMetricFamily(each.name, each.told, labels=names)
            )
            family.add_metric([value for _, value in each.of], each.value)
        yield from families.values()
