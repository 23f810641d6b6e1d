"""The firm as a whole: causes, clocks, laws, returns, and whether the record holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import Asked, by, now
from upheld.api.files import own
from upheld.api.given_firm import CauseGiven, OwedGiven, RetiringGiven, TextGiven
from upheld.api.once import told_once
from upheld.api.problems import Problem
from upheld.api.told import firm as told
from upheld.api.told.base import Told
from upheld.api.told.firm import (
    CauseTold,
    DeadlineTold,
    KeyTold,
    LawTold,
    ReturnTold,
    VerifyTold,
    WaitingTold,
)
from upheld.api.values import Day, Instant, Text
from upheld.api.versions import listed_as_read
from upheld.core import law as core_law
from upheld.core import regimes as core_regimes
from upheld.core.law import Law, Reading
from upheld.core.law_facts import open_to, read_facts
from upheld.core.lessons import Cause
from upheld.core.promises.given_days import DayError, checked_day
from upheld.core.returns import Return
from upheld.core.words import Scope
from upheld.insight import suggest
from upheld.insight.returns import csv_text, made, note_text
from upheld.insight.suggest import kept
from upheld.steps import may
from upheld.steps.address_calendar import address_calendar
from upheld.steps.keep_causes import add_cause, change_cause, retire_cause
from upheld.store import beside, causes, files, policies, queues, reports
from upheld.store import models as rows
from upheld.store.alone import alone
from upheld.store.one_moment import one_moment
from upheld.store.policy_files import laws, suggestions_file
from upheld.store.record import events
from upheld.store.sight import seen
from upheld.tables.syntax import written

from .base import ANY_VERSION, THAT_VERSION, Routes, may_read
from .base import made as created

firm = Routes(tags=["firm"])
_Key = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_]+$")]
_Name = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9-]+$")]


class CalendarTold(Told):
    """Where one's own deadlines can be subscribed to; the address before has ended."""

    path: str


@firm.reads("/key", KeyTold)
def read_key(request: HttpRequest) -> KeyTold:
    """The key that asks, and as whom it acts."""
    key = cast(Asked, request).key
    plain = {name: getattr(key, name) for name in ("prefix", "label", "scopes", "expires_at")}
    person, role = key.person.name, key.person.role
    most = settings.API_REQUESTS
    return KeyTold(**plain, person=person, role=role, requests_a_minute=most)


@firm.reads("/causes", list[CauseTold])
def list_causes(request: HttpRequest) -> Sequence[Cause]:
    """Why faults come about, as the firm lists them."""
    may_read(request)
    return causes.listed()


@firm.writes("POST", "/causes", list[CauseTold], Scope.POLICIES, status=201)
def write_cause(request: HttpRequest, body: CauseGiven) -> Status[Sequence[Cause]]:
    """Adds a cause."""
    add_cause(body.label, body.stage, body.needs_promise, by(request), now(request))
    return created(causes.listed())


@firm.writes("PUT", "/causes/{key}", list[CauseTold], Scope.POLICIES, match=THAT_VERSION)
def rewrite_cause(request: HttpRequest, key: _Key, body: CauseGiven) -> Sequence[Cause]:
    """Says a cause in other words; closed cases keep it under its key."""
    told = body.label, body.stage, body.needs_promise
    with listed_as_read(request, CauseTold, lambda: _cause(key), needed=True):
        change_cause(key, *told, by(request), now(request))
    return causes.listed()


@firm.writes("PUT", "/causes/{key}/retirement", list[CauseTold], Scope.POLICIES, match=ANY_VERSION)
def retire_or_restore(request: HttpRequest, key: _Key, body: RetiringGiven) -> Sequence[Cause]:
    """Takes a cause out of use, or back in."""
    with listed_as_read(request, CauseTold, lambda: _cause(key)):
        retire_cause(key, body.retired, by(request), now(request))
    return causes.listed()


def _cause(key: str) -> Cause | None:
    return next((each for each in causes.listed() if each.key == key), None)


@firm.reads("/clocks", list[WaitingTold])
def list_clocks(request: HttpRequest) -> list[WaitingTold]:
    """What the open cases of this person wait for, the earliest first."""
    may_read(request)
    names = ("kind", "force", "due", "due_on", "explanation")
    return [
        WaitingTold(
            case=clock.case.reference,
            subject=clock.case.subject,
            **{name: getattr(clock, name) for name in names},
        )
        for clock in queues.open_clocks(by(request), now(request))
    ]


@firm.writes("POST", "/calendar", CalendarTold, status=201, tells=True)
def renew_calendar(request: HttpRequest, response: HttpResponse) -> Status[CalendarTold]:
    """An address under which this person's deadlines can be subscribed to, told this once."""
    token = address_calendar(by(request), now(request))
    told_once(response)
    return created(CalendarTold(path=reverse("desk:calendar_feed", args=[token])))


@firm.reads("/deadlines", list[DeadlineTold])
def list_deadlines(
    request: HttpRequest,
    regime: _Name,
    received: Instant | None = None,
    complaint_kind: Annotated[Text, Field(max_length=40)] | None = None,
) -> list[DeadlineTold]:
    """Each deadline of a complaint received then, and why it is that day."""
    may_read(request)
    at, chosen = received or now(request), policies.regime(regime)
    _within(at)
    policies.check_begun(chosen, at)
    if complaint_kind is not None:
        policies.check_kind(chosen, complaint_kind)
    return [_deadline(regime, each) for each in core_regimes.deadlines(chosen, at, complaint_kind)]


