"""Every error as a problem (RFC 9457): what it is, what to do, where; never what broke inside."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from itertools import islice
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from ninja.errors import HttpError, ValidationError

from upheld.core.budgets import BudgetError
from upheld.core.campaigns import CampaignError
from upheld.core.changes import ChangeError
from upheld.core.checks import Problem as ToMend
from upheld.core.claims import ClaimError
from upheld.core.conduct import ConductError
from upheld.core.decision import DecisionError
from upheld.core.deviations import DeviationError
from upheld.core.dishonesty import DishonestyError
from upheld.core.doctrine import DoctrineError
from upheld.core.document import DocumentError
from upheld.core.drafting import Overtaken
from upheld.core.erasing import ErasureError
from upheld.core.faults import FaultError
from upheld.core.imports import MapError
from upheld.core.intake import IntakeError, TooMany
from upheld.core.journey import TouchpointError
from upheld.core.law_facts import LawFactsError
from upheld.core.legal_holds import LegalHoldError
from upheld.core.lessons import CauseError, ClosingError
from upheld.core.money import MoneyError
from upheld.core.outgoing import AddressRefused
from upheld.core.parting import PartingError
from upheld.core.personas import PersonaError
from upheld.core.post import Unreadable
from upheld.core.promises.commitments import CommitmentError
from upheld.core.questions import QuestionError
from upheld.core.restriction import RestrictionError
from upheld.core.returns import PeriodError
from upheld.core.spans import SpanError
from upheld.core.themes import ThemeError
from upheld.insight.backtest import CannotCompare
from upheld.insight.figures import NotYet
from upheld.insight.marts.asking.guard import NotAsked as CannotAnswer
from upheld.insight.marts.build import NoMarts
from upheld.insight.report import ReportError
from upheld.insight.returns import ReturnMissing
from upheld.steps import answer as answers
from upheld.steps import publish
from upheld.steps.choose_topic import TopicError
from upheld.steps.comment_draft import NothingSaid
from upheld.steps.conduct import ConductMissing
from upheld.steps.contest_fit import ContestMissing, FitError
from upheld.steps.decide import Differs, NothingToApprove, StaleDecision
from upheld.steps.decide_again import Repeated, SamePerson
from upheld.steps.deliver import NothingToDeliver
from upheld.steps.edit_draft import NothingToUndo
from upheld.steps.erase import ErasureMissing
from upheld.steps.follow import NotToFollow
from upheld.steps.investigate import NoReason, RecordsError
from upheld.steps.keep_hours import HoursError
from upheld.steps.keep_legal_holds import LegalHoldMissing
from upheld.steps.keep_webhooks import WebhookRefused
from upheld.steps.know_customer import CustomerError
from upheld.steps.letters import LetterBlocked
from upheld.steps.link_order import OrderError
from upheld.steps.match_customers import MatchError
from upheld.steps.may import NotAllowed, WrongState
from upheld.steps.merge import MergeError
from upheld.steps.pause import PauseError
from upheld.steps.place_message import NothingToPlace
from upheld.steps.propose_parting import PartingMissing
from upheld.steps.receipts import NoAddress
from upheld.steps.record_letter import NothingToRecord
from upheld.steps.record_outside import OutsideError
from upheld.steps.restrict import RestrictionMissing
from upheld.steps.run_import import NotNow
from upheld.steps.split import SplitError
from upheld.store.asked import NotAsked
from upheld.store.drafts import DraftMissing, VersionMissing
from upheld.store.files import FileAmiss, FileRefused
from upheld.store.hit import FaultMissing
from upheld.store.imports.runs import ImportMissing
from upheld.store.load import CaseMissing, CustomerMissing
from upheld.store.mail import MailMissing
from upheld.store.matching import MatchMissing
from upheld.store.policies import PolicyMissing
from upheld.store.policy_files.costs_file import CostsMissing
from upheld.store.policy_files.data_files import BadData
from upheld.store.typeset import NotPrintable
from upheld.store.webhooks import WebhookMissing
from upheld.tables import HitError, PolicyError
from upheld.tables.editing import EditError
from upheld.tables.problems import ModelError

from .amiss import sentence
from .bodies import SaidTwice
from .whose import WhoseUnclear

MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:upheld:problem:"
_MOST_TOLD = 100  # errors of one request: it may have one for each of its signs


class Problem(Exception):
    """What a program is told instead of an answer. `more` are members beyond those of the RFC."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.errors, self.headers, self.more = errors, headers or {}, more


