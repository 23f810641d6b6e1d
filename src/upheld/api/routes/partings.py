"""Parting: what must be so first, the proposal on its way, what became of it; all as one file."""

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.files import own
from upheld.api.given import WhyGiven
from upheld.api.given_relations import AfterGiven, CauseLookGiven, PartingProposalGiven, WayGiven
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told import relations as told
from upheld.api.told.relations import (
    CauseLookTold,
    GateTold,
    PartingTold,
    PreparedTold,
    WayTold,
)
from upheld.api.values import Id
from upheld.core.words import Scope
from upheld.steps import propose_parting
from upheld.steps.follow_parting import ASKED, follow
from upheld.steps.hand_over import hand_over
from upheld.steps.prepare_parting import look_for_cause, try_way
from upheld.steps.propose_parting import PartingMissing
from upheld.store import models as rows
from upheld.store import parting_known

from .base import Routes, customer_of, made, may_read

partings = Routes(tags=["relations"])
_OF = "/customers/{customer}"


@partings.reads(f"{_OF}/parting", PreparedTold)
def read_gates(request: HttpRequest, customer: Id) -> PreparedTold:
    """What must be so before anybody parts, worked out now, with what shows each."""
    row = customer_of(request, customer)
    found = parting_known.gates_of(row, now(request))
    return PreparedTold(
        ready=all(gate.passed for gate in found),
        gates=[GateTold.model_validate(gate) for gate in found],
        ways=[WayTold.model_validate(way) for way in parting_known.ways_tried(row)],
        cause_looks=[told.cause_look(look) for look in parting_known.cause_looks(row)],
    )


@partings.writes("POST", f"{_OF}/cause-looks", CauseLookTold, status=201)
def record_cause_look(
    request: HttpRequest, customer: Id, body: CauseLookGiven
) -> Status[CauseLookTold]:
    """What was found of our own making, by its cause where it has one."""
    row = look_for_cause(customer, body.cause, body.found, by(request), now(request))
    return made(told.cause_look(row))


@partings.writes("POST", f"{_OF}/ways-tried", WayTold, status=201)
def record_way(request: HttpRequest, customer: Id, body: WayGiven) -> Status[WayTold]:
    """Another way that was tried, and what came of it."""
    given = body.way, body.what, body.tried_on, body.came_of_it
    return made(WayTold.model_validate(try_way(customer, *given, by(request), now(request))))


@partings.writes("POST", f"{_OF}/partings", PartingTold, Scope.DECIDE, status=201)
def propose_to_part(
    request: HttpRequest, customer: Id, body: PartingProposalGiven
) -> Status[PartingTold]:
    """Proposes to part, when everything that must come first is so."""
    given = body.reasons, body.alternatives
    row = propose_parting.propose(customer, *given, by(request), now(request))
    return made(told.parting(row))


@partings.reads("/partings", Page[PartingTold])
def list_partings(
    request: HttpRequest, limit: Limit = 50, cursor: Cursor | None = None
) -> Page[PartingTold]:
    """Every proposal to part and what became of it, the newest first."""
    may_read(request)
    found = rows.Parting.objects.prefetch_related("afterwards")
    return page(request, found, lambda each: [*map(told.parting, each)], limit, cursor)


def _parting(request: HttpRequest, parting_id: int) -> PartingTold:
    row = rows.Parting.objects.filter(pk=parting_id).first()
    if row is None:
        raise PartingMissing
    return told.parting(row)


@partings.writes("POST", "/partings/{parting}/approval", PartingTold, Scope.DECIDE)
def approve_parting(request: HttpRequest, parting: Id) -> PartingTold:
    """Another lead looked at every gate and approves it."""
    propose_parting.approve(parting, by(request), now(request))
    return _parting(request, parting)


@partings.writes("POST", "/partings/{parting}/review", PartingTold, Scope.DECIDE)
def review_parting(request: HttpRequest, parting: Id) -> PartingTold:
    """Looked at once more: from now on its letter may be sent."""
    propose_parting.review(parting, by(request), now(request))
    return _parting(request, parting)


@partings.writes("POST", "/partings/{parting}/withdrawal", PartingTold, Scope.DECIDE)
def withdraw_parting(request: HttpRequest, parting: Id, body: WhyGiven) -> PartingTold:
    """It is not to be."""
    propose_parting.withdraw(parting, body.why, by(request), now(request))
    return _parting(request, parting)


@partings.writes("POST", "/partings/afterwards/{after}", PartingTold)
def follow_parting(request: HttpRequest, after: Id, body: AfterGiven) -> PartingTold:
    """What became of it by the day that it was asked."""
    given = {name: getattr(body, name) for name in ASKED}
    follow(after, given, body.words, by(request), now(request))
    return _parting(request, rows.PartingAfter.objects.get(pk=after).parting_id)


@partings.writes("POST", f"{_OF}/data", None, Scope.ADMIN, tells=True)
def hand_over_data(request: HttpRequest, customer: Id) -> HttpResponse:
    """Everything that we hold about a customer, as a ZIP file of JSON, letters and files."""
    data = hand_over(customer, by(request), now(request))
    return own(data, f"customer-{customer}.zip", "application/zip")
