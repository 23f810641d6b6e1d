"""One command for a small firm: the desk on a local port, and the jobs beside it."""

import argparse
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

_EVERY_SECONDS = 2.0
_LAST_REQUESTS = 3  # seconds that requests under way have to end


def main() -> None:
    chosen = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
    # Spawned, not forked: the web worker is forked, and a thread here could hold a lock of its.
    multiprocessing.get_context("spawn").Process(target=_jobs, daemon=True).start()
    multiprocessing.get_context("spawn").Process(target=_model, daemon=True).start()
    server = Granian(
        "upheld.project.wsgi:application",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        # Ctrl-C reaches the worker twice, from the terminal and from us, and that may lock it.
        workers_kill_timeout=_LAST_REQUESTS,
        log_access=False,
        log_level=LogLevels.warning,
    )
    server.serve()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="upheld.project.serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args()


def _jobs() -> None:
    """Sweeps for ever; one that fails is logged and tried again, so that nothing stops the rest."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the desk, and the desk ends its jobs
    import django

    django.setup()
    from django.db import close_old_connections
    from django.utils import timezone

    # A long import has a thread of its own: the mail does not wait for it.
    threading.Thread(target=_imports, daemon=True).start()
    sweeps = _sweeps()
    while True:
        for trouble, sweep in sweeps.items():
            try:
                sweep(timezone.now())
            except Exception:
                logging.getLogger(__name__).exception(trouble)
        close_old_connections()  # a database server that went away is asked anew
        time.sleep(_EVERY_SECONDS)


def _sweeps() -> dict[str, Callable[[datetime], object]]:
    """What is swept in turn, each under what is logged when it fails."""
    from upheld.jobs import (
        acknowledging,
        fitting,
        intake,
        notices,
        outbox,
        receipts,
        suggesting,
        webhooks,
    )

    left_to_people: set[int] = set()
    looked_at = 0

    def suggest(now: datetime) -> None:
        nonlocal looked_at
        looked_at = suggesting.sweep(now, looked_at)

    return {
        "incoming mail could not be swept": intake.sweep,
        "acknowledgements could not be swept": lambda now: acknowledging.sweep(now, left_to_people),
        "the outbox could not be swept": outbox.sweep,
        "links to cases could not be sent": receipts.sweep,
        "notices could not be swept": notices.sweep,
        "suggestions could not be applied": suggest,
        "webhooks could not be told": webhooks.sweep,
        "fits could not be assessed": fitting.sweep,
    }


def _imports() -> None:
    from django.db import close_old_connections
    from django.utils import timezone

    from upheld.jobs import importing

    while True:
        try:
            importing.sweep(timezone.now())
        except Exception:
            logging.getLogger(__name__).exception("imports could not be swept")
        close_old_connections()
        time.sleep(_EVERY_SECONDS)


def _model() -> None:
    """Asks the firm's language model beside everything else; ends at once where none is named."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import django
    from django.conf import settings

    if settings.MODEL_URL:
        django.setup()
        from upheld.jobs import asking_model

        asking_model.keep_asking()


if __name__ == "__main__":
    main()
