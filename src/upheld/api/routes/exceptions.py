"""Exceptions: looked at, granted, approved, ended; and what the ledger of all of them answers."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.given import WhyGiven
from upheld.api.given_exceptions import (
    ExceptionGiven,
    OutlookGiven,
    OverGiven,
    RepeatGiven,
    StopGiven,
)
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told import exceptions as told
from upheld.api.told import ledger
from upheld.api.told.base import Told
from upheld.api.told.cases import CaseTold
from upheld.api.told.exceptions import (
    ExceptionLine,
    FoundTold,
    OutlookTold,
)
from upheld.api.told.ledger import AfterwardsTold, LivesTold, RepeatTold
from upheld.api.values import Id, Ref, Text
from upheld.api.versions import case_as_read
from upheld.core.deviations import DeviationState
from upheld.core.words import Band, Scope
from upheld.insight.exceptions import Repeat
from upheld.insight.exceptions.kept import AFTERWARDS, LIVING, repeats_kept
from upheld.steps import may
from upheld.steps.deviate import approve_deviation, deviate, end_deviation, outlook
from upheld.steps.find_deviations import find_deviations
from upheld.steps.rule_deviations import make_policy, stop
from upheld.store.load import CaseMissing
from upheld.store.merged import as_one
from upheld.store.models import Case, Deviation
from upheld.store.sight.withheld import marked

from .base import ANY_VERSION, Routes, case_id, made, may_read
from .cases import shown

exceptions = Routes(tags=["exceptions"])
_DECIDES = Scope.DECIDE
_OF = "/cases/{case}/exceptions"
_Filter = Annotated[Text, Field(max_length=120)]


class ProposedDraft(Told):
    """The draft in which a rule was proposed."""

    draft: int


@exceptions.reads("/exceptions", Page[ExceptionLine])
def list_exceptions(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    state: DeviationState | None = None,
    band: Band | None = None,
    persona: _Filter = "",
    situation: _Filter = "",
    customer: Id | None = None,
) -> Page[ExceptionLine]:
    """What customers got beyond the policy, the newest first."""
    may_read(request)
    asked: dict[str, Any] = {"state": state, "band": band, "persona": persona}
    asked["situation"] = situation
    found = marked(Deviation.objects.select_related("case"))
    if band or persona:
        found = found.filter(fit_withheld=False)
    found = found.filter(**{name: value for name, value in asked.items() if value})
    if customer:
        found = found.filter(customer__in=as_one.shown_family(customer).values("pk"))
    return page(request, found, told.lines, limit, cursor)


@exceptions.writes("POST", f"{_OF}/outlook", OutlookTold, Scope.READ)
def look_at_exception(request: HttpRequest, case: Ref, body: OutlookGiven) -> OutlookTold:
    """What an exception would cost and do, and who may grant it; nothing is kept."""
    may_read(request)
    found = Case.objects.filter(pk=case_id(case))
    row = found.select_related("customer", "order", "owner__team").first()
    if row is None:
        raise CaseMissing
    seen = outlook(row, body.wanted(), by(request), now(request))
    return told.outlook(seen, row.currency, by(request))


@exceptions.writes("POST", _OF, CaseTold, _DECIDES, status=201, match=ANY_VERSION)
def grant_exception(
    request: HttpRequest, case: Ref, body: ExceptionGiven, response: HttpResponse
) -> Status[CaseTold]:
    """Grants an exception beside the decision that was read, or asks for it."""
    with case_as_read(request, case_id(case)):
        deviate(
            case_id(case), body.decision, body.wanted(), body.over_budget, by(request),
            now(request),
        )  # fmt: skip
    return made(shown(response, case_id(case)))


@exceptions.writes("POST", f"{_OF}/{{exception}}/approval", CaseTold, _DECIDES, match=ANY_VERSION)
def approve_exception(
    request: HttpRequest, case: Ref, exception: Id, body: OverGiven, response: HttpResponse
) -> CaseTold:
    """Somebody with the authority lets it be given."""
    with case_as_read(request, case_id(case)):
        _there(case, exception)
        approve_deviation(case_id(case), exception, body.over_budget, by(request), now(request))
    return shown(response, case_id(case))


@exceptions.writes("POST", f"{_OF}/{{exception}}/end", CaseTold, _DECIDES, match=ANY_VERSION)
def end_exception(
    request: HttpRequest, case: Ref, exception: Id, body: WhyGiven, response: HttpResponse
) -> CaseTold:
    """Declines what was asked for, or takes back what no letter told yet."""
    with case_as_read(request, case_id(case)):
        _there(case, exception)
        end_deviation(case_id(case), exception, body.why, by(request), now(request))
    return shown(response, case_id(case))


def _there(case: str, exception: int) -> None:
    if not Deviation.objects.filter(case=case_id(case), pk=exception).exists():
        raise CaseMissing


@exceptions.reads("/exceptions/repeats", list[RepeatTold])
def list_repeats(request: HttpRequest) -> list[RepeatTold]:
    """Which exceptions repeat, the most often granted first."""
    may_read(request)
    return _repeats(repeats_kept(now(request)).needed())


def _repeats(found: Iterable[Repeat]) -> list[RepeatTold]:
    return [ledger.repeat(each) for each in found]


@exceptions.writes("POST", "/exceptions/repeats/stop", list[RepeatTold], Scope.POLICIES)
def stop_exceptions(request: HttpRequest, body: StopGiven) -> list[RepeatTold]:
    """From now on a lead grants one in this situation only with a reason."""
    stop(body.situation, body.why, by(request), now(request))
    return _repeats(repeats_kept(now(request)).told or ())


@exceptions.writes("POST", "/exceptions/repeats/rule", ProposedDraft, Scope.POLICIES, status=201)
def make_rule_of_exceptions(request: HttpRequest, body: RepeatGiven) -> Status[ProposedDraft]:
    """Opens a draft of the policy with a rule that gives what was given as an exception."""
    asked = body.situation, body.valid_from, body.why
    draft = make_policy(*asked, by(request), now(request))
    return made(ProposedDraft(draft=draft.pk))


@exceptions.reads("/exceptions/customers", LivesTold)
def list_living_on_exceptions(request: HttpRequest) -> LivesTold:
    """Which customers got more exceptions than chance gives anybody."""
    may_read(request)
    worked = LIVING.worked(now(request))
    return ledger.lives(worked.needed(), worked.at)


@exceptions.reads("/exceptions/afterwards", AfterwardsTold)
def read_afterwards(request: HttpRequest) -> AfterwardsTold:
    """What exceptions for customers outside our personas led to, beside like cases."""
    may_read(request)
    worked = AFTERWARDS.worked(now(request))
    return ledger.afterwards(worked.needed(), worked.at)


@exceptions.writes("POST", "/exceptions/finding", FoundTold, Scope.ADMIN)
def find_exceptions(request: HttpRequest) -> FoundTold:
    """Goes through past decisions and records what went beyond the policy."""
    may.check("find_deviations", by(request))
    found = find_deviations(by(request), now(request))
    return FoundTold.model_validate(found)
