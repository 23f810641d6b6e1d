"""One command for a small firm: the desk on a local port, and the jobs beside it.

A large one runs the desk alone in some processes (`--only web`) and the jobs in others.
"""

import argparse
import asyncio
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from upheld.project import balance, measured, sweeping

if TYPE_CHECKING:
    from multiprocessing.synchronize import Lock

    from upheld.project.whole import Whole

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
        sweeping.keep_sweeping()
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

    from upheld.store import policies
    from upheld.store.policy_files import amiss

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
    sweeping.keep_sweeping()


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
