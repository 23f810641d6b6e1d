"""What goodwill did, in words and pictures."""

from dataclasses import dataclass
from typing import Any

from upheld.core.intervals import Interval
from upheld.desk.charts.gap import Gap, gap, reach
from upheld.insight.goodwill import words
from upheld.insight.goodwill.cells import Cell
from upheld.insight.goodwill.doubly import EITHER_WAY, LEAST_EFFECTIVE, LEAST_OVERLAP
from upheld.insight.goodwill.made import Effects, Measure, Verdict, Way
from upheld.insight.goodwill.outcomes import WhatFollowed


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One outcome: what can be said, why not more, and the figures."""

    name: str
    verdict: Verdict
    label: str
    why: str
    effect: str
    naive: str
    picture: Gap | None


@dataclass(frozen=True, slots=True)
class CellLine:
    name: str
    by: str
    cases: int
    effect: str
    picture: Gap | None
    said: str
    worth: str


@dataclass(frozen=True, slots=True)
class Test:
    """One thing that must hold before anything is said."""

    name: str
    found: str
    least: str
    holds: bool
    means: str


def effect_page(found: Effects) -> dict[str, Any]:
    shares = [each.effect for each in found.measures if each.outcome.is_share]
    edge = reach([*shares, *(cell.effect for cell in found.cells)])
    return {
        "found": found,
        "headline": words.headline(found),
        "looked_at": words.looked_at(found),
        "way": words.WAYS[found.way],
        "refused": found.refused,
        "measures": [_measure(each, found, edge) for each in found.measures],
        "tests": [] if found.way is Way.LOT else _tests(found),
        "cells": [_cell(each, found, edge) for each in found.cells],
        "ranked": [_cell(each, found, edge) for each in found.ranked],
        "worth": words.told_money(found.worth, found.currency) if found.worth else "",
        "hold_out": words.HOLD_OUT if found.way is Way.LIKENESS else "",
    }


def _measure(one: Measure, found: Effects, edge: float) -> MeasureLine:
    own = edge if one.outcome.is_share else reach([one.effect])
    return MeasureLine(
        name=words.NAMES[one.outcome].capitalize(),
        verdict=one.verdict,
        label=words.VERDICTS[one.verdict],
        why=f"{one.why[:1].upper()}{one.why[1:]}." if one.why else "",
        effect=words.told(one, found.currency),
        naive=words.told_naive(one, found.currency),
        picture=gap(one.effect, own),
    )


def _tests(found: Effects) -> list[Test]:
    low, high = (f"{100 * end:.0f}" for end in EITHER_WAY)
    return [
        Test(
            "Could have gone either way",
            f"{found.overlap:.0%}",
            f"{LEAST_OVERLAP:.0%}",
            found.overlap >= LEAST_OVERLAP,
            f"The share of cases whose chance of goodwill, by what was known before, lay from "
            f"{low} to {high} in 100.",
        ),
        Test(
            "Worth of as many drawn by lot",
            f"{found.effective:.0%}",
            f"{LEAST_EFFECTIVE:.0%}",
            found.effective >= LEAST_EFFECTIVE,
            "The effective sample: how much the cases tell once each is weighed by how seldom "
            "one like it went this way.",
        ),
    ]


def _cell(one: Cell, found: Effects, edge: float) -> CellLine:
    return CellLine(
        name=words.cell_name(one).capitalize(),
        by="What was at stake" if one.by == "loss" else "What went wrong",
        cases=one.cases,
        effect=words.told_gap(one.effect, WhatFollowed.BOUGHT_AGAIN, found.currency),
        picture=gap(one.effect, edge),
        said=_said(one),
        worth=_worth(one.worth, found.currency),
    )


def _said(one: Cell) -> str:
    if not one.is_told:
        return "Cannot tell: chance may be all of it"
    return "More buy again" if one.effect.likely > 0 else "Fewer buy again"


def _worth(worth: Interval | None, currency: str) -> str:
    return words.told_money(worth, currency) if worth else "not ranked"
