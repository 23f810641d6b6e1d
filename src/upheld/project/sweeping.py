"""The jobs: each is swept in turn for ever, and what takes long beside the others."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

from upheld.core.one_piece import in_one_piece
from upheld.project import telemetry

# Each under what is logged when it fails.
_Sweeps = dict[str, Callable[[datetime], object]]

EVERY_SECONDS = 2.0
_A_BEAT = timedelta(minutes=1)
_LEARN_EVERY_SECONDS = 300.0
_A_WHILE = 10.0


def keep_sweeping() -> None:
    """Sweeps for ever; one that fails is logged and tried again, so that nothing stops the rest."""
    import django

    django.setup()
    telemetry.begin("jobs")
    swept = in_one_piece(for_ever)
    # What takes long has a thread of its own: the mail does not wait for it.
    apart = ((_long(), EVERY_SECONDS), (_learning(), _LEARN_EVERY_SECONDS), (_marts(), _A_WHILE))
    for sweeps, every in apart:
        threading.Thread(target=swept, args=(sweeps, every), daemon=True).start()
    swept(in_turn(), EVERY_SECONDS, Beats())


class Beats:
    """Which sweeps end well, written down for whoever asks whether the jobs still run."""

    def __init__(self) -> None:
        self._told: dict[str, datetime] = {}

    def went_well(self, name: str, now: datetime) -> None:
        """Written down now and then, since it happens every other second."""
        from upheld.store.rows import pulses

        if name not in self._told or now - self._told[name] >= _A_BEAT:
            pulses.went_well(name, now)
            self._told[name] = now

    def went_wrong(self, name: str, why: Exception, now: datetime) -> None:
        from django.db import Error

        from upheld.store.rows import pulses

        self._told.pop(name, None)
        # Where the database is what fails, the desk says so by itself.
        with suppress(Error):
            pulses.went_wrong(name, str(why) or type(why).__name__, now)


class Faults:
    """A fault that stays is logged once a minute and not every other second: the log would fill the
    disk, which may be the fault."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, type[Exception]], datetime] = {}

    def log(self, name: str, error: Exception, now: datetime) -> None:
        """A file of the firm's that cannot be used is a line to mend, and no fault of ours."""
        from upheld.store.policy_files.amiss import UNUSABLE

        before = self._told.get((name, type(error)))
        if before is None or now - before >= _A_BEAT:
            self._told[name, type(error)] = now
            if isinstance(error, UNUSABLE):
                logging.getLogger(__name__).warning("%s: %s", name, " ".join(str(error).split()))
            else:
                logging.getLogger(__name__).error(name, exc_info=error)


def for_ever(sweeps: _Sweeps, every: float, beats: Beats | None = None) -> None:
    """In turn; one that fails is logged and tried again. What may take long has no beats: that it
    is not done yet is no fault."""
    from django.db import close_old_connections
    from django.utils import timezone

    faults = Faults()
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


def in_turn() -> _Sweeps:
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
    turns_of_webhooks: list[int] = []
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
        "webhooks could not be told": lambda now: webhooks.sweep(now, turns_of_webhooks),
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
        indexing,
        reporting,
        sessions,
        tallying,
        valuing,
    )

    looked_at: datetime | None = None
    looked_on: date | None = None
    names = indexing.Indexing()

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
        "cases could not be put into the search by the name they tell": lambda _: names.sweep(),
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
