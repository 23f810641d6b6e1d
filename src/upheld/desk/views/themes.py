"""Themes of the complaints: all, one with its cases, and letters that came several times."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.event_kinds import EventKind
from upheld.core.themes import ThemeError
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.themes import MergeForm, NameForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.themes import others_of, theme_page, themes_page
from upheld.desk.show.topics import topics_told
from upheld.insight.themes.parting import parts
from upheld.steps import may
from upheld.steps.keep_themes import merge_theme, rename_theme, split_theme
from upheld.store import models as rows
from upheld.store import themes as kept

from .asking import may_take, now, person
from .keeping import keep
from .overwriting import There

_CASES, _LETTERS = 50, 50


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    may_take(request, "report")
    context = {"section": "themes", **themes_page(), "topics": topics_told(), "now": now()}
    return render(request, "desk/themes.html", context)


@require_safe
def theme(request: HttpRequest, number: int) -> HttpResponse:
    may_take(request, "report")
    row = _theme(number)
    if row.pk != number:
        return HttpResponseRedirect(reverse("desk:theme", args=[row.pk]))
    return _page(request, row, Opened(request.GET.get("do", "")), 200)


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Letters that several people sent, word for word or nearly."""
    may_take(request, "report")
    found = Paginator(rows.CopiedLetter.objects.all(), _LETTERS)
    page = found.get_page(request.GET.get("page"))
    context = {"section": "themes", "page": page, "whole": kept.latest(), "now": now()}
    return render(request, "desk/copied_letters.html", context)


@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    may_take(request, "report")
    row = get_object_or_404(rows.CopiedLetter, pk=number)
    cases = row.of_letter.select_related("case__customer").order_by("case__received_at", "case_id")
    page = Paginator(cases, _CASES).get_page(request.GET.get("page"))
    context = {"section": "themes", "letter": row, "page": page, "now": now()}
    return render(request, "desk/copied_letter.html", context)


@require_POST
def name(request: HttpRequest, number: int) -> HttpResponse:
    form = NameForm(request.POST, key="name")

    def step(row: rows.Theme) -> str:
        rename_theme(row.pk, form.cleaned_data["name"], person(request), now())
        return "It has the name that you gave it."

    row = _theme(number)
    there = There(
        lambda: {"name": _theme(number).name}, (EventKind.THEME_CHANGED,), about={"theme": row.pk}
    )
    return _act(request, row, "name", form, step, there)


@require_POST
def merge(request: HttpRequest, number: int) -> HttpResponse:
    row = _theme(number)
    form = MergeForm(request.POST, key="merge", others=others_of(row))

    def step(row: rows.Theme) -> str:
        merge_theme(row.pk, form.cleaned_data["into"], person(request), now())
        return "They are one theme now."

    return _act(request, row, "merge", form, step)


@require_POST
def split(request: HttpRequest, number: int) -> HttpResponse:
    form = NothingToFill(request.POST, key="split")

    def step(row: rows.Theme) -> str:
        split_theme(row.pk, parts(row.pk), person(request), now())
        return "It is two themes now, and they stay apart."

    return _act(request, _theme(number), "split", form, step)


def _act(
    request: HttpRequest,
    row: rows.Theme,
    key: str,
    form: DeskForm,
    step: Callable[[rows.Theme], str],
    there: There | None = None,
) -> HttpResponse:
    may_take(request, "keep_themes")  # before a form that is amiss would show the page

    def to() -> str:
        return reverse("desk:theme", args=[_theme(row.pk).pk])

    def page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
        return _page(request, row, opened, status)

    return keep(request, key, form, lambda: step(row), (ThemeError,), to, page, there)


def _page(request: HttpRequest, row: rows.Theme, opened: Opened, status: int) -> HttpResponse:
    may_change = may.allowed_any("keep_themes", person(request))
    context = theme_page(row, opened, may_change)
    page = Paginator(context.pop("cases"), _CASES).get_page(request.GET.get("page"))
    context |= {"section": "themes", "page": page, "now": now()}
    return render(request, "desk/theme.html", context, status=status)


def _theme(number: int) -> rows.Theme:
    try:
        return kept.as_seen(number)
    except ThemeError as error:
        raise Http404(str(error)) from None
