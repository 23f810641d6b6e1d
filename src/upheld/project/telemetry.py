"""OpenTelemetry: a span and a measurement for each request, where a collector is named.

The collector and all about it are named by OpenTelemetry's own variables (OTEL_EXPORTER_OTLP_...),
which its library reads.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from opentelemetry.metrics import Histogram
    from opentelemetry.trace import Span


def begin(part: str) -> None:
    """Once in each process, after it was forked; `part` is "web" or "jobs"."""
    if not settings.TELEMETRY:
        return
    from opentelemetry import metrics, trace
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    os.environ.setdefault("OTEL_SERVICE_NAME", "upheld")
    resource = Resource.create({"upheld.part": part})
    spans = TracerProvider(resource=resource)
    spans.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(spans)
    reader = PeriodicExportingMetricReader(OTLPMetricExporter())
    metrics.set_meter_provider(MeterProvider([reader], resource=resource))


@contextmanager
def span(request: HttpRequest) -> "Iterator[Span | None]":
    """The request as a span, below that of the proxy which sent it where that names one."""
    if not settings.TELEMETRY:
        yield None
        return
    from opentelemetry import propagate, trace

    above = propagate.extract(request.headers) if settings.PROXIES else None
    tracer = trace.get_tracer("upheld")
    with tracer.start_as_current_span("request", above, trace.SpanKind.SERVER) as found:
        yield found


def end(span: "Span | None", method: str, route: str, status: int, seconds: float) -> None:
    """Names are those of OpenTelemetry's semantic conventions for HTTP."""
    if span is None:
        return
    told: dict[str, Any] = {
        "http.request.method": method, "http.route": route, "http.response.status_code": status
    }  # fmt: skip
    span.update_name(f"{method} {route}")
    span.set_attributes(told)
    _durations().record(seconds, told)


def swept(name: str, seconds: float, well: bool) -> None:
    """One sweep of the jobs."""
    if settings.TELEMETRY:
        _sweeps().record(seconds, {"upheld.sweep": name, "upheld.well": well})


@cache
def _durations() -> "Histogram":
    from opentelemetry import metrics

    meter = metrics.get_meter("upheld")
    return meter.create_histogram("http.server.request.duration", "s", "How long a request took")


@cache
def _sweeps() -> "Histogram":
    from opentelemetry import metrics

    meter = metrics.get_meter("upheld")
    return meter.create_histogram("upheld.sweep.duration", "s", "How long a sweep of jobs took")
