"""Cases: listed, read, received, mended, given to somebody, paused, and their record."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.responses import Status
from pydantic import Field

from upheld.api import by_form, filed, looking
from upheld.api.access import by, has, now
from upheld.api.given import (
    CircumstancesGiven,
    ComplaintGiven,
    OrderGiven,
    OwnerGiven,
    TopicGiven,
    WhyGiven,
    WordsGiven,
)
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.record import not_for
from upheld.api.told import cases as told
from upheld.api.told.cases import CaseLine, CaseTold, TopicTold
from upheld.api.told.parts import NoteOfStaff
from upheld.api.told.record import EventTold, events
from upheld.api.values import Id, Instant, Ref, Text
from upheld.api.versions import case_as_read, case_version, tagged
from upheld.core.event_kinds import EventKind
from upheld.core.intake import Complainant, Complaint
from upheld.core.references import reference
from upheld.core.words import CaseId, CaseState, Scope
from upheld.insight.topics import kept
from upheld.steps import pause as pausing
from upheld.steps.assign import assign
from upheld.steps.choose_topic import choose_topic
from upheld.steps.investigate import record_circumstances
from upheld.steps.link_order import link_order
from upheld.steps.mend_case import Words, mend_case
from upheld.steps.receive import receive
from upheld.store import clocks, load, policies, queues, search
from upheld.store import models as rows
from upheld.store.counted import pace
from upheld.store.load import CaseMissing
from upheld.store.merged import complained_too
from upheld.store.policies import Rules
from upheld.store.reached import reached
from upheld.store.search import Among
from upheld.store.sight import seen

from .base import ANY_VERSION, THAT_VERSION, Routes, case_id, made_at, may_read

cases = Routes(tags=["cases"])
_Search = Annotated[
    Text, Field(max_length=300, description="Words that the case holds, all of them.")
]
_Due = Annotated[
    Literal["likely_late", "review", "letter"],
    Field(
        description="Open cases that are likely to be late, by how long others took; those with a "
        "statement held untrue whose review has come due; or those that were merged into another, "
        "with a letter that must be posted or sent again."
    ),
]


def shown(response: HttpResponse, case: int) -> CaseTold:
    """The case as it is now, with its version. Raises CaseMissing."""
    version = case_version(CaseId(case))
    tagged(response, version)
    return told.case(load.page(CaseId(case)), version)


@cases.reads("/cases", Page[CaseLine])
def list_cases(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    state: CaseState | None = None,
    owner: Id | Literal["nobody", "me"] | None = None,
    customer: Id | None = None,
    due_before: Instant | None = None,
    due: _Due | None = None,
    q: _Search | None = None,
) -> Page[CaseLine]:
    """Cases, the newest first."""
    may_read(request)
    found = rows.Case.objects.select_related("owner")
    wanted = {"state": state, "customer": customer, "next_due__lt": due_before}
    found = found.filter(**{name: value for name, value in wanted.items() if value is not None})
    found = _due(_owned(request, found, owner), due, now(request))
    among = Among.ALL if state in (None, CaseState.CLOSED) else Among.OPEN
    found = search.matching(found, q or "", among)
    return page(request, found, told.lines, limit, cursor)


def _due(found: "QuerySet[rows.Case]", due: str | None, at: datetime) -> "QuerySet[rows.Case]":
    match due:
        case "likely_late":
            still = pace.with_dues(found.exclude(state=CaseState.CLOSED))
            return pace.likely_missed(still, pace.history(), at)
        case "review":
            return found.filter(pk__in=queues.to_review(timezone.localdate(at)).values("pk"))
        case "letter":
            return found.filter(pk__in=complained_too.to_see_off().values("pk"))
    return found


def _owned(
    request: HttpRequest, found: "QuerySet[rows.Case]", owner: int | str | None
) -> "QuerySet[rows.Case]":
    match owner:
        case None:
            return found
        case "nobody":
            return found.filter(owner=None)
        case "me":
            return found.filter(owner=by(request))
        case int():
            return found.filter(owner=owner)
    return found.none()


@cases.writes("POST", "/cases", CaseTold, Scope.FILE, status=201)
def receive_complaint(
    request: HttpRequest, body: ComplaintGiven, response: HttpResponse
) -> Status[CaseTold]:
    """A complaint becomes a case, and its clocks run. By a key with `file` alone, from a form that
    strangers fill in, it is not known to be from whose address it names, came by the web at this
    moment under the usual rules, and has no topic. `Upheld-Files` in the answer is where its files
    may be sent for an hour."""
    usual = policies.usual_rules()
    by_form.check(request, body, usual)
    who = Complainant(**body.complainant.model_dump())
    complaint = Complaint(
        text=body.text,
        received_at=body.received_at or now(request),
        complainant=replace(who, email=reached(who.email).lower()),
        subject=body.subject,
        channel=body.channel,
        demand=body.demand,
        topic=body.topic,
    )
    rules = asked_rules(usual, body.regime, body.complaint_kind)
    theirs = None if has(request, Scope.WRITE) else False
    with by_form.counted(request, complaint.complainant.email):
        case = receive(complaint, by(request), now(request), rules, theirs=theirs)
    filed.tell(request, response, case)
    return made_at(f"/cases/{reference(case)}", shown(response, case), response)


def asked_rules(usual: Rules, regime: str | None, kind: str | None) -> Rules:
    """Raises PolicyMissing for a regime that is not there."""
    if regime is None:
        return replace(usual, complaint_kind=kind or usual.complaint_kind)
    policies.regime(regime)
    return Rules(regime, kind) if kind else Rules(regime)


@cases.reads("/cases/{case}", CaseTold)
def read_case(request: HttpRequest, case: Ref, response: HttpResponse) -> CaseTold:
    """A case with all that is in it; its ETag is its version."""
    may_read(request)
    return shown(response, case_id(case))


@cases.writes("PATCH", "/cases/{case}", CaseTold, match=THAT_VERSION)
def mend_words(
    request: HttpRequest, case: Ref, body: WordsGiven, response: HttpResponse
) -> CaseTold:
    """What was written down wrongly on the day that it came."""
    with case_as_read(request, case_id(case), needed=True):
        row = load.case(case_id(case))
        rules = None
        if body.regime is not None or body.complaint_kind is not None:
            rules = asked_rules(clocks.rules_of(row), body.regime, body.complaint_kind)
        kept = {name: getattr(row, name) for name in ("subject", "text", "demand", "received_at")}
        sent = body.model_dump(include=set(kept), exclude_none=True)
        mend_case(case_id(case), Words(**{**kept, **sent}, rules=rules), by(request), now(request))
    return shown(response, case_id(case))


@cases.reads("/cases/{case}/events", Page[EventTold])
def list_case_events(
    request: HttpRequest, case: Ref, limit: Limit = 50, cursor: Cursor | None = None
) -> Page[EventTold]:
    """The record of a case, the oldest first."""
    may_read(request)
    if not rows.Case.objects.filter(pk=case_id(case)).exists():
        raise CaseMissing
    found = rows.Event.objects.filter(case=case_id(case)).select_related("case")
    return _events(request, found, limit, cursor)


@cases.reads("/cases/{case}/notes", list[NoteOfStaff])
def list_notes(request: HttpRequest, case: Ref) -> list[rows.Note]:
    """What staff said among themselves where a case came from, in its order."""
    may_read(request)
    if not rows.Case.objects.filter(pk=case_id(case)).exists():
        raise CaseMissing
    return list(rows.Note.objects.filter(case=case_id(case)))


@cases.writes("PUT", "/cases/{case}/owner", CaseTold, match=THAT_VERSION)
def give_case(
    request: HttpRequest, case: Ref, body: OwnerGiven, response: HttpResponse
) -> CaseTold | Status[None]:
    """Whose case this is; nothing of it where it now is a private team's that you are not in."""
    with case_as_read(request, case_id(case), needed=True):
        assign(case_id(case), _person(body.owner), by(request), now(request))
    if not load.is_there(case_id(case)):
        return Status(204, None)
    return shown(response, case_id(case))


