"""Erasures: what is due, what would go, proposed by one and approved by another; who read what."""

from django.http import HttpRequest
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told import erasures as told
from upheld.api.told.erasures import (
    ErasureLookTold,
    ErasureTold,
    FilledAgainTold,
    LookedTold,
    RetentionTold,
)
from upheld.api.values import Id
from upheld.api.whose import WhoseGiven
from upheld.core.erasing import ErasureWhy
from upheld.core.words import Scope
from upheld.steps import erase, may
from upheld.store import models as rows
from upheld.store import retention
from upheld.store.erased import again as erased_again
from upheld.store.record import looked

from .base import Routes, made

erasures = Routes(tags=["erasures"])
_ONE = "/erasures/{erasure}"
_MOST = 200


class ErasureGiven(WhoseGiven):
    why: ErasureWhy = ErasureWhy.REQUEST


@erasures.reads("/retention", list[RetentionTold])
def list_due(request: HttpRequest) -> list[RetentionTold]:
    """The cases whose every period is over, the oldest first, 200 at most; and after them as many
    of those that stay under a legal hold."""
    may.check("erase", by(request))
    at = now(request)
    return [*map(told.due, (*retention.due(at, _MOST), *retention.held_back(at, _MOST)))]


@erasures.reads("/retention/filled-again", list[FilledAgainTold])
def list_filled_again(request: HttpRequest) -> list[FilledAgainTold]:
    """The customers who were erased and have words again, since an earlier version wrote on them,
    200 at most: erase them again."""
    may.check("erase", by(request))
    return [*map(told.filled_again, erased_again.people()[:_MOST])]


@erasures.writes("POST", "/erasures/look", ErasureLookTold, Scope.ADMIN, tells=True)
def look_at_erasure(request: HttpRequest, body: WhoseGiven) -> ErasureLookTold:
    """A dry run: what would go by table, and what must stay. Changes nothing."""
    may.check("erase", by(request))
    return told.look(erase.look(*body.numbers, by(request), now(request)))


@erasures.writes("POST", "/erasures", ErasureTold, Scope.ADMIN, status=201)
def propose_erasure(request: HttpRequest, body: ErasureGiven) -> Status[ErasureTold]:
    """Proposes it. What a law wants kept is refused, with the day and the rule."""
    may.check("erase", by(request))
    return made(told.erasure(erase.propose(*body.numbers, body.why, by(request), now(request))))


@erasures.reads("/erasures", Page[ErasureTold])
def list_erasures(
    request: HttpRequest, limit: Limit = 50, cursor: Cursor | None = None
) -> Page[ErasureTold]:
    """Every erasure, the newest first."""
    may.check("erase", by(request))
    found = rows.Erasure.objects.select_related("case")
    return page(request, found, lambda each: [*map(told.erasure, each)], limit, cursor)


@erasures.writes("POST", f"{_ONE}/approval", ErasureTold, Scope.ADMIN)
def approve_erasure(request: HttpRequest, erasure: Id) -> ErasureTold:
    """Another person approves it: it happens now, and cannot be undone."""
    return told.erasure(erase.approve(erasure, by(request), now(request)))


@erasures.writes("POST", f"{_ONE}/withdrawal", ErasureTold, Scope.ADMIN)
def withdraw_erasure(request: HttpRequest, erasure: Id) -> ErasureTold:
    """It is not to be."""
    erase.withdraw(erasure, by(request), now(request))
    return told.erasure(rows.Erasure.objects.select_related("case").get(pk=erasure))


@erasures.reads("/readings", Page[LookedTold])
def list_readings(
    request: HttpRequest,
    customer: Id | None = None,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Page[LookedTold]:
    """Who read what is sensitive, the newest first; of one customer."""
    may.check("see_readings", by(request))
    found = looked.listed(customer)
    return page(request, found, lambda each: [*map(told.reading, each)], limit, cursor)
