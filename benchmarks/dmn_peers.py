"""The same rules for pyDMNrules and SpiffWorkflow, the peers written in Python.

Each is left out, visibly, where it is not installed: `pip install --group bench`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from benchmarks.tariff import INPUTS, OUTPUTS, Row
from upheld.tables import Policy
from upheld.tables.dmn import from_policy, write_model
from upheld.tables.dmn.model import Decision, DecisionTable

Case = dict[str, Any]
Decide = Callable[[Case], Case]


def pydmnrules(policy: Policy) -> Decide:
    """pyDMNrules, given our own DMN: which rule it took, for the value that it then gives is that
    of the last output alone. Raises ImportError.
    """
    from pyDMNrules import DMN

    engine = DMN()
    status = engine.useXML(_plain(policy))
    assert "errors" not in status, status

    def decide(case: Case) -> Case:
        status, answer = engine.decide({name: _plain_number(case[name]) for name in case})
        assert "errors" not in status, status
        *_, rule = answer["Executed Rule"]
        return {"rule": int(rule.removeprefix("Rule."))}

    return decide


def spiffworkflow(rules: Sequence[Row]) -> Decide:
    """SpiffWorkflow's DMN engine, its cells as the Python that it evaluates. Raises ImportError."""
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
    from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine

    engine = DMNEngine(_spiff_table(rules))
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())

    def decide(case: Case) -> Case:
        return dict(engine.result(SimpleNamespace(workflow=workflow, data=dict(case))))

    return decide


def _plain(policy: Policy) -> str:
    """Our DMN without remarks on the rules, on which pyDMNrules 1.4.5 stumbles."""
    model = from_policy(policy)
    elements = tuple(
        replace(each, body=_bare(each.body)) if isinstance(each, Decision) else each
        for each in model.elements
    )
    return write_model(replace(model, elements=elements)).decode()


def _bare(body: Any) -> DecisionTable:
    assert isinstance(body, DecisionTable)
    rules = tuple(replace(rule, annotations=()) for rule in body.rules)
    return replace(body, annotations=(), rules=rules)


def _plain_number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _spiff_table(rules: Sequence[Row]) -> Any:
    from SpiffWorkflow.dmn.specs import model

    # It takes the first rule that matches under the name of unique; first it does not know.
    table = model.DecisionTable("tariff", "tariff", model.HitPolicy.UNIQUE.value)
    inputs = {name: model.Input(name, name, name, name, "") for name in INPUTS}
    outputs = {name: model.Output(name, name, name, "") for name in OUTPUTS}
    for number, row in enumerate(rules, 1):
        rule = model.Rule(str(number))
        rule.row_number = number
        for name, cell in row.asks.items():
            entry = model.InputEntry(name, inputs[name])
            entry.lhs = [_in_python(cell)]
            rule.inputEntries.append(entry)
        for name, cell in row.gives.items():
            given = model.OutputEntry(name, outputs[name])
            given.text = cell.replace("true", "True").replace("false", "False")
            rule.outputEntries.append(given)
        table.rules.append(rule)
    return table


def _in_python(cell: str) -> str:
    if cell in ("true", "false"):
        return f"? == {cell.capitalize()}"
    if interval := re.fullmatch(r"\[(.+)\.\.(.+)\)", cell):
        return f"{interval[1]} <= ? < {interval[2]}"
    return f"? {cell}" if cell[0] in "<>" else f"? in ({cell},)"
