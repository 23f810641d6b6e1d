"""What we promised, and what came of it."""

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.given import PromiseGiven, SettlingGiven
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told.cases import CaseTold
from upheld.api.told.parts import PromiseLine, promise_line
from upheld.api.values import Id, Ref
from upheld.api.versions import case_as_read
from upheld.core.promises.commitments import CommitmentState
from upheld.steps import commit
from upheld.store.erased.left_open import not_in_an_erased_case
from upheld.store.load import CaseMissing
from upheld.store.models import Commitment

from .base import ANY_VERSION, Routes, case_id, made, may_read
from .cases import shown

promises = Routes(tags=["promises"])


@promises.reads("/promises", Page[PromiseLine])
def list_promises(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    state: CommitmentState | None = None,
    mine: bool = False,
) -> Page[PromiseLine]:
    """What we promised in all cases, or in those of the key's person, the newest first."""
    may_read(request)
    found = Commitment.objects.select_related("case")
    found = found.filter(state=state) if state else found
    if state is CommitmentState.OPEN:
        found = found.filter(not_in_an_erased_case("case"))
    found = found.filter(case__owner=by(request)) if mine else found
    return page(request, found, lambda each: [*map(promise_line, each)], limit, cursor)


@promises.writes("POST", "/cases/{case}/promises", CaseTold, status=201, match=ANY_VERSION)
def record_promise(
    request: HttpRequest, case: Ref, body: PromiseGiven, response: HttpResponse
) -> Status[CaseTold]:
    """Keeps track of a promise that was given another way than by a letter from here."""
    with case_as_read(request, case_id(case)):
        commit.promise(case_id(case), body.words, body.due_on, by(request), now(request))
    return made(shown(response, case_id(case)))


@promises.writes("POST", "/cases/{case}/promises/{promise}/settling", CaseTold, match=ANY_VERSION)
def settle_promise(
    request: HttpRequest, case: Ref, promise: Id, body: SettlingGiven, response: HttpResponse
) -> CaseTold:
    """A person says that a promise was kept or broken, and what shows it, or that they do not want
    it any more, in their words."""
    with case_as_read(request, case_id(case)):
        if not Commitment.objects.filter(case=case_id(case), pk=promise).exists():
            raise CaseMissing
        told = promise, body.kept, body.note
        who, at = by(request), now(request)
        commit.settle(case_id(case), *told, who, at, unwanted=body.unwanted)
    return shown(response, case_id(case))
