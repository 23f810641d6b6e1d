"""What the person who complained sent us themselves, their ways in, and what all of them say."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from upheld.core.portal import LEAST_ANSWERS
from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.desk.show.theirs import NAMES, theirs_page
from upheld.desk.show.voices import table
from upheld.insight.voices import VOICES
from upheld.steps import may
from upheld.steps.no_news import ask_news_again, ask_no_news
from upheld.steps.receipts import NoAddress, end_links, offer_link
from upheld.store import load, receipts, voices
from upheld.store.models import Case

from . import once
from .asking import may_take, now, person

_SHOWN_IDEAS = 100


@require_safe
def theirs(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    may_take(request, "read")
    found = Case.objects.select_related("customer", "need", "satisfaction").filter(pk=case_id)
    case = found.first()
    if case is None:
        raise Http404(f"there is no case {reference(case_id)}")
    context = {"section": "inbox", **theirs_page(case, person(request), now())}
    return render(request, "desk/theirs.html", context)


@require_POST
def offer(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Has a link sent to the customer."""
    if (again := once.repeated(request)) is not None:
        return again
    try:
        offer_link(case_id, receipts.site(request), person(request), now())
        messages.success(request, "A link is on its way to them.")
    except NoAddress as error:
        messages.error(request, f"{capfirst(str(error))}.")
    except may.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except load.CaseMissing as error:
        raise Http404(str(error)) from None
    return _back(request, case_id)


@require_POST
def end(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Ends every link and every visit."""
    try:
        end_links(case_id, person(request), now())
    except may.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except load.CaseMissing as error:
        raise Http404(str(error)) from None
    messages.success(request, "Every link and every visit has ended.")
    return _back(request, case_id)


@require_POST
def news(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Whether they want letters about what we change, as they told somebody."""
    if (again := once.repeated(request)) is not None:
        return again
    act = ask_news_again if request.POST.get("wanted") == "yes" else _asked_none
    try:
        act(case_id, person(request), now())
    except may.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except load.CaseMissing as error:
        raise Http404(str(error)) from None
    messages.success(request, "It is kept.")
    return _back(request, case_id)


def _asked_none(case_id: CaseId, by: may.Actor, at: datetime) -> None:
    ask_no_news(case_id, "", by, at)


def _back(request: HttpRequest, case_id: CaseId) -> HttpResponseRedirect:
    return once.done(request, reverse("desk:theirs", args=[case_id]))


@require_safe
def all_voices(request: HttpRequest) -> HttpResponse:
    """How it was for people, as means with counts, and their ideas."""
    may_take(request, "read")
    worked = VOICES.worked(now())
    context = {
        "section": "voices",
        "worked": worked,
        "names": list(NAMES.values()),
        "lines": table(worked.told or {}),
        "least": LEAST_ANSWERS,
        "ideas": voices.ideas()[:_SHOWN_IDEAS],
        "now": now(),
    }
    return render(request, "desk/voices.html", context)
