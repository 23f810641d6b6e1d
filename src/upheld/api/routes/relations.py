"""Conduct apart from merit, and restrictions that end by themselves."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.given import WhyGiven
from upheld.api.given_relations import (
    ColleagueGiven,
    ConductGiven,
    LookGiven,
    NotShownGiven,
    RestrictionGiven,
    RestrictionLetterGiven,
    RestrictionReviewGiven,
    SaidGiven,
    SeenGiven,
)
from upheld.api.told import relations as told
from upheld.api.told.relations import (
    BehaviourTold,
    ConductTold,
    ForALead,
    RestrictionTold,
)
from upheld.api.values import Id
from upheld.core.words import Scope
from upheld.steps import conduct as of_conduct
from upheld.steps import may, restrict
from upheld.steps.conduct import ConductMissing
from upheld.steps.restrict import RestrictionMissing
from upheld.store import models as rows
from upheld.store import relations as stored
from upheld.store.load import CustomerMissing
from upheld.store.merged import as_one
from upheld.store.policy_files import behaviours

from .answering import Drafted, drafted
from .base import Routes, case_id, customer_of, made, made_at, may_read

relations = Routes(tags=["relations"])
_CONDUCT, _LIMIT = "/conduct/{conduct}", "/restrictions/{restriction}"
_OF = "/customers/{customer}"


@relations.reads("/behaviours", list[BehaviourTold])
def list_behaviours(request: HttpRequest) -> list[Any]:
    """What may be recorded as done, as the firm words it."""
    may_read(request)
    return list(behaviours.listed())


@relations.reads("/waiting-for-a-lead", list[ForALead])
def list_waiting(request: HttpRequest) -> list[ForALead]:
    """What waits for a lead about customers: records to be seen, reviews, appeals, partings."""
    may.check("see_conduct", by(request))
    found = stored.waiting(timezone.localdate(now(request)))
    return [ForALead(kind=kind, id=row.pk, customer=_of(row))
            for kind, listed in found.items() for row in listed[:100]]  # fmt: skip


def _of(row: Any) -> int:
    about = getattr(row, "restriction", None) or getattr(row, "parting", None) or row
    return int(about.customer_id)


@relations.reads(f"{_OF}/conduct", list[ConductTold])
def list_conduct(request: HttpRequest, customer: Id) -> list[ConductTold]:
    """What was done in contacts with a customer, the newest first; read by no decision."""
    found = stored.conduct(customer_of(request, customer))[:200]
    return [told.conduct(row, by(request)) for row in found]


@relations.writes("POST", f"{_OF}/conduct", ConductTold, status=201)
def record_conduct(request: HttpRequest, customer: Id, body: ConductGiven) -> Status[ConductTold]:
    """Records what was done, with the case or the contact that it happened in."""
    case = case_id(body.case) if body.case else None
    row = of_conduct.record(
        customer, case, body.contact, body.behaviour, body.shown_by, by(request), now(request),
        withheld=body.withheld,
    )  # fmt: skip
    return made(told.conduct(row, by(request)))


def _conduct(request: HttpRequest, conduct_id: int) -> ConductTold:
    row = rows.Conduct.objects.filter(pk=conduct_id).first()
    if row is None:
        raise ConductMissing
    return told.conduct(row, by(request))


@relations.writes("POST", f"{_CONDUCT}/seen", ConductTold)
def see_conduct(request: HttpRequest, conduct: Id, body: SeenGiven) -> ConductTold:
    """A lead has seen it, and says what was offered to the colleague it happened to."""
    of_conduct.see(conduct, body.support, body.withheld, by(request), now(request))
    return _conduct(request, conduct)


@relations.writes("POST", f"{_CONDUCT}/owner", ConductTold)
def hand_on_case(
    request: HttpRequest, conduct: Id, body: ColleagueGiven
) -> ConductTold | Status[None]:
    """Somebody else goes on with the case; nothing of it where you may see it no more."""
    owner = rows.Person.objects.filter(pk=body.owner, is_active=True).first()
    if owner is None:
        raise ConductMissing
    of_conduct.hand_on(conduct, owner, by(request), now(request))
    if not rows.Conduct.objects.filter(pk=conduct).exists():
        return Status(204, None)
    return _conduct(request, conduct)


@relations.writes("POST", f"{_CONDUCT}/answer", ConductTold)
def answer_conduct(request: HttpRequest, conduct: Id, body: SaidGiven) -> ConductTold:
    """What they say of it, kept beside it."""
    of_conduct.answer(conduct, body.words, by(request), now(request))
    return _conduct(request, conduct)


@relations.writes("POST", f"{_CONDUCT}/not-shown", ConductTold)
def withhold_conduct(request: HttpRequest, conduct: Id, body: NotShownGiven) -> ConductTold:
    """Whether they are shown it: not for a reason of law alone."""
    of_conduct.keep_from_them(conduct, body.why, by(request), now(request))
    return _conduct(request, conduct)


@relations.writes("POST", f"{_CONDUCT}/withdrawal", ConductTold)
def withdraw_conduct(request: HttpRequest, conduct: Id, body: WhyGiven) -> ConductTold:
    """It was not so, or is no longer to be kept."""
    of_conduct.withdraw(conduct, body.why, by(request), now(request))
    return _conduct(request, conduct)


@relations.reads(f"{_OF}/restrictions", list[RestrictionTold])
def list_restrictions(request: HttpRequest, customer: Id) -> list[RestrictionTold]:
    """How a customer reaches us for a while, what is over too, the newest first."""
    found = stored.restrictions(customer_of(request, customer))
    return [told.restriction(row) for row in found.prefetch_related("conduct", "looks")[:200]]


@relations.writes("POST", f"{_OF}/restrictions", RestrictionTold, Scope.DECIDE, status=201)
def decide_restriction(
    request: HttpRequest, customer: Id, body: RestrictionGiven, response: HttpResponse
) -> Status[RestrictionTold]:
    """A lead decides it; it binds nobody before another has looked at it."""
    may.check("restrict", by(request))
    case = case_id(body.case)
    if not as_one.cases(customer_of(request, customer)).filter(pk=case).exists():
        raise CustomerMissing
    row = restrict.decide(case, body.measure(), body.conduct, by(request), now(request))
    return made_at(f"/restrictions/{row.pk}", told.restriction(row), response)


def _restriction(request: HttpRequest, restriction_id: int) -> rows.Restriction:
    may_read(request)
    found = rows.Restriction.objects.select_related("case__customer")
    row = found.prefetch_related("conduct", "looks").filter(pk=restriction_id).first()
    if row is None:
        raise RestrictionMissing
    return row


@relations.reads(_LIMIT, RestrictionTold)
def read_restriction(request: HttpRequest, restriction: Id) -> RestrictionTold:
    """One restriction, with each look at it."""
    return told.restriction(_restriction(request, restriction))


@relations.reads(f"{_LIMIT}/letter", Drafted)
def draft_restriction(request: HttpRequest, restriction: Id) -> Drafted:
    """Its letter, for a person to read before it goes."""
    row = _restriction(request, restriction)
    return drafted(request, row.case, restrict.draft_letter(row, by(request)))


@relations.writes("POST", f"{_LIMIT}/beginning", RestrictionTold, Scope.LETTERS)
def begin_restriction(
    request: HttpRequest, restriction: Id, body: RestrictionLetterGiven
) -> RestrictionTold:
    """Another lead agrees: its letter leaves, and it holds."""
    restrict.begin(restriction, body.of_restriction(), by(request), now(request))
    return told.restriction(_restriction(request, restriction))


@relations.writes("POST", f"{_LIMIT}/refusal", RestrictionTold, Scope.DECIDE)
def refuse_restriction(request: HttpRequest, restriction: Id, body: WhyGiven) -> RestrictionTold:
    """Another lead does not agree."""
    restrict.refuse(restriction, body.why, by(request), now(request))
    return told.restriction(_restriction(request, restriction))


@relations.writes("POST", f"{_LIMIT}/review", RestrictionTold, Scope.DECIDE)
def review_restriction(
    request: HttpRequest, restriction: Id, body: RestrictionReviewGiven
) -> RestrictionTold:
    """Looked at anew by a lead who did not decide it."""
    given = body.stands, body.because, body.review_due
    restrict.review(restriction, *given, by(request), now(request))
    return told.restriction(_restriction(request, restriction))


@relations.writes("POST", f"{_LIMIT}/appeal", RestrictionTold)
def appeal_restriction(request: HttpRequest, restriction: Id, body: SaidGiven) -> RestrictionTold:
    """What they say against it."""
    restrict.appeal(restriction, body.words, by(request), now(request))
    return told.restriction(_restriction(request, restriction))


@relations.writes("POST", f"{_LIMIT}/appeal/settling", RestrictionTold, Scope.LETTERS)
def settle_appeal(request: HttpRequest, restriction: Id, body: LookGiven) -> RestrictionTold:
    """Somebody who had no part in it looks at it, and what came of it is told in a letter."""
    given = body.stands, body.because
    restrict.settle_appeal(restriction, *given, by(request), now(request))
    return told.restriction(_restriction(request, restriction))


@relations.writes("POST", f"{_LIMIT}/end", RestrictionTold, Scope.DECIDE)
def end_restriction(request: HttpRequest, restriction: Id, body: WhyGiven) -> RestrictionTold:
    """It ends sooner."""
    restrict.lift(restriction, body.why, by(request), now(request))
    return told.restriction(_restriction(request, restriction))
