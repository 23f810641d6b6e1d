"""Listening: a complaint is filed, looked up and read."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from upheld.core.facts import that_matter
from upheld.core.intake import Complainant, Complaint
from upheld.core.looking import Sensitive, Way
from upheld.core.references import read_reference
from upheld.core.words import AllegationKind, CaseId, CaseState, Channel
from upheld.insight import names
from upheld.steps import may
from upheld.steps.receive import receive
from upheld.store import load, policies, search
from upheld.store import models as rows
from upheld.store.called import names_of, names_of_each
from upheld.store.reached import reached
from upheld.store.record import looked
from upheld.store.record.looked import Reading
from upheld.tables import Field, Policy

from .answers import (
    AllegationTold,
    CaseLine,
    CasesFound,
    CaseTold,
    ClaimTold,
    Deadline,
    Filed,
    FindingTold,
    KnownFact,
    OpenFact,
    quoted,
)
from .assistant import Assistant

_MOST = 10


def case_of(reference: str, by: Assistant) -> rows.Case:
    """The case that a reference names, with all that is told of it. Raises CaseMissing."""
    number = read_reference(reference)
    if number is None:
        raise load.CaseMissing("case: that is no reference: write one such as UP-000012")
    found = load.page(number)
    may.check("read", by, found.state)
    return found


def file(
    by: Assistant,
    now: datetime,
    text: str,
    name: str,
    email: str,
    subject: str,
    demand: str,
    channel: Channel,
) -> Filed:
    complaint = Complaint(
        text=text,
        received_at=now,
        complainant=Complainant(name.strip(), reached(email)),
        subject=subject,
        channel=channel,
        demand=demand,
    )
    case = load.page(CaseId(receive(complaint, by, now)))
    told = "Received. A person acknowledges it next: read_case, then draft_reply (acknowledgement)."
    return Filed(
        case=case.reference, state=CaseState(case.state), deadlines=_deadlines(case), next=told
    )


def find(by: Assistant, words: str) -> CasesFound:
    may.check("read", by)
    cases = rows.Case.objects.select_related("customer", "need").order_by("-received_at", "-pk")
    found = search.matching(cases, words)
    if number := read_reference(words):
        found = found | cases.filter(pk=number)
    listed = list(found[: _MOST + 1])
    called = names_of_each(listed)
    lines = [_line(case, called[case.pk]) for case in listed[:_MOST]]
    return CasesFound(cases=lines, more=len(listed) > _MOST)


def _line(case: rows.Case, called: tuple[str, ...]) -> CaseLine:
    return CaseLine(
        case=case.reference,
        subject=quoted(case.subject, *called),
        state=CaseState(case.state),
        received_on=_received_on(case),
        next_step=case.next_step,
        next_due=case.next_due,
    )


def _received_on(case: rows.Case) -> date:
    return policies.day_at(case.regime, case.received_at)


def read(by: Assistant, now: datetime, reference: str) -> CaseTold:
    case = case_of(reference, by)
    reading = Reading(Sensitive.VULNERABILITY, case=case.pk)
    looked.note(reading, Way.ASSISTANT, by.person, by.name, now)
    policy = policies.policy_for(case.received_at, case.regime)
    called = names_of(case)
    return CaseTold(
        case=case.reference,
        state=CaseState(case.state),
        received_on=_received_on(case),
        complaint=quoted(case.text, *called),
        asks_for=quoted(case.demand, *called),
        allegations=[_allegation(row, policy, called) for row in case.allegations.all()],
        claims=[_claim(row, called) for row in case.claims.all()],
        deadlines=_deadlines(case),
        next=case.next_step or "nothing",
    )


def _allegation(row: rows.Allegation, policy: Policy, called: tuple[str, ...]) -> AllegationTold:
    matter, _ = that_matter(row.kind, (), policy)
    finding = getattr(row, "finding", None)
    return AllegationTold(
        allegation=f"a{row.pk}",
        kind=AllegationKind(row.kind),
        statement=quoted(row.statement, *called),
        finding=_finding(finding, called) if finding else None,
        facts=[*_known(row, called)],
        evidence=[quoted(one.text, *called) for one in row.evidence.all()],
        not_known=[open_fact(field) for field in matter if field.name not in row.facts],
    )


def _finding(row: rows.Finding, called: tuple[str, ...]) -> FindingTold:
    by = "the policy's table" if row.by_table else "a person"
    return FindingTold(result=row.result, because=_bare(row.because, called), by=by)


def _bare(words: str, called: tuple[str, ...]) -> str:
    """Words that somebody here, or an assistant, wrote of the case: they may name anybody."""
    return names.redact(words, *called).text


def _known(row: rows.Allegation, called: tuple[str, ...]) -> Iterator[KnownFact]:
    for fact, value in row.facts.items():
        said = row.provenance.get(fact, {}).get("sources", ())
        source = ", ".join(one["source"] for one in said) or "written down by a person here"
        yield KnownFact(name=fact, value=value, source=_bare(source, called))


def open_fact(field: Field) -> OpenFact:
    values = list(field.values) or None
    return OpenFact(name=field.name, type=str(field.kind), values=values, means=field.means)


_STATES: dict[bool | None, Literal["waits for a person", "taken", "left"]] = {
    None: "waits for a person",
    True: "taken",
    False: "left",
}


def _claim(row: rows.Claim, called: tuple[str, ...]) -> ClaimTold:
    return ClaimTold(
        claim=row.pk,
        kind=AllegationKind(row.kind),
        statement=quoted(row.statement, *called),
        facts=[
            KnownFact(name=fact, value=value, source=_claimed(row.sources.get(fact, ""), called))
            for fact, value in row.facts.items()
        ],
        state=_STATES[row.taken],
        why=_bare(row.why, called),
    )


def _claimed(source: str, called: tuple[str, ...]) -> str:
    return f"claimed: {_bare(source, called)}"


def _deadlines(case: rows.Case) -> list[Deadline]:
    return [
        Deadline(
            kind=clock.kind,
            due_on=clock.due_on,
            met=clock.met_at is not None,
            binding=clock.binding,
            verified=clock.verified,
            explanation=clock.explanation,
        )
        for clock in case.clocks.all()
    ]
