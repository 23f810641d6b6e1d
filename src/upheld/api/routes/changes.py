"""Root causes, what was changed about them, whether it worked, and who hears of it."""

from contextlib import AbstractContextManager
from typing import Annotated, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.given_changes import (
    ChangeWritten,
    PublicGiven,
    RootCauseGiven,
    RootCauseWhy,
    TellingGiven,
)
from upheld.api.problems import missing
from upheld.api.told import changes as told
from upheld.api.told.base import Versioned
from upheld.api.told.changes import (
    AudienceTold,
    ChangeTold,
    EffectCheckTold,
    LettersTold,
    RootCauseTold,
)
from upheld.api.versions import listed_as_read, tagged
from upheld.core.changes import ChangeError
from upheld.core.words import Scope
from upheld.insight.effects.kept import COSTS
from upheld.insight.effects.of_store import checked
from upheld.steps import may
from upheld.steps.keep_changes import keep_check, record_change
from upheld.steps.keep_root_causes import (
    change_root_cause,
    close_root_cause,
    open_root_cause,
    reopen_root_cause,
)
from upheld.steps.publish_change import approve_words, propose_words, take_down
from upheld.steps.tell_change import tell_change
from upheld.store import changes as kept
from upheld.store import models as rows
from upheld.store import news

from .base import ANY_VERSION, THAT_VERSION, Routes, made, made_at

changes = Routes(tags=["changes"])
_Number = Annotated[int, Field(ge=1, le=2**53)]
_CAUSES, _CAUSE = "/root-causes", "/root-causes/{number}"
_CHANGE, _PUBLIC = "/changes/{number}", "/changes/{number}/public"
_Is = TypeVar("_Is", bound=Versioned)


@changes.reads(_CAUSES, list[RootCauseTold])
def list_root_causes(request: HttpRequest) -> list[RootCauseTold]:
    """What lies behind many cases, with what a year of each costs."""
    may.check("report", by(request))
    listed = list(kept.root_causes())
    worked = COSTS.worked(now(request))
    return [told.root_cause(row, worked) for row in listed]


@changes.writes("POST", _CAUSES, RootCauseTold, Scope.POLICIES, status=201)
def write_root_cause(
    request: HttpRequest, body: RootCauseGiven, response: HttpResponse
) -> Status[RootCauseTold]:
    """Opens a root cause for what its evidence gathers."""
    who, at = by(request), now(request)
    number = open_root_cause(body.label, body.owner, body.gathered(), who, at)
    return made_at(f"/root-causes/{number}", _shown(request, number), response)


@changes.reads(_CAUSE, RootCauseTold)
def read_root_cause(request: HttpRequest, number: _Number, response: HttpResponse) -> RootCauseTold:
    """One root cause, with what a year of it costs."""
    may.check("report", by(request))
    return _tagged(response, _shown(request, number))


@changes.writes("PUT", _CAUSE, RootCauseTold, Scope.POLICIES, match=THAT_VERSION)
def rewrite_root_cause(
    request: HttpRequest, number: _Number, body: RootCauseGiven, response: HttpResponse
) -> RootCauseTold:
    """Its words, its owner and what shows it, in place of what they were."""
    may.check("keep_root_causes", by(request))
    with _cause_as_read(request, number, needed=True):
        row, who, at = _cause(number), by(request), now(request)
        change_root_cause(row.pk, body.label, body.owner, body.gathered(), who, at)
    return _tagged(response, _shown(request, number))


@changes.writes("POST", f"{_CAUSE}/close", RootCauseTold, Scope.POLICIES, match=ANY_VERSION)
def end_root_cause(
    request: HttpRequest, number: _Number, body: RootCauseWhy, response: HttpResponse
) -> RootCauseTold:
    """Nothing more is to be done about it, and why."""
    may.check("keep_root_causes", by(request))
    with _cause_as_read(request, number):
        close_root_cause(_cause(number).pk, body.why, by(request), now(request))
    return _tagged(response, _shown(request, number))


@changes.writes("POST", f"{_CAUSE}/reopen", RootCauseTold, Scope.POLICIES, match=ANY_VERSION)
def open_root_cause_again(
    request: HttpRequest, number: _Number, body: RootCauseWhy, response: HttpResponse
) -> RootCauseTold:
    """It is there again, or was never gone."""
    may.check("keep_root_causes", by(request))
    with _cause_as_read(request, number):
        reopen_root_cause(_cause(number).pk, body.why, by(request), now(request))
    return _tagged(response, _shown(request, number))


@changes.writes("POST", f"{_CAUSE}/changes", ChangeTold, Scope.POLICIES, status=201)
def write_change(
    request: HttpRequest, number: _Number, body: ChangeWritten, response: HttpResponse
) -> Status[ChangeTold]:
    """Writes a change down, with what it is expected to do, before anybody looks."""
    may.check("keep_changes", by(request))
    row, who, at = _cause(number), by(request), now(request)
    change = record_change(row.pk, body.given(), body.owner, who, at)
    return made_at(f"/changes/{change}", told.change(_of(change)), response)