def _may_report(request: HttpRequest, who_may: str) -> None:
    """A return that leaves cases out would be untrue, and nobody would see it; the record is of all
    of them. Raises NotAllowed, which says `who_may`."""
    may.check("report", by(request))
    if seen.hides():
        raise may.NotAllowed(f"some cases are another team's own: {who_may}")


def _within(at: datetime) -> None:
    """The calendars know their holidays up to a year. Raises Problem 422."""
    try:
        checked_day(at.date())
    except DayError as error:
        where = {"detail": f"{error}", "parameter": "received", "in": "query"}
        raise Problem(422, "to-mend", f"{error}", [where]) from None


def _deadline(regime: str, each: Any) -> DeadlineTold:
    one = each.obligation
    names = ("kind", "force", "starts", "ends", "clause", "source", "verified")
    told = {name: getattr(one, name) for name in names}
    told |= {"due": each.due, "due_on": each.due_on, "explanation": each.explanation}
    return DeadlineTold(regime=regime, obligation=one.id, **told)


@firm.reads("/laws", list[LawTold])
def list_laws(request: HttpRequest) -> list[LawTold]:
    """The laws, schemes and contracts that are known, and the facts that each asks."""
    may_read(request)
    today = timezone.localdate(now(request))
    return [_law(laws.law_in_force(name, today)) for name in laws.laws()]


def _law(law: Law) -> LawTold:
    facts = [_fact(law, name) for name in open_to(law.policy)]
    return LawTold(name=law.name, title=law.title, version=law.policy.version, facts=facts)


def _fact(law: Law, name: str) -> dict[str, Any]:
    field = law.policy.inputs[name]
    return {
        "fact": name,
        "type": str(field.kind),
        "values": list(field.values),
        "domain": written(field.domain) if field.domain else None,
        "unit": field.unit,
        "means": field.means,
    }


@firm.writes("POST", "/owed", list[Reading], Scope.READ)
def work_out_owed(request: HttpRequest, body: OwedGiven) -> list[Reading]:
    """What laws give on the facts of one point, without a case: nobody's name is asked."""
    may_read(request)
    on = body.on or timezone.localdate(now(request))
    asked = laws.chosen(body.regimes, body.facts.get("touchpoint"), on)
    facts = read_facts(asked, body.facts, on)
    return [core_law.read(law, facts[law.name], on) for law in asked]


@firm.writes("POST", "/suggestions", list[dict[str, Any]], Scope.READ)
def suggest_from(request: HttpRequest, body: TextGiven) -> list[dict[str, Any]]:
    """What the words of a text suggest; nothing is kept."""
    may_read(request)
    found = suggest.suggestions(body.text, kept.current(), suggestions_file.trust().show_from)
    return [{"kind": each.kind, "confidence": each.confidence} for each in found]


_Return = "/returns/{name}"


def _made(request: HttpRequest, name: str, first: Day, last: Day, regime: str | None) -> Return:
    _may_report(request, "an auditor makes the return")
    return made(name, first, last, timezone.localdate(now(request)), regime)


@firm.reads(_Return, ReturnTold)
def read_return(
    request: HttpRequest, name: _Name, first: Day, last: Day, regime: _Name | None = None
) -> ReturnTold:
    """A return to a regulator on whole days from `first` to `last`, with its own sums checked."""
    return told.returned(_made(request, name, first, last, regime))


@firm.reads(f"{_Return}/file", None)
def read_return_file(
    request: HttpRequest, name: _Name, first: Day, last: Day, regime: _Name | None = None
) -> HttpResponse:
    """The return as CSV; one whose sums differ is not given out."""
    found = _adding_up(_made(request, name, first, last, regime))
    return own(csv_text(found).encode(), f"{name}-{first}-{last}.csv", "text/csv; charset=utf-8")


@firm.reads(f"{_Return}/note", None)
def read_return_note(
    request: HttpRequest, name: _Name, first: Day, last: Day, regime: _Name | None = None
) -> HttpResponse:
    """What is to be known of the return, and what in it is unverified."""
    found = _adding_up(_made(request, name, first, last, regime))
    text = note_text(found).encode()
    return own(text, f"{name}-{first}-{last}.note.txt", "text/plain; charset=utf-8")


def _adding_up(found: Return) -> Return:
    if not found.adds_up:
        told = "the sums of this return differ: read it as JSON, and mend the cases first"
        raise Problem(409, "conflict", told)
    return found


@firm.reads("/verify", VerifyTold)
def verify(request: HttpRequest) -> VerifyTold:
    """Whether no event was altered, taken out or put in, every decision, letter, finding, fact and
    piece of evidence is what its event says, and every file is as it came."""
    _may_report(request, "an auditor verifies the record")
    with alone("verify") as mine:
        if not mine:
            raise Problem(503, "busy", _VERIFIED_NOW, headers={"Retry-After": "60"})
        return _verified()


_VERIFIED_NOW = "the record is being verified at this moment, one at a time: ask again in a minute"


def _verified() -> VerifyTold:
    with one_moment():
        breaks, beside_it = [each.message for each in events.breaks()], list(beside.amiss())
    amiss = [each.message for each in files.amiss()]
    amiss += [*files.mail_amiss(), *reports.amiss()]
    number, last = events.head()
    return VerifyTold(
        intact=not (breaks or beside_it or amiss),
        events=rows.Event.objects.count(),
        number=number,
        hash=last,
        breaks=breaks,
        files_amiss=amiss,
        rows_amiss=beside_it,
    )
