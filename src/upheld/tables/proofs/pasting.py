"""Writes the cases of a counterexample as cases.yaml has them, to be pasted and kept."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import yaml

from upheld.tables.policy import Policy
from upheld.tables.proofs.proof import Case, Proof
from upheld.tables.values import Months, Value, iso_duration

# cases.yaml names two facts of an allegation beside its `facts`.
_BESIDE = {"kind": "kind", "recorded_finding": "finding"}


def as_cases(proof: Proof, policy: Policy) -> str:
    """The counterexample as YAML; empty where there is none. What is unknown is left out."""
    cases = [
        {
            "name": f"{proof.claim} ({at} of {len(proof.counterexample)})",
            "given": _given(case, policy),
            "expect": {},
        }
        for at, case in enumerate(proof.counterexample, 1)
    ]
    return _dump(cases) if cases else ""


def _given(case: Case, policy: Policy) -> dict[str, Any]:
    known = {name: value for name, value in case.items() if value is not None}
    facts = _about(known, policy, "allegation")
    allegation = {_BESIDE[name]: facts.pop(name) for name in _BESIDE if name in facts}
    customer = _about(known, policy, "customer") | _about(known, policy, "relationship")
    given = {
        "allegations": [allegation | ({"facts": facts} if facts else {})],
        "circumstances": _about(known, policy, "circumstance"),
        "customer": _nested(customer),
        "price": _about(known, policy, "price"),
    }
    return {name: group for name, group in given.items() if group}


def _about(known: Mapping[str, Value], policy: Policy, group: str) -> dict[str, Any]:
    return {name: value for name, value in known.items() if policy.inputs[name].about == group}


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """`fit.evidence` as `fit: {evidence: ...}`."""
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        group, _, key = name.partition(".")
        if key:
            nested.setdefault(group, {})[key] = value
        else:
            nested[name] = value
    return nested


class _Dumper(yaml.SafeDumper):
    """Writes exact numbers as they are, and lengths as ISO 8601 does."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _number(dumper: _Dumper, number: Decimal) -> yaml.ScalarNode:
    whole = number == number.to_integral_value()
    return dumper.represent_scalar(
        f"tag:yaml.org,2002:{'int' if whole else 'float'}", f"{number:f}"
    )


def _text(dumper: _Dumper, value: object) -> yaml.ScalarNode:
    match value:
        case timedelta():
            return dumper.represent_str(iso_duration(value))
        case time() | datetime():
            return dumper.represent_str(value.isoformat())
    return dumper.represent_str(str(value))


_Dumper.add_representer(Decimal, _number)
for _kind in (timedelta, Months, time, datetime):
    _Dumper.add_representer(_kind, _text)


def _dump(cases: list[dict[str, Any]]) -> str:
    text = yaml.dump(cases, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return str(text)
