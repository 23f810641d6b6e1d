"""Returns to regulators: chosen, looked at with their sums, and taken away as files."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from upheld.core.returns import PeriodError, Return
from upheld.desk.forms.returns import ReturnForm, last_half_year
from upheld.desk.show.returns import return_part
from upheld.insight.returns import csv_text, made, note_text
from upheld.store.policies import PolicyMissing
from upheld.store.sight import seen

from .asking import may_take, now


@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """The form, and beneath it the return that it asks for."""
    _check(request)
    form, told = _asked(request)
    context = {
        "section": "returns",
        "form": form,
        "part": return_part(told, request.GET.urlencode(), now()) if told else None,
        "now": now(),
    }
    status = 422 if form.is_bound and told is None else 200
    return render(request, "desk/returns.html", context, status=status)


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The return as CSV; one that does not add up is shown with its sums instead."""
    return _taken_away(request, "csv")


@require_safe
def note(request: HttpRequest) -> HttpResponse:
    return _taken_away(request, "note.txt")


def _taken_away(request: HttpRequest, ending: str) -> HttpResponse:
    _check(request)
    _, told = _asked(request)
    if told is None or not told.adds_up:
        return returns(request)
    text, kind = (csv_text(told), "csv") if ending == "csv" else (note_text(told), "plain")
    name = f"{told.name}-{told.period.first}-{told.period.last}.{ending}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"text/{kind}; charset=utf-8", headers=disposition)


def _check(request: HttpRequest) -> None:
    """A return that leaves cases out would be untrue, and nobody would see it."""
    if seen.hides():
        raise PermissionDenied("Some cases are another team's own: an auditor makes the return.")
    may_take(request, "report")


def _asked(request: HttpRequest) -> tuple[ReturnForm, Return | None]:
    if "name" not in request.GET:
        first, last = last_half_year(timezone.localdate(now()))
        proposed = {"first": first.isoformat(), "last": last.isoformat()}
        return ReturnForm(key="return", initial=proposed), None
    form = ReturnForm(request.GET, key="return")
    if not form.is_valid():
        return form, None
    told = form.cleaned_data
    try:
        regime = told["regime"] or None
        return form, made(
            told["name"], told["first"], told["last"], timezone.localdate(now()), regime
        )
    except (PeriodError, PolicyMissing) as error:
        sentence = str(error)
        form.add_error(None, f"{sentence[:1].upper()}{sentence[1:]}.")
        return form, None
