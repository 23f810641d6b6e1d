"""Whom we attract: which communication brings customers that we can thrill, and which does not."""

from dataclasses import asdict
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.campaigns import CampaignError
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseState
from upheld.desk.forms.campaigns import CampaignForm
from upheld.desk.show.campaigns import campaign_parts
from upheld.desk.show.fold import Opened
from upheld.desk.show.mail import Tab
from upheld.desk.show.sources import NAMES, headline, lines
from upheld.insight.sources.kept import sources_kept
from upheld.steps import may
from upheld.steps.keep_campaigns import keep_campaign
from upheld.store import campaigns
from upheld.store.brought import By

from . import once
from .asking import may_take, now, person
from .overwriting import Overtaken, There, held


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("by", "")
    by = By(asked) if asked in list(By) else By.SOURCE
    return _page(request, by, Opened(request.GET.get("do", "")), 200)


@require_POST
def campaign(request: HttpRequest) -> HttpResponse:
    """Keeps a campaign as it is declared, or shows the form to mend."""
    if (again := once.repeated(request)) is not None:
        return again
    key = request.GET.get("do", "campaign")[:80]
    form = CampaignForm(request.POST, key=key, known=key != "campaign")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            with held(form, _there(form)):
                keep_campaign(form.campaign(), person(request), now())
        except may.NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except Overtaken as error:
            form.add_error(None, str(error))
            status = HTTPStatus.CONFLICT
        except CampaignError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is kept.")
            return once.done(request, f"{reverse('desk:sources')}?by={By.CAMPAIGN}")
    return _page(request, By.CAMPAIGN, Opened(key, form), status)


def _there(form: CampaignForm) -> There:
    """The campaign of this key as it stands."""
    key = form.campaign().key
    return There(
        lambda: next((asdict(each) for each in campaigns.declared() if each.key == key), None),
        (EventKind.CAMPAIGN_CHANGED,),
        about={"campaign": key},
    )


def _page(request: HttpRequest, by: By, opened: Opened, status: int) -> HttpResponse:
    may_take(request, "read")
    sees_value = may.allowed("see_profit", person(request), CaseState.RECEIVED)
    worked = sources_kept(by, now(), sees_value)
    context = {
        "section": "sources",
        "worked": worked,
        "name": NAMES[by],
        "tabs": [Tab(f"By {NAMES[each]}", None, f"?by={each}", each is by) for each in By],
        "sees_value": sees_value,
        "may_keep": may.allowed("keep_journey", person(request), CaseState.RECEIVED),
        "now": now(),
    }
    if (found := worked.told) is not None:
        context |= {"headline": headline(found), "found": found, "lines": lines(found)}
    if found is not None and by is By.CAMPAIGN:
        used = (each.row.key for each in found.rows)
        context["addition"], context["campaigns"] = campaign_parts(
            campaigns.declared(), used, opened
        )
    return render(request, "desk/insight/sources.html", context, status=status)
