"""Root causes: what lies behind many cases, who sees to it, and what is changed about it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upheld.core.changes import ChangeError
from upheld.core.event_kinds import EventKind
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.changes import ChangeForm, WhyForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.root_causes import (
    as_begun,
    choices,
    people,
    root_cause_form,
    root_cause_page,
    root_causes_page,
)
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_root_causes import (
    change_root_cause,
    close_root_cause,
    open_root_cause,
    reopen_root_cause,
)
from upheld.store import changes
from upheld.store import models as rows

from .asking import may_take, now, person
from .keeping import keep
from .overwriting import There

_METHODS = ["GET", "HEAD", "POST"]


def of(number: int) -> rows.RootCause:
    try:
        return changes.root_cause(number)
    except ChangeError as error:
        raise Http404(str(error)) from None


@require_safe
def root_causes(request: HttpRequest) -> HttpResponse:
    may_take(request, "report")
    return render(
        request, "desk/changes/root_causes.html", root_causes_page(now(), person(request))
    )


@require_safe
def root_cause(request: HttpRequest, number: int) -> HttpResponse:
    may_take(request, "report")
    return _page(request, of(number), Opened(request.GET.get("do", "")), 200)


def _page(request: HttpRequest, row: rows.RootCause, opened: Opened, status: int) -> HttpResponse:
    context = root_cause_page(row, opened, now(), person(request))
    return render(request, "desk/changes/root_cause.html", context, status=status)


@require_http_methods(_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    may_take(request, "keep_root_causes")
    form = root_cause_form(None, request.POST or None)
    made: list[int] = []

    def step() -> str:
        told = form.cleaned_data
        made.append(
            open_root_cause(told["label"], told["owner"], form.gathered(), person(request), now())
        )
        return "The root cause is opened."

    def to() -> str:
        return reverse("desk:root_cause", args=[made[0]])

    about = ("Open a root cause", "Open it", reverse("desk:root_causes"))
    return _form(request, form, step, to, about)


@require_http_methods(_METHODS)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Its words, its owner and what shows it."""
    may_take(request, "keep_root_causes")
    row = of(number)
    form = root_cause_form(row, request.POST or None)

    def step() -> str:
        told = form.cleaned_data
        who = (form.gathered(), person(request), now())
        change_root_cause(row.pk, told["label"], told["owner"], *who)
        return "It is kept."

    here = reverse("desk:root_cause", args=[row.pk])
    there = There(
        lambda: as_begun(of(number)), (EventKind.ROOT_CAUSE_CHANGED,), about={"root_cause": row.pk}
    )
    return _form(request, form, step, lambda: here, (row.label, "Keep it", here), there)


@require_http_methods(_METHODS)
def change_add(request: HttpRequest, number: int) -> HttpResponse:
    """A change for it, written down before anybody looks at what comes of it."""
    may_take(request, "keep_changes")
    row = of(number)
    told = {"owner": row.owner_id}
    form = ChangeForm(
        request.POST or None, key="change", shown=choices(), people=people(), initial=told
    )
    made: list[int] = []

    def step() -> str:
        owner = form.cleaned_data["owner"]
        made.append(record_change(row.pk, form.given(), owner, person(request), now()))
        return "The change is written down."

    def to() -> str:
        return reverse("desk:change", args=[made[0]])

    here = reverse("desk:root_cause", args=[row.pk])
    return _form(request, form, step, to, ("Write down a change", "Write it down", here))


def _form(
    request: HttpRequest,
    form: DeskForm,
    step: Callable[[], str],
    to: Callable[[], str],
    about: tuple[str, str, str],
    there: There | None = None,
) -> HttpResponse:
    """A page with one form: as it is begun, done and on, or what is to be mended."""
    title, submit, back = about

    def page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
        context = {
            "section": "root_causes", "form": form, "title": title, "submit": submit, "back": back,
            "now": now(),
        }  # fmt: skip
        return render(request, "desk/changes/form.html", context, status=status)

    if request.method != "POST":
        return page(request, Opened(), 200)
    return keep(request, "form", form, step, (ChangeError,), to, page, there)


@require_POST
def step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Closes a root cause, or opens it again."""
    may_take(request, "keep_root_causes")
    row, form = of(number), WhyForm(request.POST, key=step)
    if step not in _STEPS:
        raise Http404("a root cause is closed or opened again: nothing else")
    act, told = _STEPS[step]

    def taken() -> str:
        act(row.pk, form.cleaned_data["why"], person(request), now())
        return told

    def page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
        return _page(request, row, opened, status)

    here = reverse("desk:root_cause", args=[row.pk])
    return keep(request, step, form, taken, (ChangeError,), lambda: here, page)


_STEPS = {
    "close": (close_root_cause, "It is closed."),
    "reopen": (reopen_root_cause, "It is open again."),
}
