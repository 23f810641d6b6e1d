"""A case as programs read it: in a line, or whole."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import Field

from upheld.core.references import reference
from upheld.core.words import (
    AllegationKind,
    CaseState,
    Channel,
    FindingResult,
    LetterKind,
    LetterState,
)
from upheld.store import models as rows
from upheld.store.merged import complained_too
from upheld.store.sight import seen

from . import decided, evidence, exceptions, parts
from .base import Moment, Reference, Told
from .decided import DecisionLine
from .evidence import EvidenceTold
from .exceptions import ExceptionTold
from .parts import ClaimTold, GivenTold, MergeTold, PaidTold, PromiseTold, SpanTold, StandsTold


class PersonTold(Told):
    """A member of staff."""

    id: int
    name: str
    role: str


class CaseLine(Told):
    """A case as it stands in a list."""

    reference: Reference
    subject: str
    state: CaseState
    received_at: Moment
    next_step: str
    next_due: Moment | None
    channel: Channel
    topic: str
    regime: str
    complaint_kind: str
    currency: str
    customer_id: int
    owner: PersonTold | None


class TopicTold(Told):
    """What a complaint is about: as a person said, empty where nobody did; and what its words
    suggest, null where they do not tell or nothing was learnt. `confidence` is how often such a
    suggestion was right, 0 to 1."""

    topic: str
    suggested: str | None
    confidence: float | None


class FindingTold(Told):
    """What is so. `by_table` marks what the policy found from the facts where no person did."""

    result: FindingResult
    because: str
    by_table: bool
    at: Moment
    by: str


class DishonestyTold(Told):
    """That a statement was knowingly untrue; nothing that is owed or decided reads it."""

    state: str
    statement: str
    evidence: list[int]
    at: Moment
    by: str
    confirmed_at: Moment | None
    confirmed_by_name: str
    review_due: date
    review: str


class AllegationTold(Told):
    """One checkable statement of what went wrong."""

    id: int
    kind: AllegationKind
    statement: str
    facts: dict[str, Any]
    provenance: dict[str, Any]
    spans: list[SpanTold]
    finding: FindingTold | None
    dishonesty: DishonestyTold | None


class ClockTold(Told):
    """One deadline, why it is that day, and whether anybody has verified its source."""

    id: int
    obligation: str
    kind: str
    force: str
    ends: str
    due: Moment
    due_on: date
    met_at: Moment | None
    explanation: str
    moved: str
    source: str
    verified: bool


class LetterTold(Told):
    """A message to the complainant, drafted, on its way, or sent."""

    id: int
    kind: LetterKind
    subject: str
    body: str
    to: str
    state: LetterState
    decision_id: int | None
    by: str
    at: Moment
    queued_at: Moment | None
    sent_at: Moment | None
    attempts: int
    error: str


class AcceptanceTold(Told):
    """What the complainant said of our answer."""

    accepted: bool
    words: str
    at: Moment
    by: str


class ClosingTold(Told):
    """How a case ended; `resolved` only when the complainant accepted."""

    cause: str
    lesson: str
    misunderstood: str
    resolved: bool
    at: Moment
    by: str
    reopened_at: Moment | None


class TooTold(Told):
    """Somebody who complained of the matter too, whose case was merged into this one: they have a
    letter of their own, in that case, before whoever complained in this one."""

    case: Reference
    answered_at: Moment | None = Field(description="Null while they wait for their answer.")
    accepted: bool | None = Field(
        description="What they said of the newest answer to them; null where they said nothing."
    )
    words: str = ""


class CaseTold(CaseLine):
    """A case with all that is in it."""

    version: str = Field(description="The same as the ETag, to be sent back as If-Match.")
    text: str
    demand: str
    zone: str
    order: str = Field(description="The reference of the order; empty while none is linked.")
    paused_since: Moment | None
    paused_why: str
    withdrawn: bool
    in_scope: bool
    explained_before: bool
    known_to_be_theirs: bool | None = Field(
        description="Whether it is known to be from the customer, whom anybody can name in a form; "
        "null where a colleague or a program that writes took it in."
    )
    allegations: list[AllegationTold]
    claims: list[ClaimTold]
    evidence: list[EvidenceTold]
    clocks: list[ClockTold]
    decisions: list[DecisionLine] = Field(description="The latest first.")
    letters: list[LetterTold]
    promises: list[PromiseTold]
    exceptions: list[ExceptionTold] = Field(description="Beyond the policy, the latest first.")
    acceptances: list[AcceptanceTold]
    closings: list[ClosingTold]
    paid_before: PaidTold | None
    given_before: list[GivenTold] = Field(description="What was given in this case already.")
    still_promised: list[StandsTold] = Field(
        description="What was promised before and stands beside the latest decision."
    )
    merged_into: Reference | None = Field(description="The case where the work goes on.")
    merges: list[MergeTold] = Field(description="What was merged into this case.")
    complained_too: list[TooTold] = Field(description="Who is answered beside the customer.")


def lines(found: Sequence[rows.Case]) -> list[CaseLine]:
    return [CaseLine.model_validate(case) for case in found]


def allegation(row: rows.Allegation) -> AllegationTold:
    found = {name: getattr(row, name, None) for name in ("finding", "dishonesty")}
    plain = ("id", "kind", "statement", "facts", "provenance")
    told = {name: getattr(row, name) for name in plain}
    return AllegationTold.model_validate({**told, **found, "spans": parts.spans(row.spans)})


def case(found: rows.Case, version: str) -> CaseTold:
    """The whole case, from `load.page`."""
    told = CaseLine.model_validate(found).model_dump()
    plain = (
        "text", "demand", "zone", "paused_since", "paused_why", "withdrawn", "in_scope",
        "explained_before", "known_to_be_theirs",
    )  # fmt: skip
    told |= {name: getattr(found, name) for name in plain}
    lists = ("clocks", "letters", "acceptances", "closings")
    told |= {name: list(getattr(found, name).all()) for name in lists}
    return CaseTold.model_validate(
        told
        | {
            "version": version,
            "order": found.about_order,
            "allegations": [allegation(row) for row in found.allegations.all()],
            "evidence": evidence.of_case(found),
            "decisions": [decided.line(row) for row in found.decisions.all()],
            "claims": [parts.claim(row) for row in found.claims.all()],
            "promises": list(found.commitments.all()),
            "exceptions": exceptions.of_case(found),
            "merges": [parts.merge(row) for row in found.taken_in.all()],
            "merged_into": _into(found),
            "complained_too": _too(found),
            "paid_before": parts.paid_before(found),
            "given_before": parts.given_before(found),
            "still_promised": parts.still_promised(found),
        }
    )


def _too(found: rows.Case) -> list[TooTold]:
    heard = complained_too.heard(found) if found.taken_in.all() else []
    shown = seen.shown(each.case.pk for each in heard)
    return [_of_too(each) for each in heard if each.case.pk in shown]


def _of_too(each: complained_too.Heard) -> TooTold:
    return TooTold(
        case=each.case.reference,
        answered_at=each.answer.queued_at if each.answer else None,
        accepted=each.said.accepted if each.said else None,
        words=each.said.words if each.said else "",
    )


def _into(found: rows.Case) -> str | None:
    shown = seen.shown([found.merged_into_id]) if found.merged_into_id else ()
    return next((reference(each) for each in shown), None)
