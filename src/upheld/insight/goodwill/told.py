"""What goodwill did as data for a program: intervals with their ends, verdicts as words."""

from typing import Any

from upheld.insight.sources.told import interval_data

from .cells import Cell
from .doubly import EITHER_WAY, LEAST_EFFECTIVE, LEAST_OVERLAP
from .made import Effects, Measure
from .words import sentence


def effects_data(found: Effects) -> dict[str, Any]:
    return {
        "sentence": sentence(found),
        "days": found.followed.days,
        "cases": found.cases,
        "given": found.given,
        "held_back": found.held,
        "too_new": found.too_new,
        "currency": found.currency,
        "way": found.way.value,
        "overlap": {
            "share": round(found.overlap, 4),
            "least": LEAST_OVERLAP,
            "chance_within": list(EITHER_WAY),
            "effective": round(found.effective, 4),
            "least_effective": LEAST_EFFECTIVE,
        },
        "measures": [_measure(each) for each in found.measures],
        "cells": [_cell(each) for each in found.cells],
        "ranked": [each.name for each in found.ranked],
        "worth_each": interval_data(found.worth),
        "limits": list(found.limits),
    }


def _measure(one: Measure) -> dict[str, Any]:
    return {
        "outcome": one.outcome.value,
        "verdict": one.verdict.value,
        "why": one.why,
        "naive": None if one.naive is None else round(one.naive, 4),
        "effect": interval_data(one.effect),
    }


def _cell(one: Cell) -> dict[str, Any]:
    return {
        "by": one.by,
        "name": one.name,
        "cases": one.cases,
        "effect": interval_data(one.effect),
        "by_chance": round(one.by_chance, 4),
        "worth_each": interval_data(one.worth),
    }
