"""What goodwill did, in firms whose truth is known: does the interval hold it as often as it says?

    python -m benchmarks goodwill

In each simulated firm goodwill makes .071 more of the customers buy again, and goes more often to
those who are likelier to leave anyway: whoever sets those who got it beside those who did not sees
too little, or harm. Where nearly everybody gets it by the facts, nothing may be said.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.aims import Aims
from benchmarks.clock import table, taken
from upheld.insight.goodwill import Lots, Trial, chances, difference, effect, naive
from upheld.insight.goodwill.doubly import Codes, Floats

TRUTH = 0.071
FIRMS, CASES = 200, 2_000
# How far what is known settles who gets it: to a little, to much, to nearly all.
WORLDS = {"a little": 0.5, "some": 1.0, "much": 1.4, "nearly all": 3.0}
_SHARE = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of many firms: how often the interval held the truth, of those not refused."""

    held: int
    told: int
    refused: int
    likely: float
    naive: float
    overlap: float
    effective: float


def firm(settled: float, seed: int, cases: int = CASES) -> tuple[Trial, Floats]:
    """A firm's cases and who bought again; some people have several, and a temper of their own."""
    chance = np.random.default_rng(seed)
    person = chance.integers(0, cases * 2 // 3, cases)
    known, came = _people(chance, person)
    by_facts = _logistic(settled * (known[:, 0] + known[:, 1] / 2))
    given: Floats = (chance.random(cases) < by_facts).astype(np.float64)
    bought: Floats = (chance.random(cases) < came + TRUTH * given).astype(np.float64)
    return Trial(known, given, person), bought


def drawn_by_lot(seed: int, cases: int = CASES) -> tuple[Lots, Floats]:
    """The same, where a lot held goodwill back from ten in a hundred."""
    chance = np.random.default_rng(seed)
    person = chance.integers(0, cases * 2 // 3, cases)
    _, came = _people(chance, person)
    given: Floats = (chance.random(cases) * 100 >= _SHARE).astype(np.float64)
    bought: Floats = (chance.random(cases) < came + TRUTH * given).astype(np.float64)
    return Lots(np.full(cases, float(_SHARE)), given, person), bought


def _people(chance: np.random.Generator, person: Codes) -> tuple[Floats, Floats]:
    """What is known of each case, and how likely they are to buy again without goodwill: in no
    straight line, and alike for the cases of one person."""
    of_each = chance.normal(size=(int(person.max()) + 1, 4))
    known = of_each[person] * 0.8 + chance.normal(size=(len(person), 4)) * 0.6
    came = 0.45 - 0.12 * np.tanh(known[:, 0]) - 0.08 * np.tanh(known[:, 1]) + 0.03 * known[:, 2]
    return known, np.clip(came + 0.05 * np.sign(of_each[person, 3]), 0.02, 0.9)


def seen(settled: float, firms: int) -> Seen:
    held = told = 0
    likely, plain, overlap, effective = [], [], [], []
    for seed in range(firms):
        trial, came = firm(settled, seed)
        found = chances(trial)
        overlap.append(found.overlap)
        effective.append(found.effective)
        plain.append(naive(trial, came))
        if not found.refused:
            shown = effect(found, came).effect
            likely.append(shown.likely)
            told += 1
            held += shown.low <= TRUTH <= shown.high
    means = (float(np.mean(each)) if each else float("nan") for each in
             (likely, plain, overlap, effective))  # fmt: skip
    return Seen(held, told, firms - told, *means)


def seen_by_lot(firms: int) -> tuple[int, float]:
    """How often the interval of the simple difference held the truth, and the mean difference."""
    found = [difference(*drawn_by_lot(seed)).effect for seed in range(firms)]
    held = sum(each.low <= TRUTH <= each.high for each in found)
    return held, float(np.mean([each.likely for each in found]))


def main() -> None:
    firms, aims, rows = FIRMS, Aims(), []
    for name, settled in WORLDS.items():
        world = seen(settled, firms)
        rows.append(_row(name, world, firms))
        if name == "nearly all":
            aims.least("refused where nearly all is settled", world.refused / firms, 1.0, "")
        else:
            aims.least(f"held, {name} settled", world.held / world.told, 0.92, "of .95")
    held, likely = seen_by_lot(firms)
    rows.append(("by lot", f"{held} of {firms}", "0", f"{likely:+.3f}", "", "", ""))
    aims.least("held, by lot", held / firms, 0.92, "of .95")
    head = ("settled by what is known", "held", "refused", "found", "naive", "overlap", "effective")
    table(f"What goodwill did, {firms} firms of {CASES:,} cases, truly {TRUTH:+.3f}", head, rows)
    trial, came = firm(1.0, 1)
    once = taken(lambda: effect(chances(trial), came), 3)
    print(f"\nOne firm of {CASES:,} cases: {once.processor:.2f} core-seconds")
    aims.show()


def _row(name: str, world: Seen, firms: int) -> tuple[str, ...]:
    found = "nothing said" if not world.told else f"{world.likely:+.3f}"
    return (
        name, f"{world.held} of {world.told}", f"{world.refused} of {firms}", found,
        f"{world.naive:+.3f}", f"{world.overlap:.2f}", f"{world.effective:.2f}",
    )  # fmt: skip


def _logistic(odds: Floats) -> Floats:
    told: Floats = 1 / (1 + np.exp(-odds))
    return told
