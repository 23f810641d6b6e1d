"""Whom it is built for, the journey, and how far a customer is one of those."""

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.given_firm import RetiringGiven
from upheld.api.given_journey import (
    AssessingGiven,
    ContestGiven,
    FitNoteGiven,
    FitReviewGiven,
    PersonaGiven,
    TouchpointGiven,
)
from upheld.api.told import journey as told
from upheld.api.told.journey import FitTold, PersonaTold, TouchpointTold
from upheld.api.values import Id
from upheld.api.versions import listed_as_read
from upheld.core.fit_explained import explained
from upheld.core.journey import Touchpoint
from upheld.core.personas import Persona
from upheld.core.words import Scope
from upheld.steps import keep_journey as keep
from upheld.steps.assess_fit import assess_fit
from upheld.steps.contest_fit import contest_fit, note_fit, review_fit
from upheld.store import fitting, policies
from upheld.store import journey as store
from upheld.store import models as rows
from upheld.store.load import CustomerMissing
from upheld.store.merged import as_one
from upheld.store.policy_files import fit_files
from upheld.store.sight import fit_seen
from upheld.store.sight.withheld import waiting_for_findings

from .base import ANY_VERSION, THAT_VERSION, Routes, may_read
from .base import made as created

journey = Routes(tags=["journey"])
_Key = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]+$")]
_FIT = "/customers/{customer}/fit"


@journey.reads("/personas", list[PersonaTold])
def list_personas(request: HttpRequest) -> Sequence[Persona]:
    """Whom it is built for, by needs, use and expectations; retired ones too."""
    may_read(request)
    return store.personas()


@journey.writes("POST", "/personas", list[PersonaTold], Scope.POLICIES, status=201)
def write_persona(request: HttpRequest, body: PersonaGiven) -> Status[Sequence[Persona]]:
    """Declares a persona; its key is made of its name."""
    keep.add_persona(body.said(), body.designed_for, by(request), now(request))
    return created(store.personas())


@journey.writes("PUT", "/personas/{key}", list[PersonaTold], Scope.POLICIES, match=THAT_VERSION)
def rewrite_persona(request: HttpRequest, key: _Key, body: PersonaGiven) -> Sequence[Persona]:
    """Says a persona in other words, under its key."""
    with listed_as_read(request, PersonaTold, lambda: _named(store.personas(), key), needed=True):
        keep.change_persona(key, body.said(), body.designed_for, by(request), now(request))
    return store.personas()


@journey.writes(
    "PUT", "/personas/{key}/retirement", list[PersonaTold], Scope.POLICIES, match=ANY_VERSION
)
def retire_persona(request: HttpRequest, key: _Key, body: RetiringGiven) -> Sequence[Persona]:
    """Takes a persona out of use, or back in."""
    with listed_as_read(request, PersonaTold, lambda: _named(store.personas(), key)):
        keep.retire_persona(key, body.retired, by(request), now(request))
    return store.personas()


@journey.reads("/touchpoints", list[TouchpointTold])
def list_touchpoints(request: HttpRequest) -> Sequence[Touchpoint]:
    """The journey in its order, from the first contact to getting paid; retired ones too."""
    may_read(request)
    return store.touchpoints()


@journey.writes("POST", "/touchpoints", list[TouchpointTold], Scope.POLICIES, status=201)
def write_touchpoint(request: HttpRequest, body: TouchpointGiven) -> Status[Sequence[Touchpoint]]:
    """Puts a touchpoint into the journey; its key is made of its name."""
    keep.add_touchpoint(_touchpoint("", body), by(request), now(request))
    return created(store.touchpoints())


@journey.writes(
    "PUT", "/touchpoints/{key}", list[TouchpointTold], Scope.POLICIES, match=THAT_VERSION
)
def rewrite_touchpoint(
    request: HttpRequest, key: _Key, body: TouchpointGiven
) -> Sequence[Touchpoint]:
    """Says a touchpoint in other words, or moves it, under its key."""
    with listed_as_read(
        request, TouchpointTold, lambda: _named(store.touchpoints(), key), needed=True
    ):
        keep.change_touchpoint(_touchpoint(key, body), by(request), now(request))
    return store.touchpoints()


@journey.writes(
    "PUT", "/touchpoints/{key}/retirement", list[TouchpointTold], Scope.POLICIES, match=ANY_VERSION
)
def retire_touchpoint(request: HttpRequest, key: _Key, body: RetiringGiven) -> Sequence[Touchpoint]:
    """Takes a touchpoint out of the journey, or back in."""
    with listed_as_read(request, TouchpointTold, lambda: _named(store.touchpoints(), key)):
        keep.retire_touchpoint(key, body.retired, by(request), now(request))
    return store.touchpoints()


def _named(
    known: Sequence[Persona] | Sequence[Touchpoint], key: str
) -> Persona | Touchpoint | None:
    return next((each for each in known if each.key == key), None)


def _touchpoint(key: str, body: TouchpointGiven) -> Touchpoint:
    personas = tuple(body.personas)
    return Touchpoint(key, body.name, body.stage, body.nature, body.promise, body.place, personas)


@journey.reads(_FIT, FitTold)
def read_fit(request: HttpRequest, customer: Id) -> FitTold:
    """The newest assessment: axes, lines with the rows behind them, and what would alter it."""
    may_read(request)
    return _fit(customer)


@journey.writes("POST", _FIT, FitTold)
def assess_customer(request: HttpRequest, customer: Id, body: AssessingGiven) -> FitTold:
    """Assesses the fit anew from what the customer did and told."""
    assess_fit(customer, by(request), now(request), body.instead)
    return _fit(customer)


@journey.writes("POST", f"{_FIT}/notes", FitTold)
def note_what_was_told(request: HttpRequest, customer: Id, body: FitNoteGiven) -> FitTold:
    """Keeps what a customer told of their needs, their use or what they expect."""
    note_fit(customer, body.text, body.on, by(request), now(request))
    return _fit(customer)


@journey.writes("POST", f"{_FIT}/contests", FitTold)
def contest_line(request: HttpRequest, customer: Id, body: ContestGiven) -> FitTold:
    """Contests a line: it counts no more until another person has looked at it."""
    told_by = by(request), now(request)
    contest_fit(customer, body.line, body.why, body.by_customer, *told_by)
    return _fit(customer)


@journey.writes("PUT", f"{_FIT}/contests/{{contest}}", FitTold)
def review_line(request: HttpRequest, customer: Id, contest: Id, body: FitReviewGiven) -> FitTold:
    """Says whether a contested line stands; whoever contested it may not."""
    review_fit(contest, body.stands, body.found, by(request), now(request), customer)
    return _fit(customer)


def _fit(customer_id: int) -> FitTold:
    found = rows.Customer.objects.filter(pk=customer_id).first()
    if found is None:
        raise CustomerMissing
    if waiting_for_findings(found):
        return FitTold(withheld=True)
    kept = rows.FitAssessment.objects.filter(customer=as_one.shown_as(found)).first()
    assessed = fitting.assessed_of(kept) if kept else None
    if kept is None or kept.at is None or assessed is None:
        return FitTold(withheld=False)
    policy = policies.policy_in_force(timezone.localdate(kept.at))
    known = explained(assessed, fit_files.limits(), policy, fit_seen.hidden(assessed))
    contests = rows.FitContest.objects.filter(customer__in=as_one.shown_family(found).values("pk"))
    return told.fit(assessed, known, not kept.adopted, fit_seen.contests(found.pk, contests))
