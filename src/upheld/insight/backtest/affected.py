"""The cases that a draft touches most, to be opened and read one by one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import polars as pl

from upheld.core.beside import Line, beside
from upheld.core.decision import Decision, decide
from upheld.tables import Policy

from .facts import cases_of
from .report import Affected, AffectedLine
from .twice import CASE

MOST = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """One case as the policy in force and as the draft reads it: frames of one row."""

    in_force: Policy
    facts: pl.DataFrame
    draft: Policy
    facts_of_draft: pl.DataFrame


def most_affected_of(
    cases: pl.DataFrame, pair: Callable[[int], Pair], now: datetime
) -> list[Affected]:
    """The most affected of these cases, with what differs. `pair` gives a case by its number."""
    moved = pl.col("stance").ne_missing(pl.col("stance+")) | pl.col("outcome").ne_missing(
        pl.col("outcome+")
    )
    ranked = cases.filter("changed").sort(
        (pl.col("given+") - pl.col("given")).abs(), moved, CASE, descending=[True, True, False]
    )
    return [
        _affected(name, pair(at), now) for at, name in ranked.head(MOST).select(CASE, "name").rows()
    ]


def most_affected(found: Iterable[Affected]) -> list[Affected]:
    return sorted(found, key=lambda each: -abs(each.difference))[:MOST]


def _affected(name: str, pair: Pair, now: datetime) -> Affected:
    before = _decided(pair.facts, pair.in_force, now)
    after = _decided(pair.facts_of_draft, pair.draft, now)
    lines = tuple(_line(line) for line in beside(before, after) if not line.same)
    return Affected(name, _given(after) - _given(before), lines)


def _decided(facts: pl.DataFrame, policy: Policy, now: datetime) -> Decision:
    (case,) = cases_of(facts, policy)
    return decide(case, policy, now)


def _given(decision: Decision) -> Decimal:
    return decision.owed.amount + decision.goodwill.amount


def _line(line: Line) -> AffectedLine:
    return AffectedLine(line.label, line.left, line.right, line.left_because, line.right_because)
