"""A policy of any number of rules, and cases for it: what the table benchmarks run.

Eight inputs, five outputs, first hit: the shape of a goodwill tariff. The same seed gives the same
policy, and the same text is given to every engine.
"""

import csv
import random
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from upheld.tables import Policy, Scalar, Value, load

TEXTS = {
    "kind": ["late", "faulty", "lost", "wrong_amount", "conduct", "handling", "promise", "other"],
    "touchpoint": ["product", "service"],
    "impact": ["none", "low", "medium", "high"],
    "band": ["core", "adjacent", "outside", "unknown"],
}
CUTS = {
    "days_late": [0, 1, 3, 7, 14, 30, 60],
    "price": [0, 10, 25, 50, 100, 250, 500, 1000],
    "similar": [0, 5, 20, 100, 500],
}
INPUTS = [*TEXTS, "vulnerable", *CUTS]
OUTPUTS = ["stance", "remedy", "amount", "days", "second_person"]
STANCES = ["make_right", "honour", "educate", "hold"]
REMEDIES = ["none", "voucher", "refund", "help"]
_CHANCE = 0.6  # that a rule asks an input


@dataclass(frozen=True, slots=True)
class Row:
    """A rule: the cell of each input that it asks, and what it gives."""

    asks: dict[str, str]
    gives: dict[str, str]


def rows(count: int, seed: int = 1) -> list[Row]:
    """So many rules, the particular before the general; the last catches what is left."""
    chance = random.Random(seed)
    drawn = [Row(_asks(chance), _gives(chance)) for _ in range(count - 1)]
    drawn.sort(key=lambda row: len(row.asks), reverse=True)
    return [*drawn, Row({}, _gives(chance))]


def policy(count: int, folder: Path) -> Policy:
    """The policy with so many rules, written to the folder and loaded from it."""
    (folder / "policy.yaml").write_text(_yaml(), "utf-8")
    (folder / "tariff.csv").write_text(_sheet(rows(count)), "utf-8")
    return load(folder)


def cases(count: int, seed: int = 2) -> pl.DataFrame:
    """Cases as columns: texts as Enum, money in pence, a fiftieth of all facts unknown."""
    texts = [_drawn(count, seed + at, values) for at, values in enumerate(TEXTS.values())]
    numbers = [_number(count, seed + at, cuts) for at, cuts in enumerate(CUTS.values(), 10)]
    yes = _drawn(count, seed + 20, ["true", "false"]).eq("true")
    frame = pl.DataFrame(dict(zip(INPUTS, [*texts, yes, *numbers], strict=True)))
    return frame.with_columns(pl.col("price") * 100)


def facts(frame: pl.DataFrame) -> list[dict[str, Scalar]]:
    """The same cases one by one."""
    return [_facts(row) for row in frame.iter_rows(named=True)]


def pence(amount: Value) -> int | None:
    """An amount as the columns hold it."""
    return int(amount * 100) if isinstance(amount, Decimal) else None


def _asks(chance: random.Random) -> dict[str, str]:
    drawn = {name: _texts(chance, values) for name, values in TEXTS.items()}
    drawn["vulnerable"] = chance.choice(["true", "false"])
    drawn |= {name: _range(chance, cuts) for name, cuts in CUTS.items()}
    return {name: cell for name, cell in drawn.items() if chance.random() < _CHANCE}


def _texts(chance: random.Random, values: list[str]) -> str:
    chosen = chance.sample(values, chance.randint(1, max(1, len(values) // 3)))
    return ", ".join(f'"{value}"' for value in chosen)


def _range(chance: random.Random, cuts: list[int]) -> str:
    low, high = sorted(chance.sample(cuts, 2))
    return chance.choice([f">= {low}", f"< {high}", f"[{low}..{high})", f"> {low}"])


def _gives(chance: random.Random) -> dict[str, str]:
    return {
        "stance": f'"{chance.choice(STANCES)}"',
        "remedy": f'"{chance.choice(REMEDIES)}"',
        "amount": str(chance.choice([0, 5, 10, 15, 25, 50])),
        "days": str(chance.choice([2, 5, 10, 14])),
        "second_person": chance.choice(["true", "false"]),
    }


def _yaml() -> str:
    texts = [f"  {name}: {{type: string, values: {values}}}" for name, values in TEXTS.items()]
    kinds = {"days_late": "number", "price": "money", "similar": "number", "vulnerable": "boolean"}
    others = [f"  {name}: {{type: {kind}}}" for name, kind in kinds.items()]
    return f"""name: tariff
title: A goodwill tariff
valid_from: 2026-01-01
currency: GBP
inputs:
{chr(10).join(texts + others).replace("}", ", about: case}").replace("'", "")}
tables:
  - name: tariff
    file: tariff.csv
    hit: first
    outputs:
      stance: {{type: string, values: [{", ".join(STANCES)}]}}
      remedy: {{type: string, values: [{", ".join(REMEDIES)}]}}
      amount: {{type: money}}
      days: {{type: number}}
      second_person: {{type: boolean}}
"""


def _sheet(drawn: list[Row]) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, [*INPUTS, *OUTPUTS, "because"], restval="-")
    writer.writeheader()
    for row in drawn:
        writer.writerow({**row.asks, **row.gives, "because": "This is what the tariff gives."})
    return out.getvalue()


def _drawn(count: int, seed: int, values: list[str]) -> pl.Series:
    drawn = _noise(count, seed, len(values) * 50)
    known = pl.when(drawn % 50 > 0).then(drawn // 50)
    return pl.select(known.cast(pl.UInt8).cat.to(pl.Enum(values))).to_series()


def _number(count: int, seed: int, cuts: list[int]) -> pl.Series:
    drawn = _noise(count, seed, 50 * 200)
    known = pl.when(drawn % 50 > 0).then(drawn // 50 * (cuts[-1] + 20) // 200)
    return pl.select(known.cast(pl.Int64)).to_series()


def _noise(count: int, seed: int, below: int) -> pl.Expr:
    return pl.int_range(count, eager=False).hash(seed) % below


def _facts(row: dict[str, Any]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {
        name: Decimal(value) if type(value) is int else value for name, value in row.items()
    }
    price = found["price"]
    return found | {"price": price / 100 if isinstance(price, Decimal) else None}
