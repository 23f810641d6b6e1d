"""Conduct, restrictions and partings as programs read them."""

from datetime import date

from pydantic import Field

from upheld.core.conduct import Family
from upheld.core.parting import PartingState, Way
from upheld.core.restriction import RestrictionState, Scope
from upheld.steps import may
from upheld.steps.another import acted
from upheld.store import models as rows
from upheld.store.policy_files import behaviours

from .base import Moment, Reference, Told


class BehaviourTold(Told):
    """What may be recorded as done; `verified` false where its family is told from memory."""

    key: str
    family: Family
    words: str
    source: str
    verified: bool


class ConductTold(Told):
    """What was done, apart from merit. `shown_by` is null where the words are folded away for the
    key's person; `answer` is what they say of it, and nothing decided reads any of it."""

    id: int
    family: Family
    behaviour: str
    words: str
    shown_by: str | None
    withheld: bool
    case: Reference | None
    contact: int | None
    at: Moment
    by: str
    seen_at: Moment | None
    seen_by: str
    support: str
    not_shown: str
    answer: str
    answered_at: Moment | None
    withdrawn_at: Moment | None
    withdrawn_why: str


def conduct(row: rows.Conduct, by: may.Actor) -> ConductTold:
    reads = not row.withheld or may.leads(by) or acted(row.recorded_by_id, row.by, by)
    plain = [name for name in ConductTold.model_fields
             if name not in ("case", "contact", "words", "shown_by")]  # fmt: skip
    return ConductTold(
        case=rows.Case(pk=row.case_id).reference if row.case_id else None,
        contact=row.contact_id,
        words=behaviours.words_of(row.behaviour),
        shown_by=row.shown_by if reads else None,
        **{name: getattr(row, name) for name in plain},
    )


class LookTold(Told):
    """A look at a restriction: `appeal` is what they said, `at` null while it waits."""

    appeal: str
    asked_at: Moment
    at: Moment | None
    by: str
    stands: bool | None
    because: str


class RestrictionTold(Told):
    """How somebody reaches us for a while. It keeps no complaint out."""

    id: int
    customer: int
    case: Reference
    conduct: list[int]
    scope: Scope
    detail: str
    reason: str
    alternatives: str
    vulnerability: str
    state: RestrictionState
    at: Moment
    decided_by: str
    reviewed_at: Moment | None
    reviewed_by: str
    expires_on: date
    review_due: date
    ended_at: Moment | None
    ended_why: str
    looks: list[LookTold]


_PLAIN = ("id", "scope", "detail", "reason", "alternatives", "vulnerability", "state", "at",
          "reviewed_at", "expires_on", "review_due", "ended_at", "ended_why")  # fmt: skip


def restriction(row: rows.Restriction) -> RestrictionTold:
    return RestrictionTold(
        customer=row.customer_id,
        case=rows.Case(pk=row.case_id).reference,
        conduct=[each.pk for each in row.conduct.all()],
        decided_by=row.decided_by_name,
        reviewed_by=row.reviewed_by_name,
        looks=[LookTold.model_validate(look) for look in row.looks.all()],
        **{name: getattr(row, name) for name in _PLAIN},
    )


class GateTold(Told):
    """One thing that must be so first; `contradicts` where a person recorded otherwise."""

    key: str
    asks: str
    passed: bool
    shown: str
    contradicts: str


class WayTold(Told):
    way: Way
    tried_on: date
    what: str
    came_of_it: str
    by: str


class CauseLookTold(Told):
    """That our own cause is asked for, or was looked for: `looked_at` is null while it waits."""

    customer: int
    contacts: int
    of_contacts: int
    raised_at: Moment
    cause: str
    found: str
    looked_at: Moment | None
    looked_by: str


def cause_look(row: rows.CauseLook) -> CauseLookTold:
    plain = [name for name in CauseLookTold.model_fields if name != "customer"]
    return CauseLookTold(customer=row.customer_id, **{name: getattr(row, name) for name in plain})


class AfterTold(Told):
    """What became of a parting, asked on a day; null is not known."""

    id: int
    due_on: date
    came_back: bool | None
    complained: bool | None
    went_to_a_body: bool | None
    paid_up: bool | None
    words: str
    told_at: Moment | None
    told_by: str


class PartingTold(Told):
    """A proposal to part and where it is, with what showed that it might be made."""

    id: int
    customer: int
    case: Reference
    reasons: str
    alternatives: str
    gates: list[GateTold]
    state: PartingState
    at: Moment
    by: str
    approved_at: Moment | None
    approved_by: str
    reviewed_at: Moment | None
    reviewed_by: str
    ended_why: str
    last_day: date | None
    handed_over_at: Moment | None
    afterwards: list[AfterTold]


def parting(row: rows.Parting) -> PartingTold:
    given = ("customer", "case", "approved_by", "reviewed_by", "gates", "afterwards")
    plain = [name for name in PartingTold.model_fields if name not in given]
    return PartingTold(
        customer=row.customer_id,
        case=rows.Case(pk=row.case_id).reference,
        approved_by=row.approved_by_name,
        reviewed_by=row.reviewed_by_name,
        gates=[GateTold.model_validate(gate) for gate in row.gates],
        afterwards=[AfterTold.model_validate(each) for each in row.afterwards.all()],
        **{name: getattr(row, name) for name in plain},
    )


class PreparedTold(Told):
    """What must be so before anybody parts, worked out now; `ready` when all of it is."""

    ready: bool
    gates: list[GateTold]
    ways: list[WayTold]
    cause_looks: list[CauseLookTold]


class ForALead(Told):
    """What waits for a lead: of which kind, its id, and about which customer."""

    kind: str = Field(examples=["unseen", "reviews", "partings"])
    id: int
    customer: int
