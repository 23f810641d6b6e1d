"""How groups were treated, as data for a program."""

from typing import Any

from upheld.insight.sources.told import interval_data

from .groups import LEAST
from .made import By, Fairness, Group, Measured
from .words import attention


def fairness_data(found: Fairness) -> dict[str, Any]:
    return {
        "cases": found.cases,
        "people": found.people,
        "policy": found.policy,
        "least_of_a_group": LEAST,
        "attention": attention(found),
        "kinds": [_kind(each) for each in found.kinds],
        "limits": list(found.limits),
    }


def _kind(one: By) -> dict[str, Any]:
    return {
        "by": one.name,
        "as_decided": [_measured(each) for each in one.measures],
        "by_the_policy_in_force": [_measured(each) for each in one.by_policy],
    }


def _measured(one: Measured) -> dict[str, Any]:
    return {
        "measure": one.measure.value,
        "widest": None if one.widest is None else round(one.widest, 4),
        "groups": [_group(each) for each in one.groups],
    }


def _group(one: Group) -> dict[str, Any]:
    return {
        "name": one.name,
        "cases": one.cases,
        "as_it_is": interval_data(one.crude),
        "beside_like_cases": interval_data(one.gap),
        "by_chance": None if one.by_chance is None else round(one.by_chance, 4),
        "stands_out": one.stands_out,
    }