def _person(person_id: int | None) -> rows.Person | None:
    if person_id is None:
        return None
    found = rows.Person.objects.filter(pk=person_id, is_active=True).first()
    if found is None:
        raise CaseMissing
    return found


@cases.writes("PUT", "/cases/{case}/circumstances", CaseTold, match=THAT_VERSION)
def write_circumstances(
    request: HttpRequest, case: Ref, body: CircumstancesGiven, response: HttpResponse
) -> CaseTold:
    """Whether the complaint was withdrawn, is in scope, or was explained before."""
    with case_as_read(request, case_id(case), needed=True):
        sent = body.model_dump(exclude_none=True)
        record_circumstances(case_id(case), sent, by(request), now(request))
    return shown(response, case_id(case))


@cases.writes("PUT", "/cases/{case}/order", CaseTold, match=THAT_VERSION)
def write_order(
    request: HttpRequest, case: Ref, body: OrderGiven, response: HttpResponse
) -> CaseTold:
    """Which purchase of the customer the complaint is about."""
    with case_as_read(request, case_id(case), needed=True):
        link_order(case_id(case), body.reference, by(request), now(request))
    return shown(response, case_id(case))


@cases.reads("/cases/{case}/topic", TopicTold)
def read_topic(request: HttpRequest, case: Ref) -> TopicTold:
    """What the complaint is about as a person said, and what its words suggest."""
    may_read(request)
    row, known = load.page(case_id(case)), kept.current()
    guess = known.guesses([row.text])[0] if known else None
    return TopicTold(
        topic=row.topic,
        suggested=guess.topic if guess else None,
        confidence=round(guess.confidence, 3) if guess and guess.topic else None,
    )


