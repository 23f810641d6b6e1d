"""Where it hurts, and who said nothing: both worked out by a job where a firm is large."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.faults import Fault, FaultError
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.silent import AskForm, FaultForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.hurt import hurt_page
from upheld.desk.show.silent import declared_parts, people_page, silent_page
from upheld.insight.journey.hurt_kept import HURT
from upheld.insight.silence.kept import SILENCE
from upheld.steps import may
from upheld.steps.ask_kindly import ask_kindly
from upheld.steps.keep_faults import declare_fault, end_fault
from upheld.steps.letters import LetterBlocked
from upheld.store import hit, journey, receipts
from upheld.store.asked import NotAsked
from upheld.store.made_once import readings_made_once
from upheld.store.policy_files.data_files import BadData

from . import once
from .acting import sentence
from .asking import may_take, now, person
from .keeping import keep


@require_safe
@readings_made_once()
def hurt(request: HttpRequest) -> HttpResponse:
    """One page for the wall: where it hurts most, in what order, and what it costs a year."""
    may_take(request, "read")
    worked = HURT.worked(now())
    context = {"section": "hurt", "worked": worked, "now": now()}
    context |= hurt_page(worked.told) if worked.told else {}
    return render(request, "desk/insight/hurt.html", context)


@require_safe
def silent(request: HttpRequest) -> HttpResponse:
    may_take(request, "read")
    return _silent(request, Opened(request.GET.get("do", "")), 200)


@require_POST
def fault_declare(request: HttpRequest) -> HttpResponse:
    form = FaultForm(request.POST, key="declare", points=journey.touchpoints())

    def step() -> str:
        declare_fault(form.declared(), person(request), now())
        return "It is declared: whom it hit stands below it."

    return keep(request, "declare", form, step, (FaultError,), _back, _silent)


@require_POST
def fault_end(request: HttpRequest, key: str) -> HttpResponse:
    form = NothingToFill(request.POST, key=f"end-{key}")

    def step() -> str:
        end_fault(key, person(request), now())
        return "It is looked at no more."

    return keep(request, f"end-{key}", form, step, (FaultError,), _back, _silent)


def _back() -> str:
    return reverse("desk:silent")


@readings_made_once()
def _silent(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
    context = {"section": "silent", **declared_parts(person(request), opened), "now": now()}
    try:
        worked = SILENCE.worked(now())
    except BadData as error:
        context["trouble"] = str(error)
    else:
        context |= {"worked": worked, **(silent_page(worked.told) if worked.told else {})}
    return render(request, "desk/insight/silent.html", context, status=status)


@require_safe
@readings_made_once()
def silent_people(request: HttpRequest, key: str) -> HttpResponse:
    """Whom a fault hit and who said nothing; a lead may ask them."""
    may_take(request, "read")
    return _people(request, *_fault(key), AskForm(key="ask"), 200)


@require_POST
def silent_ask(request: HttpRequest, key: str) -> HttpResponse:
    fault, name = _fault(key)
    if (again := once.repeated(request)) is not None:
        return again
    form = AskForm(request.POST, key="ask")
    if form.is_valid():
        try:
            done = ask_kindly(
                fault,
                form.people,
                person(request),
                receipts.site(request),
                now(),
            )
        except may.NotAllowed as error:
            raise PermissionDenied(sentence(error)) from None
        except (NotAsked, LetterBlocked) as error:
            form.add_error(None, sentence(error))
        else:
            for why in done.kept_back:
                messages.warning(request, why)
            messages.success(request, f"Letters that are on their way: {len(done.sent)}.")
            return once.done(request, reverse("desk:silent_people", args=[key]))
    return _people(request, fault, name, form, 422)


def _people(
    request: HttpRequest, fault: Fault, name: str, form: AskForm, status: int
) -> HttpResponse:
    told = people_page(fault, request.GET.get("page"), person(request), now())
    context = {"section": "silent", "name": name, "form": form, **told, "now": now()}
    return render(request, "desk/insight/silent_people.html", context, status=status)


def _fault(key: str) -> tuple[Fault, str]:
    try:
        return hit.fault(key)
    except hit.FaultMissing as error:
        raise Http404(str(error)) from None
