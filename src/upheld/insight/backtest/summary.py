"""Compared cases summed up: what changes, what it costs, and whom it touches."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from upheld.core.words import Stance
from upheld.tables import Policy
from upheld.tables.columns.lines import places

from . import segments
from .compare import WAYS
from .report import (
    Affected,
    Broken,
    Change,
    Cost,
    Costs,
    Month,
    Report,
    StanceCost,
    Undecided,
    Ways,
)  # fmt: skip
from .segments import Group, Segment
from .sheet import SEGMENT

_CHANGES = ("outcome", "stance", "role", "second_person", "next_action")
_MONEY = ("owed", "owed+", "goodwill", "goodwill+")
_SIDES = (("stance", "owed", "goodwill"), ("stance+", "owed+", "goodwill+"))
_SOME = 3
_REASONS = 20


def summed_up(
    cases: pl.DataFrame,
    *,
    draft: Policy,
    against: Mapping[str, int],
    broken: Sequence[Broken],
    affected: Sequence[Affected],
    notes: Sequence[str],
) -> Report:
    """The report on compared cases: a row each, with `name`, `month` and its segments."""
    decided = cases.filter(pl.col("changed").is_not_null() & pl.col("given+").is_not_null()
                           & pl.col("given").is_not_null())  # fmt: skip
    scale = places(draft.currency)
    return Report(
        draft=draft.version,
        against=dict(sorted(against.items())),
        currency=draft.currency,
        given=cases.height,
        decided=decided.height,
        changed=int(decided["changed"].sum()),
        changes={name: _changes(decided, name) for name in _CHANGES},
        owed=_ways(decided, "owed.way"),
        goodwill=_ways(decided, "goodwill.way"),
        costs=_costs(decided.select(pl.col(_MONEY).sum()).row(0, named=True), scale),
        months=_months(decided, scale),
        stances=_stances(decided, scale),
        segments=_segments(decided, scale),
        broken=broken,
        affected=affected,
        undecided=_undecided(cases),
        notes=notes,
    )


def _changes(cases: pl.DataFrame, name: str) -> list[Change]:
    pair = pl.col(name), pl.col(f"{name}+")
    moved = cases.filter(pair[0].ne_missing(pair[1]))
    counted = moved.group_by(name, f"{name}+").len()
    ranked = counted.sort("len", name, f"{name}+", descending=[True, False, False])
    return [Change(_word(was), _word(now), count) for was, now, count in ranked.rows()]


def _word(value: Any) -> str | None:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _ways(cases: pl.DataFrame, column: str) -> Ways:
    counts = dict(cases.group_by(column).len().rows())
    return Ways(**{way: counts.get(way, 0) for way in WAYS})


def _costs(row: Mapping[str, int], scale: int) -> Costs:
    owed, owed_after, goodwill, goodwill_after = (
        Decimal(row[name] or 0).scaleb(-scale) for name in _MONEY
    )
    return Costs(Cost(owed, owed_after), Cost(goodwill, goodwill_after))


def _months(cases: pl.DataFrame, scale: int) -> list[Month]:
    grouped = cases.group_by("month").agg(pl.len(), pl.col(_MONEY).sum()).sort("month")
    return [
        Month(row["month"], row["len"], _costs(row, scale)) for row in grouped.iter_rows(named=True)
    ]


def _stances(cases: pl.DataFrame, scale: int) -> list[StanceCost]:
    """Before by the stance that each case had, after by the one that it has."""
    sides = [
        {
            row[stance]: row
            for row in cases.group_by(stance)
            .agg(pl.len(), pl.col(owed, goodwill).sum())
            .iter_rows(named=True)
        }
        for stance, owed, goodwill in _SIDES
    ]
    found = []
    for stance in map(str, Stance):
        before, after = (side.get(stance, {}) for side in sides)
        if before or after:
            money = {name: {**before, **after}.get(name, 0) for name in _MONEY}
            counts = before.get("len", 0), after.get("len", 0)
            found.append(StanceCost(stance, counts, _costs(money, scale)))
    return found


def _segments(cases: pl.DataFrame, scale: int) -> list[Segment]:
    return [
        segments.shown(name.removeprefix(SEGMENT), _groups(cases, name, scale))
        for name in cases.columns
        if name.startswith(SEGMENT)
    ]


def _groups(cases: pl.DataFrame, column: str, scale: int) -> list[Group]:
    difference = pl.col("given+") - pl.col("given")
    grouped = cases.group_by(pl.col(column).fill_null("not known")).agg(
        pl.len().alias("cases"),
        (pl.col("way") == "more").sum().alias("gain"),
        (pl.col("way") == "less").sum().alias("lose"),
        (pl.col("way") == "same").sum().alias("same"),
        difference.sum().alias("difference"),
    )
    return [
        Group(name, cases, gain, lose, same, Decimal(money).scaleb(-scale))
        for name, cases, gain, lose, same, money in grouped.rows()
    ]


def _undecided(cases: pl.DataFrame) -> list[Undecided]:
    """Why one policy or both could not decide, the commonest reason first."""
    before, after = pl.col("problem"), pl.col("problem+")
    which = (
        pl.when(before == after).then(pl.lit("both"))
        .when(after.is_not_null()).then(pl.lit("draft"))
        .otherwise(pl.lit("in force"))
    )  # fmt: skip
    failed = cases.filter(before.is_not_null() | after.is_not_null())
    grouped = failed.group_by(which.alias("policy"), pl.coalesce(after, before).alias("why")).agg(
        pl.len(), pl.col("name").head(_SOME)
    )
    ranked = grouped.sort("len", "policy", "why", descending=[True, False, False])
    return [
        Undecided(policy, why, count, tuple(names))
        for policy, why, count, names in ranked.head(_REASONS).rows()
    ]