@changes.reads("/changes", list[ChangeTold])
def list_changes(request: HttpRequest) -> list[ChangeTold]:
    """What was changed because of what people said, the newest first: the wall of staff."""
    may.check("read", by(request))
    return [told.change(row) for row in kept.changes()]


@changes.reads(_CHANGE, ChangeTold)
def read_change(request: HttpRequest, number: _Number, response: HttpResponse) -> ChangeTold:
    """One change as it was written down."""
    may.check("report", by(request))
    return _tagged(response, told.change(_of(number)))


@changes.reads(f"{_CHANGE}/checks", list[EffectCheckTold])
def list_checks(request: HttpRequest, number: _Number) -> list[EffectCheckTold]:
    """Every look at a change, the newest first."""
    may.check("report", by(request))
    row = _of(number)
    return [told.check(each, row) for each in rows.EffectCheck.objects.filter(change=row)]


@changes.writes("POST", f"{_CHANGE}/checks", EffectCheckTold, Scope.POLICIES, status=201)
def check_change(request: HttpRequest, number: _Number) -> Status[EffectCheckTold]:
    """Looks at the numbers as they are now, and keeps what they say."""
    may.check("check_change", by(request))
    row = _of(number)
    keep_check(row.pk, checked(kept.given(row), now(request)), by(request), now(request))
    return made(told.check(rows.EffectCheck.objects.filter(change=row)[0], row))


@changes.reads(f"{_CHANGE}/audience", AudienceTold)
def read_audience(request: HttpRequest, number: _Number) -> AudienceTold:
    """Who complained before the change was made, who was told, and who is not told now."""
    may.check("tell_change", by(request))
    at = now(request)
    return told.audience(news.audience(_of(number), timezone.localdate(at), at))


@changes.writes("POST", f"{_CHANGE}/letters", LettersTold, Scope.LETTERS, status=201)
def send_news(request: HttpRequest, number: _Number, body: TellingGiven) -> Status[LettersTold]:
    """Sends a letter to each who complained and was not told yet, some at a time."""
    may.check("tell_change", by(request))
    sent = tell_change(_of(number).pk, body.told_as, by(request), now(request))
    return made(
        LettersTold(
            letters=sent.letters, left=sent.left, blocked=list(sent.blocked), more=sent.more
        )
    )


@changes.writes("PUT", _PUBLIC, ChangeTold, Scope.POLICIES, match=THAT_VERSION)
def propose_public_words(
    request: HttpRequest, number: _Number, body: PublicGiven, response: HttpResponse
) -> ChangeTold:
    """Proposes what everybody may read of it; another person approves it."""
    may.check("publish_change", by(request))
    with _change_as_read(request, number, needed=True):
        propose_words(_of(number).pk, body.words, by(request), now(request))
    return _tagged(response, told.change(_of(number)))


@changes.writes("POST", f"{_PUBLIC}/approval", ChangeTold, Scope.POLICIES, match=ANY_VERSION)
def approve_public_words(
    request: HttpRequest, number: _Number, body: PublicGiven, response: HttpResponse
) -> ChangeTold:
    """Another person read the very words that it sends: everybody may."""
    may.check("publish_change", by(request))
    with _change_as_read(request, number):
        approve_words(_of(number).pk, body.words, by(request), now(request))
    return _tagged(response, told.change(_of(number)))


@changes.writes("DELETE", _PUBLIC, ChangeTold, Scope.POLICIES, match=ANY_VERSION)
def take_change_down(request: HttpRequest, number: _Number, response: HttpResponse) -> ChangeTold:
    """Takes it off the public wall."""
    may.check("publish_change", by(request))
    with _change_as_read(request, number):
        take_down(_of(number).pk, by(request), now(request))
    return _tagged(response, told.change(_of(number)))


def _tagged(response: HttpResponse, is_now: _Is) -> _Is:
    tagged(response, is_now.version)
    return is_now


def _cause_as_read(
    request: HttpRequest, number: int, needed: bool = False
) -> AbstractContextManager[None]:
    return listed_as_read(request, RootCauseTold, lambda: _shown(request, number), needed)


def _change_as_read(
    request: HttpRequest, number: int, needed: bool = False
) -> AbstractContextManager[None]:
    return listed_as_read(request, ChangeTold, lambda: told.change(_of(number)), needed)


def _shown(request: HttpRequest, number: int) -> RootCauseTold:
    return told.root_cause(_cause(number), COSTS.worked(now(request)))


def _cause(number: int) -> rows.RootCause:
    try:
        return kept.root_cause(number)
    except ChangeError:
        raise missing() from None


def _of(number: int) -> rows.Change:
    try:
        return kept.change(number)
    except ChangeError:
        raise missing() from None