@cases.writes("PUT", "/cases/{case}/topic", CaseTold, match=THAT_VERSION)
def write_topic(
    request: HttpRequest, case: Ref, body: TopicGiven, response: HttpResponse
) -> CaseTold:
    """What the complaint is about, as the firm calls it; no decision reads it."""
    with case_as_read(request, case_id(case), needed=True):
        choose_topic(case_id(case), body.topic, by(request), now(request))
    return shown(response, case_id(case))


@cases.writes("POST", "/cases/{case}/pause", CaseTold, match=ANY_VERSION)
def pause_case(request: HttpRequest, case: Ref, body: WhyGiven, response: HttpResponse) -> CaseTold:
    """Our own targets stand still while we wait for the customer; no obligation does."""
    with case_as_read(request, case_id(case)):
        pausing.pause(case_id(case), body.why, by(request), now(request))
    return shown(response, case_id(case))


@cases.writes("POST", "/cases/{case}/resumption", CaseTold, match=ANY_VERSION)
def resume_case(request: HttpRequest, case: Ref, response: HttpResponse) -> CaseTold:
    """Our own targets go on."""
    with case_as_read(request, case_id(case)):
        pausing.resume(case_id(case), by(request), now(request))
    return shown(response, case_id(case))


@cases.reads("/events", Page[EventTold])
def list_events(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    kind: EventKind | None = None,
) -> Page[EventTold]:
    """The whole record, the oldest first: what a webhook tells of can be read here again."""
    may_read(request)
    found = seen.of_cases(rows.Event.objects.select_related("case"))
    found = found.exclude(kind__in=not_for(by(request)))
    found = found.filter(kind=kind) if kind else found
    return _events(request, found, limit, cursor)


def _events(
    request: HttpRequest, found: "QuerySet[rows.Event]", limit: int, cursor: str | None
) -> Page[EventTold]:
    shown = page(request, found, events, limit, cursor, newest_first=False)
    looking.listed(request, looking.in_events(shown.items))
    return shown
