"""Measuring: processor seconds, which a busy machine does not spoil as it spoils the clock's."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Taken:
    """The least of several runs, in seconds: all processors together, and by the clock."""

    processor: float
    clock: float


def taken(work: Callable[[], object], runs: int = 5) -> Taken:
    """How long the work takes, after one run to warm up."""
    work()
    found = [_once(work) for _ in range(runs)]
    return Taken(min(one.processor for one in found), min(one.clock for one in found))


def each(work: Callable[[Case], object], cases: Sequence[Case], passes: int = 1) -> list[float]:
    """The processor's seconds for each case, the shortest first, less what the clock costs: the
    middle of its times where all cases are gone through several times, so that the slow ones are
    those that are dear and not those during which the machine did something else."""
    idle = min(-(time.thread_time() - time.thread_time()) for _ in range(1000))
    found = [[_timed(work, case) - idle for case in cases] for _ in range(passes)]
    return sorted(median(times) for times in zip(*found, strict=True))


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints Markdown."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def _timed(work: Callable[[Case], object], case: Case) -> float:
    clock = time.thread_time
    start = clock()
    work(case)
    return clock() - start


def _once(work: Callable[[], object]) -> Taken:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(time.process_time() - processor, time.perf_counter() - clock)
