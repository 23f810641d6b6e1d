"""Kills a process at each point of making the marts: each step of it, each commit, each file that
takes another's place.

Run by test_r1_killed.py as a process of its own, so that Django starts once; prints a line for each
point. The one that goes on makes nothing itself, but has it made by children: what makes marts
computes in threads, and a process that has them cannot part in two.
"""

import os
from datetime import datetime, timedelta

from tests.killing import Place, killed_at
from tests.stories import NOW, a_received_case

from upheld.insight.marts import build as making
from upheld.insight.marts import duck
from upheld.insight.marts.asking.of_store import place
from upheld.jobs import marts
from upheld.steps.ask_marts import want_marts
from upheld.steps.may import Operator
from upheld.store.models import MartsWanted

_WHOLE = 0  # a point that never comes
_PLACES: tuple[Place, ...] = (
    (making, "export"), (duck, "build"), (duck, "database"), (os, "replace"),
)  # type: ignore[assignment]  # fmt: skip


def swept(point: int, now: datetime) -> bool:
    """Whether the sweep was killed."""
    return killed_at(point, lambda: marts.sweep(now), *_PLACES)


def main() -> None:
    a_received_case(Operator())
    assert not swept(_WHOLE, NOW)
    now, point, went_on = NOW, 1, True
    while went_on:
        before, now = making.newest(place()).at, now + timedelta(minutes=1)
        want_marts(Operator(), now)
        went_on = swept(point, now)
        assert making.newest(place()).at in (before, now), f"at point {point}"
        if went_on:
            print(f"killed at {point}", flush=True)
        now += timedelta(hours=4)  # whoever made them is given up by then
        assert not swept(_WHOLE, now)
        assert not MartsWanted.objects.filter(ended_at=None).exists(), f"at point {point}"
        newest = making.newest(place())
        assert newest.at > before, f"at point {point}"
        assert len(newest.marts) > 5
        assert len([each for each in place().iterdir() if each.is_dir()]) <= 2
        point += 1


if __name__ == "__main__":
    main()
