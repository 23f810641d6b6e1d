"""A draft on its way: opened, talked about, sent for review, returned, published or dropped."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.drafting import date_from, expect_now
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.policies import CommentForm, DayForm, OpenForm, UploadForm, WhyForm
from upheld.desk.show.policies.draft import draft_page
from upheld.desk.views import once
from upheld.desk.views.asking import now, person
from upheld.steps import comment_draft, edit_draft, publish
from upheld.steps.may import NotAllowed
from upheld.steps.open_draft import open_draft
from upheld.store import drafts
from upheld.store.drafts import DraftMissing
from upheld.store.models import PolicyDraft

from .reading import policies_page
from .taking import as_read, read, take

_WHOLE = "The whole draft"


@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """A draft from the version that it will follow."""
    if (again := once.repeated(request)) is not None:
        return again
    form = OpenForm(request.POST, key="open")
    if form.is_valid():
        told = form.cleaned_data
        try:
            draft = open_draft(told["valid_from"], told["note"], person(request), now())
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except publish.NotReady as error:
            form.add_error(None, f"{str(error)[:1].upper()}{str(error)[1:]}.")
        else:
            messages.success(request, "The draft is open. Nothing decides by it yet.")
            return once.done(request, reverse("desk:draft", args=[draft.pk]))
    return policies_page(request, form, status=422)


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    return show_draft(request, draft_id, (), request.GET.get("do", ""))


def found(draft_id: int) -> PolicyDraft:
    try:
        return drafts.draft(draft_id)
    except DraftMissing as error:
        raise Http404(str(error)) from None


def show_draft(
    request: HttpRequest,
    draft_id: int,
    problems: Sequence[str],
    opened: str = "",
    form: DeskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a draft; `opened` names the form that stands open, `form` is it when it was
    sent and is to be mended."""
    row = found(draft_id)
    forms: dict[str, DeskForm] = {
        "day": DayForm(key="day", initial={"valid_from": row.valid_from}),
        "comment": CommentForm(key="comment", rules=[], whole=_WHOLE),
        "return": WhyForm(key="return"),
        "drop": WhyForm(key="drop"),
        "model": UploadForm(key="model"),
    }
    if form is not None:
        forms[opened] = form
    context = {
        "section": "policies",
        **draft_page(row, person(request), now()),
        "problems": problems,
        "forms": forms,
        "opened": opened,
    }
    return render(request, "desk/policies/draft.html", context, status=status)


def _taken(
    request: HttpRequest,
    draft_id: int,
    key: str,
    form: DeskForm | None,
    act: Callable[[], str],
) -> HttpResponse:
    """A step of the draft's page: the form first, where it has one."""
    again = partial(_again, request, draft_id, key, form)
    if form is not None and not form.is_valid():
        return again((), HTTPStatus.UNPROCESSABLE_ENTITY)
    return take(request, act, lambda: reverse("desk:draft", args=[draft_id]), again)


def _again(
    request: HttpRequest,
    draft_id: int,
    key: str,
    form: DeskForm | None,
    problems: Sequence[str],
    status: int,
) -> HttpResponse:
    return show_draft(request, draft_id, problems, key, form, status)


@require_POST
def day(request: HttpRequest, draft_id: int) -> HttpResponse:
    form = DayForm(request.POST, key="day")

    def act() -> str:
        valid_from, at = form.cleaned_data["valid_from"], now()
        publish.check_day(valid_from, at)
        change = partial(date_from, valid_from=valid_from)
        edit_draft.edit_draft(draft_id, change, person(request), at, as_read(request))
        return f"It is valid from {valid_from}."

    return _taken(request, draft_id, "day", form, act)


@require_POST
def send(request: HttpRequest, draft_id: int) -> HttpResponse:
    def act() -> str:
        publish.send_for_review(draft_id, person(request), now(), read(request))
        return "It waits for a second person."

    return _taken(request, draft_id, "", None, act)


@require_POST
def returned(request: HttpRequest, draft_id: int) -> HttpResponse:
    form = WhyForm(request.POST, key="return")

    def act() -> str:
        why = form.cleaned_data["why"]
        publish.return_draft(draft_id, why, person(request), now(), read(request))
        return "It can be written on again. The reason stands among the comments."

    return _taken(request, draft_id, "return", form, act)


@require_POST
def published(request: HttpRequest, draft_id: int) -> HttpResponse:
    def act() -> str:
        version = publish.publish(draft_id, person(request), now(), read(request))
        return f"It is published, and decides what is received from {version.valid_from} on."

    return _taken(request, draft_id, "", None, act)


@require_POST
def dropped(request: HttpRequest, draft_id: int) -> HttpResponse:
    form = WhyForm(request.POST, key="drop")

    def act() -> str:
        publish.drop(draft_id, form.cleaned_data["why"], person(request), now(), read(request))
        return "The draft is given up. It stays in the record."

    return _taken(request, draft_id, "drop", form, act)


@require_POST
def comment(request: HttpRequest, draft_id: int) -> HttpResponse:
    form = CommentForm(request.POST, key="comment", rules=[], whole=_WHOLE)

    def act() -> str:
        text = form.cleaned_data["text"]
        comment_draft.comment(draft_id, "", "", text, person(request), now())
        return "The comment is kept."

    return _taken(request, draft_id, "comment", form, act)


@require_POST
def settled(request: HttpRequest, draft_id: int, comment_id: int) -> HttpResponse:
    """Back to where the comment stands: at its table, or at the draft."""
    row = found(draft_id)
    table = row.comments.filter(pk=comment_id).values_list("table", flat=True).first() or ""

    def act() -> str:
        comment_draft.settle(draft_id, comment_id, person(request), now())
        return "The comment is settled."

    page = (
        reverse("desk:draft_table", args=[draft_id, table])
        if table
        else reverse("desk:draft", args=[draft_id])
    )
    return take(request, act, lambda: page, partial(_again, request, draft_id, "", None))


@require_POST
def expected(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One of the policy's own cases, or all of them, expect what they are answered now."""
    change = partial(expect_now, example=request.POST.get("case", ""))

    def act() -> str:
        edited = edit_draft.edit_draft(draft_id, change, person(request), now(), as_read(request))
        return "It is kept in cases.yaml." if edited.files else "Nothing was changed."

    return _taken(request, draft_id, "", None, act)
