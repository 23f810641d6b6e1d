"""The checks of a table of 1,000 rules and eight columns, whole.

python -m benchmarks checks
"""

import csv
import random
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import tariff
from benchmarks.clock import table, taken
from upheld.tables import Policy, load
from upheld.tables.checks import check

RULES = 1000
_COLUMNS = [f"n{at}" for at in range(8)]
_TOP = 1000


def main() -> None:
    """Prints how long each table's checks take, and how many remarks they make."""
    rows = [
        (name, f"{milliseconds(policy):,.0f}", f"{len(check(policy)):,}")
        for name, policy in policies().items()
    ]
    table("Checks, 1,000 rules and 8 columns", ("", "processor ms", "remarks"), rows)


def policies() -> Mapping[str, Policy]:
    """The tables that are checked, from the usual to the chaotic."""
    with TemporaryDirectory() as folder:
        usual = tariff.policy(RULES, Path(folder))
    drawn = {
        f"numbers alone, {hit}, {asks:.0%} of cells ask": chaos(hit, asks)
        for hit in ("first", "unique", "collect")
        for asks in (1.0, 0.6)
    }
    return {"a goodwill tariff": usual, **drawn}


def milliseconds(policy: Policy) -> float:
    """The processor's time for the checks, the least of several runs."""
    return taken(lambda: check(policy), runs=3).processor * 1000


def chaos(hit: str, asks: float, seed: int = 1) -> Policy:
    """Random ranges in eight columns of numbers, no two alike: some 2,000 bins a column."""
    chance = random.Random(seed)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "policy.yaml").write_text(_yaml(hit), "utf-8")
        (folder / "t.csv").write_text(_sheet(chance, asks), "utf-8")
        return load(folder)


def _yaml(hit: str) -> str:
    inputs = "\n".join(
        f'  {name}: {{type: number, domain: ">= 0", about: case}}' for name in _COLUMNS
    )
    return f"""name: chaos
title: Chaos
valid_from: 2026-01-01
currency: GBP
inputs:
{inputs}
tables:
  - {{name: t, file: t.csv, hit: {hit}, outputs: {{give: {{type: number}}}}}}
"""


def _sheet(chance: random.Random, asks: float) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([*_COLUMNS, "give"])
    for _ in range(RULES - 1):
        cells = [_range(chance) if chance.random() < asks else "-" for _ in _COLUMNS]
        writer.writerow([*cells, chance.randint(0, 50)])
    writer.writerow([*("-" for _ in _COLUMNS), 0])
    return out.getvalue()


def _range(chance: random.Random) -> str:
    low, high = sorted(chance.sample(range(_TOP), 2))
    return chance.choice([f">= {low}", f"< {high}", f"[{low}..{high})", f"({low}..{high}]"])
