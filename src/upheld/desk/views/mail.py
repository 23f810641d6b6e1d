"""What came by mail: what is held with its reason, each message in words, and where to put it."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import IO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from upheld.core.intake import IntakeError
from upheld.core.post import Unreadable, read
from upheld.core.references import read_reference
from upheld.core.states import WrongState
from upheld.core.words import CaseId, MailState
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.mail import PlaceForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.mail import LISTED, STATES, aside_form, message_part, placing, tabs
from upheld.steps import may
from upheld.steps.place_message import NothingToPlace, place_as_new, place_into
from upheld.steps.set_aside import set_aside
from upheld.steps.split import SplitError, split
from upheld.store import mail as store
from upheld.store import mail_health
from upheld.store.files import FileAmiss
from upheld.store.load import CaseMissing
from upheld.store.models import Case, Incoming
from upheld.store.policies import PolicyMissing
from upheld.store.rows import people

from . import once
from .asking import may_take, now, person
from .download import download

_A_PAGE = 25
_TO_MEND = (CaseMissing, IntakeError, NothingToPlace, PolicyMissing, SplitError, WrongState)


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The messages in one state, the newest first; those of one case when it is named."""
    may_take(request, "read")
    asked = request.GET.get("state", "")
    state = asked if asked in LISTED else MailState.HELD.value
    case = _case(request.GET.get("case", ""))
    listed = store.listed(state)
    listed = listed.filter(case=case) if case else listed
    page = Paginator(listed, _A_PAGE).get_page(request.GET.get("page"))
    context = {"section": "mail", "now": now(), "tabs": tabs(state, case), "page": page}
    context |= {"state": state, "of_case": case, "mail_trouble": mail_health.amiss(now())}
    return render(request, "desk/mail.html", context)


def _case(told: str) -> Case | None:
    number = read_reference(told)
    return Case.objects.filter(pk=number).first() if number else None


@require_safe
def message(request: HttpRequest, incoming_id: int) -> HttpResponse:
    return _page(request, incoming_id, Opened(request.GET.get("do", "")), 200)


@require_safe
def message_file(request: HttpRequest, incoming_id: int, number: int) -> FileResponse:
    """One file of a message, as it came."""
    with ExitStack() as opened:
        came = opened.enter_context(_raw(request, incoming_id))
        try:
            found = read(came).attachments[number]
        except (Unreadable, IndexError):
            raise Http404("this message has no such file") from None
        opened.pop_all()  # it is closed once it was sent
        return download(found.opened(came), found.name)


@require_safe
def message_raw(request: HttpRequest, incoming_id: int) -> FileResponse:
    """The whole message, byte for byte."""
    return download(_raw(request, incoming_id), f"message-{incoming_id}.eml")


def _raw(request: HttpRequest, incoming_id: int) -> IO[bytes]:
    may_take(request, "read")
    try:
        return store.raw(get_object_or_404(Incoming, pk=incoming_id))
    except FileAmiss as error:
        raise Http404(str(error)) from None


@require_POST
def place(request: HttpRequest, incoming_id: int) -> HttpResponse:
    form = PlaceForm(request.POST, key="place")

    def step() -> CaseId:
        case_id: CaseId = form.cleaned_data["reference"]
        theirs = bool(form.cleaned_data["theirs"])
        place_into(incoming_id, case_id, person(request), now(), theirs=theirs)
        return case_id

    return _act(request, incoming_id, "place", form, step)


@require_POST
def place_new(request: HttpRequest, incoming_id: int) -> HttpResponse:
    def step() -> CaseId:
        return place_as_new(incoming_id, person(request), now())

    return _act(request, incoming_id, "new", NothingToFill(request.POST, key="new"), step)


@require_POST
def put_aside(request: HttpRequest, incoming_id: int) -> HttpResponse:
    """The page of what is held comes next: whoever looks at one looks at the next."""
    if (again := once.repeated(request)) is not None:
        return again
    form = aside_form(_row(request, incoming_id), request.POST)
    if form.is_valid():
        try:
            of_sender = bool(form.cleaned_data.get("of_sender"))
            many = set_aside(incoming_id, of_sender, person(request), now())
        except may.NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except NothingToPlace as error:
            form.add_error(None, f"{capfirst(str(error))}.")
        else:
            told = "The message is" if many == 1 else f"{many} messages are"
            messages.success(request, f"{told} set aside.")
            return once.done(request, reverse("desk:mail"))
    return _page(request, incoming_id, Opened("aside", form), 422)


@require_POST
def split_off(request: HttpRequest, incoming_id: int) -> HttpResponse:
    """A message in a case that is another matter becomes a case of its own."""

    def step() -> CaseId:
        return split(incoming_id, person(request), now())

    return _act(request, incoming_id, "split", NothingToFill(request.POST, key="split"), step)


def _act(
    request: HttpRequest,
    incoming_id: int,
    key: str,
    form: DeskForm,
    step: Callable[[], CaseId],
) -> HttpResponse:
    if (again := once.repeated(request)) is not None:
        return again
    if form.is_valid():
        try:
            case_id = step()
        except may.NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except store.MailMissing as error:
            raise Http404(str(error)) from None
        except _TO_MEND as error:
            form.add_error(None, f"{capfirst(str(error))}.")
        else:
            messages.success(request, "The message is in this case.")
            return once.done(request, reverse("desk:case", args=[case_id]))
    return _page(request, incoming_id, Opened(key, form), 422)


def _page(request: HttpRequest, incoming_id: int, opened: Opened, status: int) -> HttpResponse:
    row = _row(request, incoming_id)
    part = message_part(row)
    folds = placing(row, person(request), opened, not part.trouble)
    context = {"section": "mail", "now": now(), "row": row, "message": part, "folds": folds}
    context["kept_by"] = people.private_team(row.case.owner) if row.case else None
    context["state_told"] = STATES[MailState(row.state)]
    context["error_outside"] = None if any(fold.open for fold in folds) else opened.form
    return render(request, "desk/message.html", context, status=status)


def _row(request: HttpRequest, incoming_id: int) -> Incoming:
    may_take(request, "read")
    return get_object_or_404(
        Incoming.objects.select_related("case__owner__team", "notice"), pk=incoming_id
    )
