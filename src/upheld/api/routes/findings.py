"""What is alleged, what shows it, and what is so."""

from dataclasses import asdict
from typing import Annotated, Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, UploadedFile
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.files import attached
from upheld.api.given import (
    AllegationGiven,
    ConfirmationGiven,
    EvidenceGiven,
    FactsGiven,
    FindingGiven,
    MarksGiven,
    ProposalGiven,
    PullGiven,
    ReviewGiven,
    SpanGiven,
    WhyGiven,
)
from upheld.api.told.base import Told
from upheld.api.told.cases import CaseTold
from upheld.api.values import Id, Ref
from upheld.api.versions import case_as_read
from upheld.core.evidence import Particulars
from upheld.core.facts import Pull
from upheld.core.spans import Span
from upheld.core.words import AllegationKind
from upheld.insight import suggest
from upheld.insight.suggest import kept
from upheld.steps import dishonesty, investigate
from upheld.steps.mark import mark
from upheld.store import files, load, loose, readings
from upheld.store.models import Case, Evidence
from upheld.store.policy_files import suggestions_file
from upheld.store.uploads import TOO_LARGE

from .base import ANY_VERSION, THAT_VERSION, Routes, case_id, made, may_read
from .cases import shown

findings = Routes(tags=["findings"])
_OF = "/cases/{case}/allegations/{allegation}"


class Suggestion(Told):
    """What some words suggest; a person alleges. `confidence` null: nobody measured it.

    `model` names the language model that suggested it, where one did."""

    kind: AllegationKind
    start: int
    end: int
    words: str
    confidence: float | None
    model: str = ""


class Records(Told):
    """What the firm's own records say beside what is known; nothing is kept by reading it."""

    mark: str = Field(description="To be sent back as `seen`, so that only what was read is kept.")
    found: list[dict[str, Any]]
    troubles: list[str]


@findings.writes("POST", "/cases/{case}/allegations", CaseTold, status=201, match=ANY_VERSION)
def allege(
    request: HttpRequest, case: Ref, body: AllegationGiven, response: HttpResponse
) -> Status[CaseTold]:
    """Adds one checkable statement of what went wrong."""
    with case_as_read(request, case_id(case)):
        told = body.kind, body.statement, body.facts
        investigate.allege(case_id(case), *told, by(request), now(request), _spans(body.spans))
    return made(shown(response, case_id(case)))


def _spans(given: list[SpanGiven]) -> tuple[Span, ...]:
    return tuple(Span(each.start, each.end) for each in given)


@findings.writes("PUT", f"{_OF}/facts", CaseTold, match=THAT_VERSION)
def write_facts(
    request: HttpRequest, case: Ref, allegation: Id, body: FactsGiven, response: HttpResponse
) -> CaseTold:
    """The facts of an allegation, all of them, in place of those that were known."""
    with case_as_read(request, case_id(case), needed=True):
        investigate.record_facts(case_id(case), allegation, body.facts, by(request), now(request))
    return shown(response, case_id(case))


@findings.writes("PUT", f"{_OF}/marks", CaseTold, match=THAT_VERSION)
def write_marks(
    request: HttpRequest, case: Ref, allegation: Id, body: MarksGiven, response: HttpResponse
) -> CaseTold:
    """Where in the complaint's text this is said."""
    with case_as_read(request, case_id(case), needed=True):
        mark(case_id(case), allegation, _spans(body.spans), by(request), now(request))
    return shown(response, case_id(case))


@findings.writes("PUT", f"{_OF}/finding", CaseTold, match=THAT_VERSION)
def write_finding(
    request: HttpRequest, case: Ref, allegation: Id, body: FindingGiven, response: HttpResponse
) -> CaseTold:
    """A person's finding, with its reason."""
    with case_as_read(request, case_id(case), needed=True):
        told = body.result, body.because
        investigate.record_finding(case_id(case), allegation, *told, by(request), now(request))
    return shown(response, case_id(case))


@findings.reads(f"{_OF}/records", Records)
def read_records(request: HttpRequest, case: Ref, allegation: Id) -> Records:
    """What the firm's own records say."""
    pull = investigate.ask_records(case_id(case), allegation, by(request), now(request))
    return _records(pull)


def _records(pull: Pull) -> Records:
    found = [{**asdict(each), "said": [said.told for said in each.said]} for each in pull.found]
    return Records(mark=pull.mark, found=found, troubles=list(pull.troubles))


@findings.writes("POST", f"{_OF}/records", CaseTold)
def keep_records(
    request: HttpRequest, case: Ref, allegation: Id, body: PullGiven, response: HttpResponse
) -> CaseTold:
    """Keeps what the records say, if it is still what was read."""
    told = body.seen, body.take
    investigate.pull_facts(case_id(case), allegation, *told, by(request), now(request))
    return shown(response, case_id(case))


