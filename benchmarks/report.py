"""The board's report of a year and the insight pages over many complaints: each part, each page.

    python -m benchmarks report                      the demo company, 20,000 and 100,000, SQLite
    python -m benchmarks.report 100000 --postgres

Each store is whole copies of the demo company in a folder that goes away. Each part, each page and
the whole report is asked in a process of its own, which begins with the house loaded, so that its
seconds and its memory are its own. On PostgreSQL the database's own processes are not in them. Then
the whole report, in which the parts share what they read.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.aims import Aims
from benchmarks.clock import table

_SIZES = (1_000, 20_000, 100_000)
_PAGES = (
    "sources", "journey", "whale", "failure", "team", "hurt", "silent", "goodwill_effect",
    "fairness", "exceptions", "exception_repeats", "exception_afterwards", "themes", "root_causes",
    "contacts", "orders",
)  # fmt: skip
_WHOLE = "the whole report"
_HEAD = ("", "core-seconds", "clock, s", "peak, MB", "statements")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of processor and of the clock, the peak of memory in megabytes, statements."""

    what: str
    processor: float
    clock: float
    peak: float
    statements: int


def main(sizes: Sequence[int] = _SIZES, on_postgres: bool = False) -> None:
    """Prints a table for each size."""
    aims = Aims()
    for size in sorted(sizes):
        with tempfile.TemporaryDirectory(prefix="upheld-report-") as name:
            cases, found = _measured(Path(name), size, on_postgres)
        where = f"{'PostgreSQL' if on_postgres else 'SQLite'}, {cases:,} complaints"
        table(where, _HEAD, [*map(_row, found)])
        _hold(aims, where, found)
    aims.show()


def _row(took: Took) -> tuple[str, ...]:
    told = (f"{each:,.2f}" for each in (took.processor, took.clock))
    return took.what, *told, f"{took.peak:,.0f}", str(took.statements)


def _hold(aims: Aims, where: str, found: Sequence[Took]) -> None:
    whole = next(each for each in found if each.what == _WHOLE)
    dearest = max((each for each in found if each.what.startswith("/")), key=_processor)
    aims.most(f"{where}: the report of a year", whole.processor, 40, "core-seconds")
    aims.most(f"{where}: {dearest.what}, the dearest page", dearest.processor, 3, "core-seconds")
    aims.most(f"{where}: memory", max(each.peak for each in found), 1_000, "MB")


def _processor(took: Took) -> float:
    return took.processor


def _measured(folder: Path, size: int, on_postgres: bool) -> tuple[int, list[Took]]:
    from benchmarks.intake import postgres

    usual = {"DJANGO_SETTINGS_MODULE": "upheld.project.settings", "UPHELD_VAR": str(folder)}
    if on_postgres:
        usual["UPHELD_DATABASE"] = postgres(folder)
    environment = os.environ | usual
    for module, asked in (("desk_ours", ("fill", str(size))), ("report", ("measure",))):
        command = [sys.executable, "-m", f"benchmarks.{module}", *asked]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    told = json.loads(done.stdout)
    return told["cases"], [Took(**each) for each in told["found"]]


def measure() -> dict[str, Any]:
    """What a report and the pages take over the store of this process's settings."""
    from upheld.cli.django import prepare

    prepare()
    from upheld.store.models import Case

    found = []
    for what, work in _work():
        found.append(_alone(what, work))
        print(*_row(found[-1]), sep="  ", file=sys.stderr, flush=True)
    return {"cases": Case.objects.count(), "found": [asdict(each) for each in found]}


def _work() -> Iterator[tuple[str, Callable[[], object]]]:
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from upheld.insight.report import report
    from upheld.insight.report.parts import PARTS
    from upheld.insight.report.span import span
    from upheld.store.models import Person

    now = datetime.now(UTC)
    last = now.date().replace(day=1) - timedelta(days=1)
    first = date(last.year - (last.month < 12), last.month % 12 + 1, 1)
    chosen = span(first, last, now)
    for part in PARTS:
        yield f"report: {part.key}", lambda part=part: part.told(chosen)  # type: ignore[misc]
    yield _WHOLE, lambda: report(first, last, now)
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(Person.objects.get(email="lead@demo.example"))
    for page in _PAGES:
        address = reverse(f"desk:{page}")
        yield address, lambda address=address: _page(client, address)  # type: ignore[misc]


def _page(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _alone(what: str, work: Callable[[], object]) -> Took:
    """In a copy of this process, which ends with it."""
    from django.db import connections

    connections.close_all()
    gc.collect()
    reading, writing = os.pipe()
    clock = time.perf_counter()
    child = os.fork()
    if not child:
        _in_child(work, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        statements = told.read()
    _, status, used = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"{what} failed")
    seconds = used.ru_utime + used.ru_stime
    passed = time.perf_counter() - clock
    return Took(what, seconds, passed, used.ru_maxrss / 1024, int(statements))


def _in_child(work: Callable[[], object], writing: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    failed = True
    try:
        with CaptureQueriesContext(connection) as asked:
            work()
        os.write(writing, str(len(asked)).encode())
        failed = False
    finally:
        os._exit(failed)


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        print(json.dumps(measure()))
    else:
        wanted = [int(each) for each in sys.argv[1:] if each.isdigit()]
        main(wanted or _SIZES, "--postgres" in sys.argv)
