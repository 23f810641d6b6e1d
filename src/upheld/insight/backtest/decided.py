"""Many decisions as columns: what a backtest compares, for a case and for each of its points."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from upheld.core.decision import Decision
from upheld.core.words import Band, FindingResult, Outcome, Role, Stance
from upheld.tables import Policy
from upheld.tables.columns.lines import places

from .twice import CASE, POINT

PROBLEM = "problem"
CASES: dict[str, pl.DataType] = {
    CASE: pl.UInt32(),
    PROBLEM: pl.String(),
    "outcome": pl.Enum(Outcome),
    "band": pl.Enum(Band),
    "stance": pl.Enum(Stance),
    "owed": pl.Int64(),
    "goodwill.kind": pl.String(),
    "goodwill": pl.Int64(),
    "cost_a_year": pl.Int64(),
    "help": pl.Boolean(),
    "role": pl.Enum(Role),
    "second_person": pl.Boolean(),
    "next_action": pl.String(),
    "who": pl.String(),
}
POINTS: dict[str, pl.DataType] = {
    CASE: pl.UInt32(),
    POINT: pl.UInt32(),
    "finding": pl.Enum(FindingResult),
    "kind": pl.String(),
    "amount": pl.Int64(),
    "chooser": pl.String(),
    "days": pl.Int64(),
    "source": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """`cases` has a row for each case, `points` one for each allegation of those decided.

    Amounts are whole minor units. A point without a remedy has no kind. `problem` says why a case
    could not be decided; the rest is then unknown.
    """

    cases: pl.DataFrame
    points: pl.DataFrame


def undecided(case: int, problem: str) -> Decided:
    row = [case, problem, *[None] * (len(CASES) - 2)]
    return Decided(pl.DataFrame([row], CASES, orient="row"), pl.DataFrame(schema=POINTS))


def as_columns(case: int, decision: Decision, policy: Policy) -> Decided:
    """One decision of `core.decide` in this form."""
    scale = places(policy.currency)
    gesture = decision.goodwill
    row = [
        case,
        None,
        decision.outcome,
        decision.fit.band,
        decision.stance,
        _minor(decision.owed.amount, scale),
        gesture.kind,
        _minor(gesture.amount, scale),
        None if gesture.cost_a_year is None else _minor(gesture.cost_a_year, scale),
        gesture.help,
        decision.authority.role,
        decision.authority.second_person,
        decision.next_action.action,
        decision.next_action.who,
    ]
    cases = pl.DataFrame([row], CASES, orient="row")
    return Decided(cases, pl.DataFrame(_points(case, decision, scale), POINTS, orient="row"))


def _points(case: int, decision: Decision, scale: int) -> list[list[object]]:
    given = {item.allegation: item for item in decision.entitlement}
    rows: list[list[object]] = []
    for at, finding in enumerate(decision.findings):
        item = given.get(finding.allegation)
        remedy = (
            [item.kind, _minor(item.amount, scale), item.chooser, item.days, item.source]
            if item
            else [None] * 5
        )
        rows.append([case, at, finding.result, *remedy])
    return rows


def _minor(amount: Decimal, scale: int) -> int:
    return int(amount.scaleb(scale))


def together(parts: Sequence[Decided]) -> Decided:
    """All of them as one, in the order of their cases."""
    cases = pl.concat([part.cases for part in parts])
    points = pl.concat([part.points for part in parts])
    return Decided(cases.sort(CASE), points.sort(CASE, POINT))
