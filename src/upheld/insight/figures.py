"""What is worked out of all orders and complaints: at once where they are few, else by a job."""

import json
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils import timezone
from pydantic import TypeAdapter, ValidationError

from upheld.store import figures
from upheld.store.alone import alone
from upheld.store.figures import Kept, Which
from upheld.store.made_once import readings_made_once
from upheld.store.models import Order
from upheld.store.record import events

T = TypeVar("T")
# So many orders are read within the time that somebody waits for a page.
FEW = 50_000
# A job does nothing anew within a minute, nor within a hundred times as long as it took.
_SOONEST, _SHARE = 60.0, 100


class NotYet(Exception):
    """It is being worked out: ask again in a minute."""


@dataclass(frozen=True, slots=True)
class Worked(Generic[T]):
    """What is told, and as of when; `told` None where the job has not worked it out yet."""

    at: datetime
    told: T | None

    def needed(self) -> T:
        """Raises NotYet."""
        if self.told is None:
            raise NotYet(str(NotYet.__doc__))
        return self.told


def _are_few() -> bool:
    return Order.objects.order_by()[: FEW + 1].count() <= FEW


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """`work` works it out as of a moment, by what is asked: words, numbers and nothing else; what
    comes of it is kept in its `shape`. One that `follows` the record is out of date once something
    is put on record; any other, the next day or once what it counted is unsaid. `are_few` says
    whether somebody can wait for it; what is `heavy` all the same, one at a time does."""

    kind: str
    work: Callable[..., T]
    shape: TypeAdapter[T]
    follows: bool = True
    are_few: Callable[[], bool] = _are_few
    heavy: bool = False

    def which(self, asked: dict[str, Any]) -> Which:
        return Which(self.kind, json.dumps(asked, sort_keys=True))

    def worked(self, now: datetime, **asked: Any) -> Worked[T]:
        """For whoever looks: what was worked out last if it is not out of date; else at once where
        that is soon done, and where it is not, or is done for somebody else, what was worked out
        last all the same."""
        which, today = self.which(asked), timezone.localdate(now)
        kept = figures.newest(which)
        if not (kept and self._still_so(kept, now)) and self.are_few():
            with alone(self.kind) if self.heavy else nullcontext(True) as mine:
                if mine:
                    return Worked(now, self._worked_out(now, asked))
        if kept is None or kept.asked_on != today:
            figures.ask(which, today)
        return self._told(kept, now)

    def _worked_out(self, now: datetime, asked: dict[str, Any]) -> T:
        with readings_made_once():
            return self.work(now, **asked)

    def _told(self, kept: Kept | None, now: datetime) -> Worked[T]:
        """What a version of other shapes kept is as if it was not there."""
        with suppress(ValidationError):
            if kept:
                return Worked(kept.at, self.shape.validate_python(kept.told))
        return Worked(now, None)

    def _still_so(self, kept: Kept, now: datetime) -> bool:
        if timezone.localdate(kept.at) != timezone.localdate(now):
            return False
        return not self.follows or kept.is_of_now

    def is_due(self, kept: Kept | None, now: datetime) -> bool:
        """Whether a job is to work it out anew."""
        if kept is None or timezone.localdate(kept.at) != timezone.localdate(now):
            return True
        rested = (now - kept.at).total_seconds() > max(_SOONEST, _SHARE * kept.took)
        if not rested:
            return False
        return not kept.is_of_now if self.follows else kept.is_unsaid

    def keep(self, asked: str, now: datetime) -> None:
        """Works it out for whoever looks."""
        number, began = events.head()[0], time.monotonic()
        found = self._worked_out(now, json.loads(asked))
        told = self.shape.dump_python(found, mode="json")
        figures.keep(Which(self.kind, asked), told, number, time.monotonic() - began, now)
