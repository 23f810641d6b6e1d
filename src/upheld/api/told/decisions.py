"""Why a decision is as it is: each table, the rule that spoke, and what stopped each other one."""

from datetime import date
from typing import Any

from pydantic import TypeAdapter

from upheld.core import decision as core
from upheld.core.document import read_case
from upheld.store import models as rows
from upheld.store import policies
from upheld.tables import Line, Trace

from .base import Told

_STOP: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


class Other(Told):
    """A rule that did not speak: its first cell that said no, or the rules that came before it."""

    rule: str
    row: int
    stopped: dict[str, Any] | None
    after: list[str]


class Asked(Told):
    """One table as it was asked."""

    table: str
    fired: list[str]
    others: list[Other]


class Explanation(Told):
    """Made again from the record. Empty, with a note, where the tables have changed since."""

    policy_version: str
    asked: list[Asked]
    note: str


def explanation(row: rows.Decision) -> Explanation:
    """Raises PolicyMissing for a day without a policy."""
    told = row.document
    policy = policies.policy_in_force(date.fromisoformat(told["received_on"]))
    if policy.version != row.policy_version:
        note = f"the tables have changed since: {policy.version} is in force for that day now"
        return Explanation(policy_version=row.policy_version, asked=[], note=note)
    made = core.decide(read_case(told, policy), policy, row.at)
    traces = core.explain(made, policy)
    return Explanation(policy_version=policy.version, asked=[*map(_asked, traces)], note="")


def _asked(trace: Trace) -> Asked:
    fired = [rule.id for rule in trace.answer.fired]
    others = [_other(line, fired) for line in trace.lines if not line.fired]
    return Asked(table=trace.answer.table, fired=fired, others=others)


def _other(line: Line, fired: list[str]) -> Other:
    stopped = _STOP.dump_python(line.stopped._asdict(), mode="json") if line.stopped else None
    after = [] if stopped else fired
    return Other(rule=line.rule.id, row=line.rule.row, stopped=stopped, after=after)
