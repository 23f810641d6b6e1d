"""What was decided before in like cases, how far a decision agrees, and what is not to follow."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from upheld.api.access import by, now
from upheld.api.given import WhyGiven
from upheld.api.told.base import Reference, Told
from upheld.api.told.cases import CaseTold
from upheld.api.values import Id, Ref
from upheld.api.versions import case_as_read
from upheld.core.precedents import Part, Why
from upheld.core.words import Outcome, Scope, Stance
from upheld.insight.precedents import keeping, of_case
from upheld.insight.precedents.told import as_data
from upheld.steps import follow
from upheld.store import load, policies
from upheld.store import models as rows
from upheld.store.load import CaseMissing

from .base import ANY_VERSION, Routes, case_id, may_read
from .cases import shown

precedents = Routes(tags=["answers"])


class PrecedentTold(Told):
    """A decided case that is like this one. `facts` and `words` say from 0 to 1 how like it is by
    each, `differs` what is otherwise there; `like` whether its facts make it weigh."""

    case: Reference
    decision: int
    decided_at: str
    subject: str
    outcome: Outcome | None
    stance: Stance
    owed: str
    goodwill: str
    currency: str
    policy_version: str
    like: bool
    facts: float
    words: float
    differs: list[str]
    not_followed: str | None


class DifferingTold(Told):
    """A like case that was answered otherwise: in which parts, and why."""

    case: Reference
    parts: list[Part]
    why: Why


class MeasureTold(Told):
    """How far the decision agrees with like cases, by their facts alone."""

    like: int
    alike: int
    share: float | None
    low: float | None
    high: float | None
    sentence: str
    needs_reason: bool
    differing: list[DifferingTold]
    apart: list[Reference]
    not_followed: int


class PrecedentsTold(Told):
    """The likest cases first. `why_different` is the reason that was kept with the decision;
    `not_followed` why it is no precedent itself."""

    measure: MeasureTold
    by_words: bool
    precedents: list[PrecedentTold]
    why_different: str | None
    not_followed: str | None


@precedents.reads("/cases/{case}/decisions/{decision}/precedents", PrecedentsTold)
def list_precedents(request: HttpRequest, case: Ref, decision: Id) -> PrecedentsTold:
    """What we decided before in like cases, whoever complained, and how far this one agrees."""
    may_read(request)
    found = load.page(case_id(case))
    row = next((each for each in found.decisions.all() if each.pk == decision), None)
    if row is None:
        raise CaseMissing
    policy = policies.policy_for(found.received_at, found.regime)
    told = of_case(found, row.document, load.recalled(row), policy, keeping.usable())
    return PrecedentsTold(**as_data(told), **_kept(row))


def _kept(row: rows.Decision) -> dict[str, Any]:
    distinction = getattr(row, "distinction", None)
    unfair = getattr(row, "unfair", None)
    return {"why_different": distinction and distinction.why, "not_followed": unfair}


@precedents.writes("POST", "/cases/{case}/unfair", CaseTold, Scope.DECIDE, match=ANY_VERSION)
def mark_unfair(
    request: HttpRequest, case: Ref, body: WhyGiven, response: HttpResponse
) -> CaseTold:
    """The case's latest decision was found to be unfair: it is no precedent to follow."""
    with case_as_read(request, case_id(case)):
        follow.do_not_follow(case_id(case), body.why, by(request), now(request))
    return shown(response, case_id(case))


@precedents.writes("POST", "/cases/{case}/following", CaseTold, Scope.DECIDE, match=ANY_VERSION)
def follow_again(
    request: HttpRequest, case: Ref, body: WhyGiven, response: HttpResponse
) -> CaseTold:
    """The case's latest decision is a precedent to follow again."""
    with case_as_read(request, case_id(case)):
        follow.follow_again(case_id(case), body.why, by(request), now(request))
    return shown(response, case_id(case))
