"""An hour of everything at once: `python -m benchmarks.soak [--minutes 60]`. Memory stays flat.

`python -m benchmarks` does not run it: it takes an hour.

Mail comes in, letters leave, people look and search and write, and sweeps run, in one process; the
resident memory, the open files and the threads are told every minute, and it ends with an error
where any of them still grew after the first third.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from math import inf
from pathlib import Path

_MB = 1024 * 1024
Tell = Callable[[float, int, float], None]
_PAGE = os.sysconf("SC_PAGE_SIZE")
_WARM = 3  # the first third warms caches up
_MORE = 8  # a connection or a pool that was not needed before
GROWTH = 1.1  # of what it was after the first third


def an_hour(minutes: float = 60.0) -> None:
    """Prints a line a minute, and at last the one that says how it went.

    Raises SystemExit with that line where something grew.
    """
    with tempfile.TemporaryDirectory(prefix="upheld-soak-") as folder:
        os.environ["UPHELD_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
        print("minute  rounds    MB  files  threads", flush=True)
        rounds, held = list[int](), list[tuple[int, int]]()

        def tell(since: float, number: int, megabytes: float) -> None:
            rounds.append(number)
            held.append((_open_files(), threading.active_count()))
            _print(since, number, megabytes, *held[-1])

        soaked = soak(minutes * 60, every=minutes, tell=tell)
    print(result(minutes, rounds[-1], soaked, held))


def result(
    minutes: float, rounds: int, soaked: Sequence[float], held: Sequence[tuple[int, int]]
) -> str:
    """One line: what was in use after the first third and at the end, and whether it grew."""
    warm = len(soaked) // _WARM
    told = zip(("MB", "open files", "threads"), (soaked[warm], *held[warm]),
               (soaked[-1], *held[-1]), strict=True)  # fmt: skip
    used = ", ".join(f"{name} {before:.0f} to {after:.0f}" for name, before, after in told)
    grew = soaked[-1] > soaked[warm] * GROWTH or any(
        after > before + _MORE for before, after in zip(held[warm], held[-1], strict=True)
    )
    line = f"{minutes:g} minutes, {rounds:,} rounds, from the first third to the end: {used}"
    if grew:
        raise SystemExit(f"{line}: it grew")
    return f"{line}: flat"


def _print(since: float, number: int, megabytes: float, files: int, threads: int) -> None:
    print(f"{since / 60:6.1f} {number:7d} {megabytes:5.0f} {files:6d} {threads:8d}", flush=True)


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def soak(
    seconds: float, every: float = 0.0, rounds: float = inf, tell: Tell | None = None
) -> list[float]:
    """MB resident `every` so many seconds, until so many seconds or rounds are over."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    begun, told, number, once = time.monotonic(), list[float](), 0, _day()
    while (since := time.monotonic() - begun) < seconds and number < rounds:
        number += 1
        once(number)
        if since >= every * len(told):
            told.append(resident())
            if tell:
                tell(since, number, told[-1])
    return told


def resident() -> float:
    """MB of this process that lie in memory (proc(5))."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / _MB


def _day() -> Callable[[int], None]:
    from django.db import close_old_connections, reset_queries
    from django.test import Client
    from django.utils import timezone

    from upheld.core.words import Role
    from upheld.jobs import intake, outbox, receipts, webhooks
    from upheld.steps.may import Operator
    from upheld.steps.take_message import take_message
    from upheld.store.models import Case, Person

    by = Operator("mail")
    person = Person.objects.create_person("soak@example.org", "Sam Soak", Role.LEAD, "a password 1")
    client = Client()
    client.force_login(person)

    def once(number: int) -> None:
        now = timezone.now()
        raw = (
            f"From: c{number % 500}@x.example\nMessage-ID: <{number}.{now.timestamp()}@x>\n"
            f"Subject: Late {number}\n\nMy shelves came {number} days late.\n"
        )
        take_message(raw.encode(), "smtp", by, now - timedelta(hours=number % 900))
        for sweep in (intake.sweep, outbox.sweep, receipts.sweep, webhooks.sweep):
            sweep(now)
        newest = Case.objects.latest("pk")
        for path in ("/", f"/?q=shelves+{number}", f"/cases/{newest.reference}/", "/customers/"):
            assert client.get(path).status_code == 200
        told = {"kind": "late", "statement": "They came late.", "once": str(number)}
        client.post(f"/cases/{newest.reference}/allegations/", told)
        reset_queries()
        close_old_connections()

    return once


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    an_hour(parser.parse_args().minutes)
