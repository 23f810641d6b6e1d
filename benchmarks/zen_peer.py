"""The same rules for zen-engine, the peer: written as JDM, given to its batch and one by one."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import zen

from benchmarks.tariff import INPUTS, OUTPUTS, Row

_KEY = "tariff"


class Zen:
    """The rules as zen-engine runs them."""

    def __init__(self, rules: Sequence[Row]) -> None:
        content = _jdm(rules)
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {_KEY: content}}})
        self.decision = zen.ZenEngine().create_decision(json.dumps(content))

    def one(self, case: dict[str, Any]) -> dict[str, Any]:
        """What one case is given."""
        return self.decision.evaluate(case)["result"]

    def batch(self, cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """What each case is given, by zen's own batch."""
        asked: list[Any] = [{"key": _KEY, "context": case} for case in cases]
        return [found["data"]["result"] for found in self.engine.evaluate_batch(asked)]


def context(facts: dict[str, Any]) -> dict[str, Any]:
    """A case as zen takes it: JSON, where an amount is a number."""
    return {
        name: float(value) if isinstance(value, Decimal) else value for name, value in facts.items()
    }


def _jdm(rules: Sequence[Row]) -> dict[str, Any]:
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in INPUTS],
        "outputs": [{"id": name, "name": name, "field": name} for name in OUTPUTS],
        "rules": [{"_id": str(at), **row.asks, **row.gives} for at, row in enumerate(rules)],
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}