@findings.writes("POST", "/cases/{case}/evidence", CaseTold, status=201, match=ANY_VERSION)
def add_evidence(
    request: HttpRequest,
    case: Ref,
    response: HttpResponse,
    body: Form[EvidenceGiven],
    file: Annotated[UploadedFile | None, File()] = None,
) -> Status[CaseTold]:
    """Adds what a finding may rely on, with a file of any kind or without one."""
    not_too_large(request)
    particulars = Particulars(body.happened_at, body.with_whom, body.relied_on_by)
    told = body.text, by(request), now(request), particulars
    kept = None
    if file is not None:
        investigate.check_evidence(case_id(case), body.allegation, *told)
        kept = loose.keep(file, now(request))
    with case_as_read(request, case_id(case)):
        investigate.add_evidence(case_id(case), body.allegation, body.kind, *told, kept)
    return made(shown(response, case_id(case)))


def not_too_large(request: HttpRequest) -> None:
    """Raises FileRefused for a file that was let go as it came."""
    if TOO_LARGE in request.META:
        most = settings.LARGEST_FILE // (1024 * 1024)
        told = f"the file is larger than {most} MB: send a smaller one, or say where it is kept"
        raise files.FileRefused(told)


@findings.reads("/cases/{case}/evidence/{evidence}/file", None)
def read_evidence_file(request: HttpRequest, case: Ref, evidence: Id) -> FileResponse:
    """A file of evidence, to be saved and never shown: whoever sent it may mean us harm."""
    may_read(request)
    found = Evidence.objects.exclude(sha256="").filter(case=case_id(case), pk=evidence).first()
    if found is None:
        raise files.FileAmiss
    return attached(files.opened(found), found.filename)


@findings.reads("/cases/{case}/suggestions", list[Suggestion])
def list_suggestions(request: HttpRequest, case: Ref) -> list[Suggestion]:
    """What the words of the complaint suggest."""
    may_read(request)
    row = load.page(case_id(case))
    found = suggest.suggestions(row.text, kept.current(), suggestions_file.trust().show_from)
    told = [_suggestion(row, each.kind, each.span, each.confidence) for each in found]
    return told + [
        _suggestion(row, AllegationKind(kind), span, None, row.model_reading.model)
        for kind, span in readings.suggested(row)
    ]


def _suggestion(
    row: Case, kind: AllegationKind, span: Span, confidence: float | None, model: str = ""
) -> Suggestion:
    return Suggestion(
        kind=kind,
        start=span.start,
        end=span.end,
        words=span.of(row.text),
        confidence=confidence,
        model=model,
    )


@findings.writes("POST", f"{_OF}/dishonesty", CaseTold, status=201, match=ANY_VERSION)
def propose_dishonesty(
    request: HttpRequest, case: Ref, allegation: Id, body: ProposalGiven, response: HttpResponse
) -> Status[CaseTold]:
    """Proposes that a statement was knowingly untrue; a lead who is another person confirms it."""
    with case_as_read(request, case_id(case)):
        told = body.statement, body.evidence, body.review_due
        dishonesty.propose(case_id(case), allegation, *told, by(request), now(request))
    return made(shown(response, case_id(case)))


@findings.writes("POST", f"{_OF}/dishonesty/confirmation", CaseTold, match=ANY_VERSION)
def confirm_dishonesty(
    request: HttpRequest,
    case: Ref,
    allegation: Id,
    body: ConfirmationGiven,
    response: HttpResponse,
) -> CaseTold:
    """A second person looked at the evidence and agrees with the statement that it sends."""
    with case_as_read(request, case_id(case)):
        told = body.statement, by(request), now(request)
        dishonesty.confirm(case_id(case), allegation, *told)
    return shown(response, case_id(case))


@findings.writes("POST", f"{_OF}/dishonesty/withdrawal", CaseTold, match=ANY_VERSION)
def withdraw_dishonesty(
    request: HttpRequest, case: Ref, allegation: Id, body: WhyGiven, response: HttpResponse
) -> CaseTold:
    """Takes it back, with the reason."""
    with case_as_read(request, case_id(case)):
        dishonesty.withdraw(case_id(case), allegation, body.why, by(request), now(request))
    return shown(response, case_id(case))


@findings.writes("POST", f"{_OF}/dishonesty/review", CaseTold, match=ANY_VERSION)
def review_dishonesty(
    request: HttpRequest, case: Ref, allegation: Id, body: ReviewGiven, response: HttpResponse
) -> CaseTold:
    """Looks at a confirmed one anew."""
    with case_as_read(request, case_id(case)):
        told = body.why, body.stands, body.review_due
        dishonesty.review(case_id(case), allegation, *told, by(request), now(request))
    return shown(response, case_id(case))
