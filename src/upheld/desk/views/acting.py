"""Every step from a form: done and back to the case, or the case with the form to mend."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upheld.core.claims import ClaimError
from upheld.core.conduct import ConductError
from upheld.core.decision import DecisionError
from upheld.core.deviations import DeviationError
from upheld.core.dishonesty import DishonestyError
from upheld.core.doctrine import DoctrineError
from upheld.core.document import DocumentError
from upheld.core.intake import IntakeError
from upheld.core.lessons import ClosingError
from upheld.core.promises.commitments import CommitmentError
from upheld.core.spans import SpanError
from upheld.core.words import CaseId
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.overwriting import unsent
from upheld.desk.show.case import case_page
from upheld.desk.show.fold import Opened
from upheld.steps.answer import NotReady
from upheld.steps.decide import Differs, NothingToApprove, StaleDecision
from upheld.steps.decide_again import SamePerson
from upheld.steps.deliver import NothingToDeliver
from upheld.steps.follow import NotToFollow
from upheld.steps.investigate import NoReason
from upheld.steps.know_customer import CustomerError
from upheld.steps.letters import LetterBlocked
from upheld.steps.may import NotAllowed, WrongState
from upheld.steps.merge import MergeError
from upheld.steps.pause import PauseError
from upheld.steps.record_letter import NothingToRecord
from upheld.steps.record_outside import OutsideError
from upheld.store import load
from upheld.store.files import FileRefused
from upheld.store.load import CaseMissing
from upheld.store.models import Person
from upheld.store.policies import PolicyMissing
from upheld.store.policy_files.data_files import BadData
from upheld.store.sight import seen
from upheld.tables import HitError, PolicyError

from . import once, unfolding
from .asking import now, person, shows
from .overwriting import Overtaken, There, held

_TO_MEND = (
    BadData, ClaimError, ClosingError, CommitmentError, ConductError, CustomerError, DecisionError,
    DeviationError, Differs, DishonestyError, DoctrineError, DocumentError, FileRefused, HitError,
    IntakeError, LetterBlocked, MergeError, NoReason, NotReady, NotToFollow, NothingToApprove,
    NothingToDeliver, NothingToRecord, OutsideError, PauseError, PolicyError, PolicyMissing,
    SamePerson, SpanError, WrongState,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in a sentence, and the fold that the next step is in; `away` where whoever
    did it may see the case no more."""

    words: str
    then: str = ""
    away: bool = False


Step = Callable[[Mapping[str, Any], Person, datetime], Done]


def act(
    request: HttpRequest,
    case_id: CaseId,
    key: str,
    form: DeskForm,
    step: Step,
    there: There | None = None,
) -> HttpResponse:
    """Takes the step when the form is whole. 422 with the form to mend, 409 with both texts where
    somebody wrote what it would write over; 403 or 404 otherwise."""
    if (again := once.repeated(request)) is not None:
        return again
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            with held(form, there):
                told = step(form.cleaned_data, person(request), now())
        except NotAllowed as error:
            raise PermissionDenied(sentence(error)) from None
        except CaseMissing as error:
            raise Http404(str(error)) from None
        except Overtaken as error:
            form.add_error(None, str(error))
            status = HTTPStatus.CONFLICT
        except StaleDecision as error:
            # What was typed stays, beside the new decision: sent again, it answers that one.
            form.data = {**form.data, "decision": error.latest}
            form.add_error(None, sentence(error))
        except _TO_MEND as error:
            for problem in getattr(error, "problems", None) or (error,):
                form.add_error(None, sentence(problem))
        else:
            messages.success(request, told.words)
            to = reverse("desk:inbox") if told.away else _to(case_id, told.then)
            return once.done(request, to)
    return show_case(request, case_id, Opened(key, form), status=status)


def show_case(
    request: HttpRequest, case_id: CaseId, opened: Opened, status: int = 200
) -> HttpResponse:
    """The page of a case. One that was merged leads to the case where the work goes on, unless its
    own page is asked for (?alone=1) or the other is kept from whoever looks."""
    try:
        case = load.page(case_id)
    except CaseMissing as error:
        raise Http404(str(error)) from None
    only = unfolding.alone(request)
    as_it_is = only or opened.form is not None or "alone" in request.GET
    if case.merged_into_id is not None and not as_it_is and seen.shown([case.merged_into_id]):
        messages.info(request, f"{case.reference} was merged into this case.")
        return redirect("desk:case", case.merged_into_id)
    shows(request, case)
    context = case_page(case, person(request), now(), unfolding.beside(request, opened))
    if only:
        return unfolding.given(request, only, context["offered"].values(), context)
    if opened.form is not None and opened.key not in context["offered"]:
        _tell_errors(request, opened.form)
        context["unsent"] = unsent(opened.form)
    return render(request, "desk/case.html", {"section": "inbox", **context}, status=status)


def _tell_errors(request: HttpRequest, form: DeskForm) -> None:
    """The form is no longer on the page, such as when the case moved on: its errors still are."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))


def _to(case_id: CaseId, fold: str) -> str:
    page = reverse("desk:case", args=[case_id])
    return f"{page}?do={fold}#do-{fold}" if fold else page


def sentence(problem: object) -> str:
    """What was raised, as a sentence on a page."""
    text = str(getattr(problem, "mend", problem))
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
