"""Where it hurts, who said nothing, and asking them kindly."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from pydantic import Field

from upheld.api.access import by as who
from upheld.api.access import now
from upheld.api.given_hurt import AskKindlyGiven, FaultGiven, FaultKey
from upheld.api.told.hurt import AskedTold, DeclaredTold, HurtingTold, QuietTold, SilenceTold
from upheld.core.faults import Declared
from upheld.core.kindly import why_not
from upheld.core.words import Scope
from upheld.insight.journey.hurt_kept import HURT
from upheld.insight.silence.kept import SILENCE
from upheld.steps.ask_kindly import ask_kindly
from upheld.steps.keep_faults import declare_fault, end_fault
from upheld.store import asked, faults, hit, receipts

from .base import Routes, may_read

hurt = Routes(tags=["insight"])
_A_PAGE = 200
_Page = Annotated[int, Field(ge=1, le=100_000)]


@hurt.reads("/insight/hurt", HurtingTold)
def read_hurt(request: HttpRequest) -> dict[str, Any]:
    """Where it hurts most in the last twelve months, in what order, and what it costs."""
    may_read(request)
    worked = HURT.worked(now(request))
    return {"at": worked.at, **(worked.told or {})}


@hurt.reads("/insight/silence", SilenceTold)
def read_silence(request: HttpRequest) -> dict[str, Any]:
    """Who was unhappy in the last year and said nothing, at each touchpoint, with an interval."""
    may_read(request)
    worked = SILENCE.worked(now(request))
    return {"at": worked.at, **(worked.told or {})}


@hurt.reads("/faults", list[DeclaredTold])
def list_faults(request: HttpRequest) -> Sequence[Declared]:
    """The faults that were declared and are looked at, the newest first."""
    may_read(request)
    return faults.declared()


@hurt.writes("POST", "/faults", list[DeclaredTold])
def write_fault(request: HttpRequest, body: FaultGiven) -> Sequence[Declared]:
    """Declares a fault that hit a whole group of orders."""
    declare_fault(body.declared(), who(request), now(request))
    return faults.declared()


@hurt.writes("POST", "/faults/{key}/end", list[DeclaredTold])
def stop_fault(request: HttpRequest, key: FaultKey) -> Sequence[Declared]:
    """A declared fault is looked at no more."""
    end_fault(key, who(request), now(request))
    return faults.declared()


@hurt.reads("/insight/silence/{fault}", list[QuietTold])
def list_silent(request: HttpRequest, fault: FaultKey, page: _Page = 1) -> list[dict[str, Any]]:
    """Whom a known fault hit in the last year and who said nothing, the newest first, two hundred
    to a page; the page after the last is empty."""
    may_read(request)
    every = hit.quiet(hit.fault(fault)[0], now(request))
    found = every[(page - 1) * _A_PAGE : page * _A_PAGE]
    standings, today = asked.standings(found), timezone.localdate(now(request))
    return [
        {
            "customer": one.person,
            "order": order.reference,
            "on": one.on,
            "why_not": why_not(standings[one.person], today, asked.every()),
        }
        for one, order in hit.named(found)
    ]


@hurt.writes("POST", "/insight/silence/{fault}/letters", AskedTold, Scope.LETTERS)
def ask_silent(request: HttpRequest, fault: FaultKey, body: AskKindlyGiven) -> dict[str, Any]:
    """Asks people kindly how it was, once and rarely; several at a time are one letter each."""
    found, _ = hit.fault(fault)
    people = set(body.customers)
    done = ask_kindly(found, people, who(request), receipts.site(request), now(request))
    return {"asked": [row.customer_id for row in done.sent], "kept_back": [*done.kept_back]}
