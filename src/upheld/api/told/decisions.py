"""Why a decision is as it is: each table, the rule that spoke, and what stopped each other one."""

from datetime import date, datetime
from typing import Any

from pydantic import Field, TypeAdapter

from upheld.core import decision as core
from upheld.core import record
from upheld.core.asking import asked
from upheld.core.document import read_case
from upheld.core.floor import LawOnPoint
from upheld.steps.decide import preview
from upheld.store import load, policies
from upheld.store import models as rows
from upheld.store.policy_files import laws
from upheld.store.record import kept_policies
from upheld.store.sight import fit_seen, withheld
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


class QuestionTold(Told):
    """What is still to be found out about an allegation, whom to ask, and the facts it gives."""

    allegation: str
    text: str
    whom: str
    facts: list[str]


class Outlook(Told):
    """What the policy says of the facts so far; nothing is decided and nothing is kept.

    Until every allegation has its finding, who the customer is to us is withheld, and with it all
    that rests on it: those parts are null. While another case of theirs waits, their fit alone is.
    """

    policy_version: str
    decision: dict[str, Any] = Field(description="As `upheld decide --json` prints it.")
    questions: list[QuestionTold]
    law: list[LawOnPoint]


def outlook(case: rows.Case, now: datetime) -> Outlook:
    """Raises DecisionError, DocumentError or PolicyMissing."""
    document, decision, policy = preview(case, now)
    return Outlook(
        policy_version=policy.version,
        decision=_readable(record.as_json(decision), case),
        questions=[QuestionTold.model_validate(each) for each in asked(decision, policy)],
        law=list(laws.on(document, decision)),
    )


# What reads who somebody is, and so could tell it.
_RESTS_ON_FIT = ("fit", "stance", "goodwill", "authority", "next_action", "reasons")
_TABLES_OF_FIT = frozenset({*_RESTS_ON_FIT, "parting", "help"})


def _readable(told: dict[str, Any], case: rows.Case) -> dict[str, Any]:
    if all(hasattr(row, "finding") for row in case.allegations.all()):
        if withheld.withheld([case.customer_id]):
            return withheld.without_fit(told)
        return {**told, "fit": fit_told(told["fit"], case.customer)}
    trace = [ruling for ruling in told["trace"] if ruling["table"] not in _TABLES_OF_FIT]
    return {**told, **dict.fromkeys(_RESTS_ON_FIT), "trace": trace}


def fit_told(fit: dict[str, Any], customer: rows.Customer) -> dict[str, Any]:
    """A fit as a decision is printed, with what shows it as far as whoever looks may read it."""
    return {**fit, "evidence": fit_seen.told(customer, fit["evidence"])}


def document_told(document: dict[str, Any], customer: rows.Customer) -> dict[str, Any]:
    """The same of the case as it was decided."""
    told = document.get("customer") or {}
    if "fit_evidence" not in told:
        return document
    evidence = fit_seen.told(customer, told["fit_evidence"])
    return {**document, "customer": {**told, "fit_evidence": evidence}}


def law(row: rows.Decision) -> list[LawOnPoint]:
    """What each law gave on each point of a decision. Raises DocumentError, PolicyMissing."""
    received_on = date.fromisoformat(row.document["received_on"])
    return list(load.law_on_points(row, policies.policy_in_force(received_on)))


def explanation(row: rows.Decision) -> Explanation:
    """By the rules that made it; where they were not kept, a note in their place. Without the table
    of fit while that is withheld."""
    try:
        policy = kept_policies.policy_of(row.policy_version)
    except policies.PolicyMissing as error:
        return Explanation(policy_version=row.policy_version, asked=[], note=str(error))
    made = core.decide(read_case(row.document, policy), policy, row.at)
    kept_back = withheld.withheld([row.case.customer_id])
    traces = core.explain(made, policy)
    told = [_asked(each) for each in traces if not kept_back or each.answer.table != "fit"]
    return Explanation(policy_version=policy.version, asked=told, note="")


def _asked(trace: Trace) -> Asked:
    fired = [rule.id for rule in trace.answer.fired]
    others = [_other(line, fired) for line in trace.lines if not line.fired]
    return Asked(table=trace.answer.table, fired=fired, others=others)


def _other(line: Line, fired: list[str]) -> Other:
    stopped = _STOP.dump_python(line.stopped._asdict(), mode="json") if line.stopped else None
    after = [] if stopped else fired
    return Other(rule=line.rule.id, row=line.rule.row, stopped=stopped, after=after)
