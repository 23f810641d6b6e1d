"""The ledger of exceptions: all of them, which repeat, who lives on them, what they led to."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from upheld.core.deviations import DeviationError, read_situation
from upheld.core.references import reference
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.exceptions import LedgerForm, RuleForm, StopForm
from upheld.desk.paging import Pages
from upheld.desk.show.exceptions import chosen, lines, sums, tabs
from upheld.desk.show.fold import Opened
from upheld.desk.show.ledger import afterwards_part, living_part, repeat_parts
from upheld.insight.exceptions.kept import AFTERWARDS, LIVING, repeats_kept
from upheld.insight.returns.files import shown
from upheld.steps import may
from upheld.steps.publish import NotReady
from upheld.steps.rule_deviations import make_policy, stop
from upheld.store.models import Customer
from upheld.tables.editing import EditError

from . import once
from .acting import sentence
from .asking import may_take, now, person

_MOST_REPEATS = 100


@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    """Filters come as a query string, so that a list can be kept and sent."""
    form, found = _asked(request)
    pages = Pages(found, lambda numbers: found.filter(pk__in=numbers))
    page = pages.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filters": form,
        "page": page,
        "lines": lines(page),
        # Of all that were ever given a sum would take longer the older the firm is.
        "sums": None if pages.more else sums(found),
        "query": query.urlencode(),
        "situation": read_situation(query.get("situation", "")),
    }
    return _render(request, "exceptions", context)


@require_safe
def file(request: HttpRequest) -> StreamingHttpResponse:
    """The same rows as a file for a spreadsheet, none of whose cells it runs."""
    _, found = _asked(request)
    writer = csv.writer(_Echo(), lineterminator="\r\n")  # RFC 4180
    text = (writer.writerow([shown(cell) for cell in row]) for row in _rows(found))
    headers = {
        "Content-Disposition": f'attachment; filename="exceptions-{timezone.localdate(now())}.csv"'
    }
    return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


class _Echo:
    """What a csv writer writes to, and gives back."""

    def write(self, text: str) -> str:
        return text


_COLUMNS = (
    "case", "customer", "at", "persona", "touchpoint", "band", "situation", "kind", "amount",
    "currency", "words", "reason", "state", "granted_by", "expires_on", "similar_a_year",
    "price_low", "price_likely", "price_high", "found_in_history", "over_budget", "ended_why",
)  # fmt: skip


# What is read for them: of tens of thousands, rows with all that they lead to take twice as long.
_READ = (
    "case_id", "customer_id", "at", "persona", "touchpoint", "band", "situation", "kind", "amount",
    "currency", "words", "reason", "state", "approved_by", "expires_on", "similar", "price_low",
    "price_likely", "price_high", "found", "over_budget", "ended_why", "fit_withheld",
)  # fmt: skip


def _rows(found: Any) -> Iterator[tuple[Any, ...]]:
    yield _COLUMNS
    read = found.select_related(None).values_list(*_READ, named=True)
    for row in read.iterator(chunk_size=500):
        yield tuple("" if cell is None else cell for cell in _cells(row))


def _cells(row: Any) -> tuple[Any, ...]:
    persona, band = ("withheld",) * 2 if row.fit_withheld else (row.persona, row.band)
    return (
        reference(row.case_id), row.customer_id, row.at.isoformat(), persona, row.touchpoint,
        band, row.situation, row.kind, row.amount, row.currency, row.words, row.reason,
        row.state, row.approved_by, row.expires_on.isoformat(), row.similar, row.price_low,
        row.price_likely, row.price_high, "yes" if row.found else "no", row.over_budget,
        row.ended_why,
    )  # fmt: skip


def _asked(request: HttpRequest) -> tuple[LedgerForm, Any]:
    may_take(request, "read")
    form = LedgerForm(request.GET, key="filter")
    form.is_valid()
    return form, chosen(form.cleaned_data)


@require_safe
def repeated(request: HttpRequest) -> HttpResponse:
    may_take(request, "read")
    return _repeats(request, Opened(request.GET.get("do", "")), 200)


def _repeats(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
    worked = repeats_kept(now())
    parts = repeat_parts((worked.told or [])[:_MOST_REPEATS], person(request), opened)
    asking = sum(part.repeat.asks for part in parts)
    context: dict[str, Any] = {"worked": worked, "parts": parts, "asking": asking}
    shown_form = any(fold.open for part in parts for fold in part.folds)
    context["error_outside"] = None if shown_form else opened.form
    return _render(request, "exception_repeats", context, status)


@require_POST
def stopped(request: HttpRequest) -> HttpResponse:
    form = StopForm(request.POST, key=_key("stop", request))

    def step() -> str:
        told = form.cleaned_data
        stop(told["situation"], told["why"], person(request), now())
        messages.success(request, "They stop: whoever grants one now must say why.")
        return reverse("desk:exception_repeats")

    return _act(request, _key("stop", request), form, step)


@require_POST
def ruled(request: HttpRequest) -> HttpResponse:
    form = RuleForm(request.POST, key=_key("rule", request))

    def step() -> str:
        told = form.cleaned_data
        given = told["situation"], told["valid_from"], told["why"]
        draft = make_policy(*given, person(request), now())
        messages.success(request, "The draft has a proposed rule. Nothing decides by it yet.")
        return reverse("desk:draft_table", args=[draft.pk, "goodwill"])

    return _act(request, _key("rule", request), form, step)


def _key(step: str, request: HttpRequest) -> str:
    return f"{step}-{request.POST.get('situation', '').replace('/', '-')}"


def _act(request: HttpRequest, key: str, form: DeskForm, step: Callable[[], str]) -> HttpResponse:
    if (again := once.repeated(request)) is not None:
        return again
    if form.is_valid():
        try:
            return once.done(request, step())
        except may.NotAllowed as error:
            raise PermissionDenied(sentence(error)) from None
        except (DeviationError, EditError, NotReady) as error:
            form.add_error(None, sentence(error))
    return _repeats(request, Opened(key, form), 422)


@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    may_take(request, "read")
    worked = LIVING.worked(now())
    context: dict[str, Any] = {"worked": worked, "lives": worked.told}
    if worked.told is not None:
        named = Customer.objects.in_bulk([each.customer for each in worked.told.found])
        context["parts"] = living_part(worked.told, named)
    return _render(request, "exception_customers", context)


@require_safe
def led_to(request: HttpRequest) -> HttpResponse:
    may_take(request, "read")
    worked = AFTERWARDS.worked(now())
    part = worked.told and afterwards_part(worked.told)
    return _render(request, "exception_afterwards", {"worked": worked, "part": part})


def _render(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    told = {"section": "exceptions", "tabs": tabs(name), "now": now(), **context}
    return render(request, f"desk/exceptions/{name}.html", told, status=status)
