"""Whoever watches the processes: the log as JSON, /metrics for Prometheus, OpenTelemetry."""

import json
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from tests.ports import a_free_port
from tests.project.test_serve import UPHELD, alive, answers, environment, gone
from tests.project.test_settings import setting
from tests.waiting import PATIENCE, soon

TOKEN = "a-token-of-twenty-signs"
SECRET = "planted-token-in-an-address"
ADDRESSES = ("accounts/login/", f"complain/case/{SECRET}/", f"nowhere/{SECRET}")

pytestmark = pytest.mark.slow


class Collector(BaseHTTPRequestHandler):
    """OpenTelemetry's collector, as far as it takes what is sent."""

    def do_POST(self) -> None:
        told = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, told))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def collecting() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    told: list[tuple[str, bytes]] = []
    server.told = told  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serving(var: Path, *asked: str, **told: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = a_free_port()
    server = subprocess.Popen(
        [*UPHELD, "serve", "--port", str(port), *asked], env=environment(var) | told,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield server, port
    finally:
        server.terminate()
        soon(lambda: gone(server))
        assert not alive(server)


def get(port: int, path: str, token: str = "") -> tuple[int, str]:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/{path}")
    if token:
        asked.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as page:
            return page.status, page.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.usefixtures("stored")
def test_all_that_watches_is_told_of_requests_by_route_and_of_nobody(tmp_path: Path) -> None:
    with collecting() as (endpoint, collected):
        told = {
            "UPHELD_LOG": "json",
            "UPHELD_METRICS_TOKEN": TOKEN,
            "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
            "OTEL_METRIC_EXPORT_INTERVAL": "500",
            "OTEL_BSP_SCHEDULE_DELAY": "500",
            "OTEL_SERVICE_NAME": "our-desk",
        }
        with serving(tmp_path, "--workers", "2", "--only", "web", **told) as (server, port):
            soon(lambda: answers(port))
            for _ in range(5):
                for address in ADDRESSES:
                    get(port, address)
            refused, _ = get(port, "metrics")
            _, metrics = get(port, "metrics", TOKEN)
            soon(lambda: {path for path, _ in collected} >= {"/v1/traces", "/v1/metrics"})
        assert server.stdout
        log = server.stdout.read()
    # Two processes served, one answered for both.
    assert refused == 403
    assert 'route="/accounts/login/",status="200"} 5.0' in metrics.replace('method="GET",', "")
    assert 'upheld_cases{state="received"} 0.0' in metrics
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    asked = [line for line in lines if line["name"] == "upheld.asked"]
    assert {"/accounts/login/", "none"} <= {line["route"] for line in asked}
    assert all(line["asked_as"] and line["ms"] > 0 for line in asked)
    spans = [
        span.name
        for path, body in collected if path == "/v1/traces"
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans for span in scope.spans
    ]  # fmt: skip
    measured = {
        metric.name
        for path, body in collected if path == "/v1/metrics"
        for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics
        for scope in resource.scope_metrics for metric in scope.metrics
    }  # fmt: skip
    assert "GET /accounts/login/" in spans
    assert any(b"our-desk" in body for _, body in collected)
    assert "http.server.request.duration" in measured
    for everything in (log, metrics, *(body.decode("latin-1") for _, body in collected)):
        assert SECRET not in everything


@pytest.mark.usefixtures("stored")
def test_the_jobs_run_alone_and_the_desk_says_that_they_do(tmp_path: Path) -> None:
    told = {"UPHELD_METRICS_TOKEN": TOKEN}
    with (
        serving(tmp_path, "--only", "web", **told) as (_, port),
        serving(tmp_path, "--only", "jobs") as (jobs, idle),
    ):
        soon(lambda: answers(port))
        soon(lambda: [
            line for line in get(port, "metrics", TOKEN)[1].splitlines()
            if line.startswith("upheld_sweep_good_seconds") and "the outbox could not" in line
        ])  # fmt: skip
        assert not answers(idle)
        assert alive(jobs)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("UPHELD_LOG", "xml", "give text or json"),
        ("UPHELD_METRICS_TOKEN", "short", "at least 20 signs"),
    ],
)
def test_what_it_cannot_be_told_so_is_refused(
    name: str, value: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        setting("1", tmp_path, **{name: value})
    assert told in refused.value.stderr


def test_a_number_of_a_request_is_believed_from_our_proxy_alone(client, settings) -> None:  # type: ignore[no-untyped-def]
    given = {"X-Request-ID": "abcdef0123456789"}
    assert client.get("/health/live", headers=given)["X-Request-ID"] != given["X-Request-ID"]
    settings.PROXIES = 1
    assert client.get("/health/live", headers=given)["X-Request-ID"] == given["X-Request-ID"]
