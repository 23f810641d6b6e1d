"""One command for a small firm: the desk on a local port, and the jobs beside it.

A large one runs the desk alone in some processes (`--only web`) and the jobs in others.
"""

import argparse
import asyncio
import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from upheld.project import balance, measured, telemetry

if TYPE_CHECKING:
    from multiprocessing.synchronize import Lock

    from upheld.project.whole import Whole

# Each under what is logged when it fails.
_Sweeps = dict[str, Callable[[datetime], object]]

_EVERY_SECONDS = 2.0
_A_BEAT = timedelta(minutes=1)
_LEARN_EVERY_SECONDS = 300.0
_A_WHILE = 10.0
_AT_ONCE = 4  # requests that one process takes in; it works on them in turn
# Each may have a file on the disk, and a process may open 1,024 as machines are set up.
_CONNECTIONS = 400
_A_MOMENT = 0.05
_LAST_REQUESTS = 3  # seconds that requests under way have to end


def main() -> None:
    chosen = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
    if chosen.only != "web":
        # Spawned, not forked: the web worker is forked, and a thread here could hold a lock of its.
        jobs = () if chosen.only else (_jobs_beside,)
        for job in (*jobs, *_model_job()):
            multiprocessing.get_context("spawn").Process(target=job, daemon=True).start()
    if chosen.only == "jobs":
        for told in (signal.SIGTERM, signal.SIGINT):  # the model's process ends with this one
            signal.signal(told, lambda *_: sys.exit(0))
        _jobs()
    else:
        _serve(chosen.host, chosen.port, chosen.workers)


def _serve(host: str, port: int, workers: int) -> None:
    with measured.together():
        _read_once()
        balance.between(workers)
        told = multiprocessing.Lock()
        Granian(
            "upheld.project.asgi:application",
            address=host,
            port=port,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,  # as proxies ask, and browsers where there is none
            websockets=False,
            workers=workers,
            backpressure=_CONNECTIONS,
            # Ctrl-C reaches the worker twice, from the terminal and from us, and may lock it.
            workers_kill_timeout=_LAST_REQUESTS,
            log_access=False,
            log_level=LogLevels.warning,
        ).serve(target_loader=lambda: _application(host, port, told), wrap_loader=False)


def _application(host: str, port: int, told: "Lock") -> "Whole":
    """In each process that serves, before it does. The first of them says where the desk is."""
    from upheld.project import asgi

    if told.acquire(block=False):
        asyncio.get_event_loop().create_task(_say(host, port))
    return asgi.application(_AT_ONCE)


async def _say(host: str, port: int) -> None:
    """As soon as somebody could come."""
    while True:
        with suppress(OSError):
            _, knock = await asyncio.open_connection(host, port)
            knock.close()
            break
        await asyncio.sleep(_A_MOMENT)
    print(f"The desk is at http://{host}:{port}/ (Ctrl-C stops it)")
    print(f"People complain at http://{host}:{port}/complain/", flush=True)


def _read_once() -> None:
    """All code, before the workers are forked: they share it in memory, and begin at once."""
    import django
    from django.urls import get_resolver

    if multiprocessing.get_start_method() == "fork":
        django.setup()
        _ = get_resolver().url_patterns
        _read_policies()
        gc.freeze()  # to collect is to write on each object, and what is written is shared no more
        # A page makes tens of thousands of objects and hardly a ring of them: to look for rings
        # after every 700, as is usual, took a twentieth of its time.
        gc.set_threshold(50_000)


def _read_policies() -> None:
    """What cannot be used, and a database that is not there, is told where it is needed."""
    from django.db import Error, connections
    from django.utils import timezone

    from upheld.store import amiss, policies

    with suppress(ValueError, LookupError, Error):
        policies.read_all(timezone.now())
        amiss.found()
    connections.close_all()  # a connection is for one process


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="upheld.project.serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", choices=("", "web", "jobs"), default="")
    return parser.parse_args()


def _jobs_beside() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the desk, and the desk ends its jobs
    _jobs()


def _jobs() -> None:
    """Sweeps for ever; one that fails is logged and tried again, so that nothing stops the rest."""
    import django

    django.setup()
    telemetry.begin("jobs")
    # What takes long has a thread of its own: the mail does not wait for it.
    apart = ((_long(), _EVERY_SECONDS), (_learning(), _LEARN_EVERY_SECONDS), (_marts(), _A_WHILE))
    for sweeps, every in apart:
        threading.Thread(target=_for_ever, args=(sweeps, every), daemon=True).start()
    _for_ever(_sweeps(), _EVERY_SECONDS, _Beats())


