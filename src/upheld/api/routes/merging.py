"""Cases that are one, a message that is another matter, and claims that a person takes."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.given import MergingGiven, WhyGiven
from upheld.api.told.cases import CaseTold
from upheld.api.values import Id, Ref
from upheld.api.versions import case_as_read
from upheld.core.references import reference
from upheld.steps.claim import leave, take
from upheld.steps.merge import hold, hold_merged, merge, undo_merge
from upheld.steps.split import split
from upheld.store.load import CaseMissing
from upheld.store.models import Merge

from .base import ANY_VERSION, Routes, case_id, made_at
from .cases import shown
from .customers import messages
from .findings import findings

merging = Routes(tags=["cases"])


@merging.writes("POST", "/cases/{case}/merging", CaseTold, match=ANY_VERSION)
def merge_case(
    request: HttpRequest, case: Ref, body: MergingGiven, response: HttpResponse
) -> CaseTold:
    """Merges this case into another, which is told as it is now; it can be undone."""
    into = case_id(body.into)
    with case_as_read(request, case_id(case), hold=lambda case: hold(case, into)):
        merge(case_id(case), into, body.why, by(request), now(request), sure=body.sure)
    return shown(response, into)


@merging.writes("POST", "/cases/{case}/merges/{merge}/undoing", CaseTold, match=ANY_VERSION)
def undo_merging(request: HttpRequest, case: Ref, merge: Id, response: HttpResponse) -> CaseTold:
    """Takes apart what was merged into this case: both are as they were."""
    with case_as_read(request, case_id(case), hold=partial(hold_merged, merge)):
        if not Merge.objects.filter(into=case_id(case), pk=merge).exists():
            raise CaseMissing
        undo_merge(case_id(case), merge, by(request), now(request))
    return shown(response, case_id(case))


@messages.writes("POST", "/mail/{message}/splitting", CaseTold, status=201)
def split_message(request: HttpRequest, message: Id, response: HttpResponse) -> Status[CaseTold]:
    """Makes a case of its own of a message that came into another one."""
    new = split(message, by(request), now(request))
    return made_at(f"/cases/{reference(new)}", shown(response, new), response)


@findings.writes("POST", "/cases/{case}/claims/{claim}/taking", CaseTold, match=ANY_VERSION)
def take_claim(request: HttpRequest, case: Ref, claim: Id, response: HttpResponse) -> CaseTold:
    """A person makes their own what an assistant claimed."""
    with case_as_read(request, case_id(case)):
        take(case_id(case), claim, by(request), now(request))
    return shown(response, case_id(case))


@findings.writes("POST", "/cases/{case}/claims/{claim}/leaving", CaseTold, match=ANY_VERSION)
def leave_claim(
    request: HttpRequest, case: Ref, claim: Id, body: WhyGiven, response: HttpResponse
) -> CaseTold:
    """A person looked and did not take it; their reason is kept."""
    with case_as_read(request, case_id(case)):
        leave(case_id(case), claim, body.why, by(request), now(request))
    return shown(response, case_id(case))