_MISSING = (
    CaseMissing, ConductMissing, ContestMissing, CustomerMissing, DraftMissing, ErasureMissing,
    FaultMissing,
    FileAmiss,
    ImportMissing, LegalHoldMissing, MailMissing, MatchMissing, PartingMissing, RestrictionMissing,
    VersionMissing, WebhookMissing,
)  # fmt: skip
_UNREAD = (MultiPartParserError, RawPostDataException, SuspiciousOperation, UnreadablePostError)
# What is asked does not fit what there is by now.
_CONFLICTS = (
    ClaimError, ErasureError, MatchError, MergeError, NotNow, NotPrintable, NotToFollow,
    NothingToApprove, NothingToDeliver, NothingToPlace, NothingToRecord, NothingToUndo, Overtaken,
    RecordsError, SplitError, WrongState, answers.NotReady, publish.NotReady,
)  # fmt: skip
# What was sent cannot be taken as it stands.
_TO_MEND = (
    AddressRefused, BadData, BudgetError, CampaignError, CannotAnswer, CannotCompare, CauseError,
    ChangeError, ClosingError,
    CommitmentError, ConductError, CostsMissing, CustomerError, DecisionError, DeviationError,
    Differs, DishonestyError, DoctrineError, DocumentError, EditError, FaultError, FileRefused,
    FitError, HitError, HoursError, IntakeError, LawFactsError, LegalHoldError, LetterBlocked,
    MapError,
    ModelError, MoneyError,
    NoAddress, NoMarts, NoReason, NotAsked, NothingSaid, OrderError, OutsideError, PartingError,
    PauseError, PeriodError, PersonaError, PolicyError, PolicyMissing, QuestionError, ReportError,
    RestrictionError, ReturnMissing, SamePerson, SpanError, ThemeError, TopicError, TouchpointError,
    Unreadable, WebhookRefused, WhoseUnclear,
)  # fmt: skip


def of(error: Exception) -> Problem | None:
    """The problem that an error is; None for a fault of ours."""
    match error:
        case Problem():
            return error
        case ValidationError():
            return _invalid(error)
        case Repeated():
            return Problem(409, "conflict", str(error), latest=error.latest)
        case StaleDecision():
            return Problem(409, "stale-decision", str(error), latest=error.latest)
        case TooMany():
            return Problem(429, "too-many", str(error), headers={"Retry-After": "3600"})
        case NotAllowed():
            return Problem(403, "not-allowed", str(error))
        case Http404():
            return missing()
        case _ if isinstance(error, _UNREAD):
            return _unread(error)
        case HttpError():
            return _http(error)
    return _of_ours(error)


def _unread(error: Exception) -> Problem:
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "too-large", "the request is larger than is taken: send less")
    if isinstance(error, RawPostDataException):  # read as a form, it is there for no other reader
        told = "it came as a form with files, and JSON is taken here: say application/json"
        return Problem(415, "media-type", told)
    return Problem(400, "unreadable", "the request cannot be read: send it again, whole")


def _of_ours(error: Exception) -> Problem | None:
    if isinstance(error, _MISSING):
        return missing()
    if isinstance(error, _CONFLICTS):
        return Problem(409, "conflict", _line(error), _each(error))
    if isinstance(error, _TO_MEND):
        return Problem(422, "to-mend", _line(error), _each(error))
    if isinstance(error, NotYet):
        return Problem(503, "not-yet", str(error), headers={"Retry-After": "60"})
    return None


def missing() -> Problem:
    """The same for what was never there and for what is not theirs to see."""
    return Problem(404, "not-found", "there is nothing here: look at the address and its numbers")


def _http(error: HttpError) -> Problem:
    if isinstance(error.__cause__, SaidTwice):  # django-ninja says nothing of why
        return Problem(400, "unreadable", str(error.__cause__))
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return Problem(400, "unreadable", "the body is no JSON: send an object as application/json")
    return Problem(error.status_code, "refused", str(error))


def _line(error: Exception) -> str:
    return "; ".join(str(error).splitlines())[:2_000]


def _each(error: Exception) -> list[Mapping[str, Any]]:
    """Each problem of an error that has several."""
    return [_one(each) for each in islice(getattr(error, "problems", ()), _MOST_TOLD)]


def _one(problem: Any) -> Mapping[str, Any]:
    if isinstance(problem, ToMend):
        told = {"code": problem.code, "severity": problem.severity, "sentence": problem.sentence}
        return {"detail": problem.mend, **told}
    return {"detail": str(problem)}


_WHERE = {"body": "body", "form": "body", "file": "body"}


def _invalid(error: ValidationError) -> Problem:
    errors = [_field(each) for each in error.errors[:_MOST_TOLD]]
    more = len(error.errors) - len(errors)
    which = f"these errors, and {more:,} more" if more else "each of the errors"
    detail = f"what was sent is not what is taken here: mend {which}"
    return Problem(422, "invalid", detail, errors)


def _field(error: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where, as a JSON Pointer into the body (RFC 6901) or as the name of a parameter."""
    source, *path = [str(part) for part in error["loc"]] or ["body"]
    detail = sentence(error)
    if source not in _WHERE:
        return {"detail": detail, "parameter": ".".join(path), "in": source}
    inside = path[1:] if source == "body" else path  # the first names the body itself
    pointer = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in inside)
    return {"detail": detail, "pointer": pointer}


def answered(problem: Problem) -> HttpResponse:
    told = {
        "type": _TYPE + problem.kind,
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **({"errors": list(problem.errors)} if problem.errors else {}),
        **problem.more,
    }
    return HttpResponse(
        json.dumps(told, default=str),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(problem.headers),
    )