class _Beats:
    """Which sweeps end well, written down for whoever asks whether the jobs still run."""

    def __init__(self) -> None:
        self._told: dict[str, datetime] = {}

    def went_well(self, name: str, now: datetime) -> None:
        """Written down now and then, since it happens every other second."""
        from upheld.store import pulses

        if name not in self._told or now - self._told[name] >= _A_BEAT:
            pulses.went_well(name, now)
            self._told[name] = now

    def went_wrong(self, name: str, why: Exception, now: datetime) -> None:
        from django.db import Error

        from upheld.store import pulses

        self._told.pop(name, None)
        # Where the database is what fails, the desk says so by itself.
        with suppress(Error):
            pulses.went_wrong(name, str(why) or type(why).__name__, now)


class _Faults:
    """A fault that stays is logged once a minute and not every other second: the log would fill the
    disk, which may be the fault."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, type[Exception]], datetime] = {}

    def log(self, name: str, error: Exception, now: datetime) -> None:
        """A file of the firm's that cannot be used is a line to mend, and no fault of ours."""
        from upheld.store.amiss import UNUSABLE

        before = self._told.get((name, type(error)))
        if before is None or now - before >= _A_BEAT:
            self._told[name, type(error)] = now
            if isinstance(error, UNUSABLE):
                logging.getLogger(__name__).warning("%s: %s", name, " ".join(str(error).split()))
            else:
                logging.getLogger(__name__).error(name, exc_info=error)


def _for_ever(sweeps: _Sweeps, every: float, beats: _Beats | None = None) -> None:
    """In turn; one that fails is logged and tried again. What may take long has no beats: that it
    is not done yet is no fault."""
    from django.db import close_old_connections
    from django.utils import timezone

    faults = _Faults()
    while True:
        for trouble, sweep in sweeps.items():
            started, well = time.perf_counter(), False
            try:
                sweep(timezone.now())
                well = True
                if beats:
                    beats.went_well(trouble, timezone.now())
            except Exception as error:
                faults.log(trouble, error, timezone.now())
                if beats:
                    beats.went_wrong(trouble, error, timezone.now())
            telemetry.swept(trouble, time.perf_counter() - started, well)
        close_old_connections()  # a database server that went away is asked anew
        time.sleep(every)


def _sweeps() -> _Sweeps:
    """What is swept in turn, every other second."""
    from upheld.jobs import (
        acknowledging,
        anchoring,
        exceptions,
        intake,
        notices,
        outbox,
        receipts,
        relations,
        staff_notices,
        suggesting,
        webhooks,
    )

    left_to_people: set[int] = set()
    looked_at = 0
    looked_on: date | None = None

    def suggest(now: datetime) -> None:
        nonlocal looked_at
        looked_at = suggesting.sweep(now, looked_at)

    def relate(now: datetime) -> None:
        nonlocal looked_on
        looked_on = relations.sweep(now, looked_on)

    return {
        "incoming mail could not be swept": intake.sweep,
        "acknowledgements could not be swept": lambda now: acknowledging.sweep(now, left_to_people),
        "the outbox could not be swept": outbox.sweep,
        "links to cases could not be sent": receipts.sweep,
        "notices could not be swept": notices.sweep,
        "mail to staff could not be sent": staff_notices.sweep,
        "suggestions could not be applied": suggest,
        "webhooks could not be told": webhooks.sweep,
        "the anchor of the day could not be written": anchoring.sweep,
        "exceptions could not be ended": exceptions.sweep,
        "restrictions and our own causes could not be swept": relate,
    }


def _long() -> _Sweeps:
    from upheld.jobs import (
        erasing,
        figuring,
        fitting,
        importing,
        reporting,
        sessions,
        tallying,
        valuing,
    )

    looked_at: datetime | None = None
    looked_on: date | None = None

    def erase(now: datetime) -> None:
        nonlocal looked_at
        looked_at = erasing.sweep(now, looked_at)

    def tally(now: datetime) -> None:
        nonlocal looked_on
        looked_on = tallying.sweep(now, looked_on)

    return {
        "sums of cases could not be brought up to date": tally,
        "what was erased could not be cleaned from the disk": erase,
        "sessions that are over could not be let go": sessions.sweep,
        "imports could not be swept": importing.sweep,
        "customers could not be valued": valuing.sweep,
        "fits could not be assessed": fitting.sweep,
        "figures could not be worked out": figuring.sweep,
        "the report of the month could not be kept": reporting.sweep,
    }


def _learning() -> _Sweeps:
    from upheld.jobs import effects, learning, themes, topics

    return {
        "precedents could not be learnt": learning.sweep,
        "changes could not be checked": effects.sweep,
        "themes could not be looked for": themes.sweep,
        "topics could not be watched": topics.sweep,
    }


def _marts() -> _Sweeps:
    from upheld.jobs import marts

    return {"the marts could not be made": marts.sweep}


def _model_job() -> tuple[Callable[[], None], ...]:
    """A process for the firm's language model, where one is named."""
    from django.conf import settings

    return (_ask_model,) if settings.MODEL_URL else ()


def _ask_model() -> None:
    """Asks the firm's language model beside everything else."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import django

    django.setup()
    from upheld.jobs import asking_model

    asking_model.keep_asking()


if __name__ == "__main__":
    main()
