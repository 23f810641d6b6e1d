"""A decision as data, for programs and for plain print: every part, and every rule of its trace."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
import yaml
from pydantic import TypeAdapter

from upheld.core import record
from upheld.core.decision import Decision
from upheld.core.decision import explain as traces_of
from upheld.tables import Line, Policy, Trace

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]
_STOP = TypeAdapter(dict[str, Any])


class OneLine(dict[str, Any]):
    """A mapping that plain print keeps on one line."""


def as_data(decision: Decision, policy: Policy) -> dict[str, Any]:
    """The decision with `owed` in all, and beside each table's ruling why no other rule fired."""
    told = record.as_json(decision)
    told["owed"] = str(decision.owed.amount)
    pairs = zip(told["trace"], traces_of(decision, policy), strict=True)
    told["trace"] = [{**ruling, "others": _others(trace)} for ruling, trace in pairs]
    return {name: told[name] for name in _ORDER}


_ORDER = (
    "findings", "outcome", "entitlement", "owed", "fit", "stance", "goodwill", "authority",
    "next_action", "questions", "reasons", "currency", "policy_version", "decided_at", "trace",
)  # fmt: skip


def _others(trace: Trace) -> list[OneLine]:
    fired = ", ".join(rule.id for rule in trace.answer.fired)
    return [_other(line, fired) for line in trace.lines if not line.fired]


def _other(line: Line, fired: str) -> OneLine:
    """Why a rule did not fire: its first cell that said no, or the rule that came before it."""
    stopped = line.stopped and _STOP.dump_python(line.stopped._asdict(), mode="json")
    why = stopped or {"after": fired}
    return OneLine(rule=line.rule.id, row=line.rule.row, **why)


def print_json(told: Mapping[str, Any] | Sequence[Any]) -> None:
    """JSON on standard output, in UTF-8 whatever the terminal speaks (RFC 8259, 8.1)."""
    text = json.dumps(told, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()


class _Plain(yaml.SafeDumper):
    pass


_Plain.add_representer(
    OneLine,
    lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True),
)


def print_plain(told: Mapping[str, Any]) -> None:
    """The same data for a reader at a terminal."""
    text = yaml.dump(told, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)
    sys.stdout.write(text)
