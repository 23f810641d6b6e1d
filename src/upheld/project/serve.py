"""One command for a small firm: the desk on a local port, and the jobs beside it."""

import argparse
import logging
import multiprocessing
import os
import signal
import time

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

    from upheld.jobs import intake, notices, outbox, suggesting

    looked_at = 0
    while True:
        try:
            intake.sweep(timezone.now())
        except Exception:
            logging.getLogger(__name__).exception("incoming mail could not be swept")
        try:
            outbox.sweep(timezone.now())
        except Exception:
            logging.getLogger(__name__).exception("the outbox could not be swept")
        try:
            notices.sweep(timezone.now())
        except Exception:
            logging.getLogger(__name__).exception("notices could not be swept")
        try:
            looked_at = suggesting.sweep(timezone.now(), looked_at)
        except Exception:
            logging.getLogger(__name__).exception("suggestions could not be applied")
        close_old_connections()  # a database server that went away is asked anew
        time.sleep(_EVERY_SECONDS)


if __name__ == "__main__":
    main()
