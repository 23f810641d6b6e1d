"""Customers who are one person, found among made ones: precision, recall, and the time.

`python -m benchmarks matching` makes 100,000 customers from a seed, of whom one in eleven stands
there a second time, misspelt.
"""

import resource
import time
from itertools import pairwise

from benchmarks.clock import table
from benchmarks.twins import Made, made
from upheld.core.matching import compared
from upheld.insight.matching import Candidate, candidates

_COUNT, _SEED, _LEAST = 100_000, 11, 0.01
_SHOWN = (0.99, 0.9, 0.75, 0.5, 0.25, 0.1, _LEAST)


def main(count: int = _COUNT, seed: int = _SEED) -> None:
    told = made(count, seed)
    clock, used = time.perf_counter(), time.process_time()
    found = candidates(
        ((pk, compared(each.name, each.email, each.phone, each.address))
         for pk, each in enumerate(told)), _LEAST,
    )  # fmt: skip
    seconds, processor = time.perf_counter() - clock, time.process_time() - used
    pairs = _pairs(told)
    rows = [_row(least, found, pairs) for least in _SHOWN]
    title = f"Matching {count:,} customers, {len(pairs):,} true pairs (seed {seed})"
    table(title, ("at least", "pairs shown", "precision", "recall", "found in all"), rows)
    table("How well the probability is kept", ("said", "pairs", "are so"), _kept(found, pairs))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{seconds:.1f} s by the clock, {processor:.1f} s of processor, {memory:,} MB at most")


def _pairs(told: list[Made]) -> set[tuple[int, int]]:
    where: dict[int, list[int]] = {}
    for pk, each in enumerate(told):
        where.setdefault(each.person, []).append(pk)
    return {(one[0], one[1]) for one in where.values() if len(one) == 2}


def _row(least: float, found: list[Candidate], pairs: set[tuple[int, int]]) -> tuple[str, ...]:
    shown = {(each.one, each.other) for each in found if each.probability >= least}
    right = len(shown & pairs)
    precision = right / len(shown) if shown else 0.0
    return (f"{least:g}", f"{len(shown):,}", f"{precision:.3f}", f"{right / len(pairs):.3f}",
            f"{right:,}")  # fmt: skip


def _kept(found: list[Candidate], pairs: set[tuple[int, int]]) -> list[tuple[str, ...]]:
    edges = (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.01)
    rows: list[tuple[str, ...]] = []
    for low, high in pairwise(edges):
        there = [each for each in found if low <= each.probability < high]
        right = sum((each.one, each.other) in pairs for each in there)
        share = f"{right / len(there):.2f}" if there else ""
        rows.append((f"{low:g} to {min(high, 1):g}", f"{len(there):,}", share))
    return rows
