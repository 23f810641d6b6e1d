"""Every act on a page about a customer: done and on to a page, or the page with what to mend."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from upheld.core.conduct import ConductError
from upheld.core.legal_holds import LegalHoldError
from upheld.core.parting import PartingError
from upheld.core.restriction import RestrictionError
from upheld.desk.forms.base import DeskForm
from upheld.desk.show.fold import Opened
from upheld.steps.conduct import ConductMissing
from upheld.steps.keep_legal_holds import LegalHoldMissing
from upheld.steps.letters import LetterBlocked
from upheld.steps.may import NotAllowed, WrongState
from upheld.steps.propose_parting import PartingMissing
from upheld.steps.restrict import RestrictionMissing
from upheld.store.load import CaseMissing, CustomerMissing
from upheld.store.models import Person

from . import once, unfolding
from .acting import sentence
from .asking import now, person

_TO_MEND = (
    ConductError, LegalHoldError, LetterBlocked, PartingError, RestrictionError, WrongState,
)  # fmt: skip
_MISSING = (
    CaseMissing, ConductMissing, CustomerMissing, LegalHoldMissing, PartingMissing,
    RestrictionMissing,
)  # fmt: skip
Step = Callable[[Mapping[str, Any], Person, datetime], str]
Page = Callable[[Opened, int], HttpResponse]


def take(
    request: HttpRequest, key: str, form: DeskForm, step: Step, page: Page, to: str
) -> HttpResponse:
    """Takes the step when the form is whole and leads to the address `to`. 422 with the page and
    the form to mend; 403 or 404 otherwise."""
    if (again := once.repeated(request)) is not None:
        return again
    if form.is_valid():
        try:
            told = step(form.cleaned_data, person(request), now())
        except NotAllowed as error:
            raise PermissionDenied(sentence(error)) from None
        except _MISSING as error:
            raise Http404(str(error)) from None
        except _TO_MEND as error:
            for problem in getattr(error, "problems", None) or (error,):
                form.add_error(None, sentence(problem))
        else:
            messages.success(request, told)
            return once.done(request, to)
    return page(unfolding.beside(request, Opened(key, form)), 422)


def tell_stray(request: HttpRequest, which: Opened, offered: Collection[str]) -> None:
    """A form that is not offered on the page, such as to whoever decided: its errors still are."""
    if which.form is not None and which.key not in offered:
        for errors in which.form.errors.values():
            for error in errors:
                messages.error(request, str(error))
