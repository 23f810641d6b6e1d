"""An act on what the desk keeps a list of: done and on, or the page with what to mend."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from upheld.desk.forms.base import DeskForm
from upheld.desk.show.fold import Opened
from upheld.steps.may import NotAllowed

from . import once
from .acting import sentence
from .overwriting import Overtaken, There, held

Page = Callable[[HttpRequest, Opened, int], HttpResponse]


def keep(
    request: HttpRequest,
    key: str,
    form: DeskForm,
    step: Callable[[], str],
    to_mend: tuple[type[Exception], ...],
    to: Callable[[], str],
    page: Page,
    there: There | None = None,
) -> HttpResponse:
    """Takes the step when the form is whole, says what it says, and leads on; what it raises of
    `to_mend` stands in the form. 422 with the page and the form to mend, 409 with both texts where
    somebody wrote what it would write over; 403 otherwise."""
    if (again := once.repeated(request)) is not None:
        return again
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            with held(form, there):
                told = step()
        except NotAllowed as error:
            raise PermissionDenied(sentence(error)) from None
        except Overtaken as error:
            form.add_error(None, str(error))
            status = HTTPStatus.CONFLICT
        except to_mend as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, told)
            return once.done(request, to())
    return page(request, Opened(key, form), status)
