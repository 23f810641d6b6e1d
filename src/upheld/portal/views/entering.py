"""The way in: a link is asked for, looked at, exchanged for a session, and left again."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upheld.core.reply import told_day
from upheld.core.words import Channel, how_it_came
from upheld.portal import notices
from upheld.portal.asking import came_from, now, site
from upheld.portal.forms import LinkForm
from upheld.portal.session import COOKIE, forget, keep, open_receipt, public
from upheld.portal.show import firm
from upheld.steps import may, receipts
from upheld.steps.receipts import LinkRefused
from upheld.store import knocks, policies
from upheld.store.knocks import By
from upheld.store.merged import own_day
from upheld.store.models import Case
from upheld.store.receipts import MOST_A_DAY

_MOST_ASKED = 30  # from one network within an hour
_MOST_MAILS = 4  # of these to one mailbox: how many leave in all is counted when they do
_MOST_TRIED = 120


@public
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Asks for a link: the same answer, as quickly, whether there is such a complaint or not."""
    form = LinkForm(request.POST or None, key="link")
    if request.method == "POST" and form.is_valid():
        _ask(request, form)
        return _to("portal:asked")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "done": notices.told(request), **firm()}
    return render(request, "portal/link.html", context, status=status)


def _ask(request: HttpRequest, form: LinkForm) -> None:
    """Too many are let go without a word: it would tell that there were some before. Who asks for
    somebody else's, or for what is not there, takes none of theirs."""
    email, reference = form.cleaned_data["email"].lower(), form.cleaned_data["reference"].strip()
    network = came_from(request)
    many = knocks.too_many("link", By(network=network), _MOST_ASKED, now())
    mailbox = knocks.mailbox_of(email)  # from elsewhere its owner has theirs, whoever asks here
    if knocks.too_many("link", By(mailbox, network), _MOST_MAILS, now()) or many:
        return
    receipts.ask_link(email, reference, site(request), may.Complainant(), now())


@public
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Says to everybody how many leave, and to nobody that there were so many."""
    most = {"to_one": _MOST_MAILS, "in_all": _MOST_ASKED, "in_a_day": MOST_A_DAY}
    return render(request, "portal/asked.html", {**most, **firm()})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking uses nothing up, because mail programs look; the button exchanges the link."""
    if knocks.too_many("enter", By(network=came_from(request)), _MOST_TRIED, now()):
        return _refused(request, LinkRefused("Too many links were tried from your address."), 429)
    try:
        if request.method == "POST":
            entered = receipts.enter(secret, may.Complainant(), now())
            response = _to("portal:case")
            keep(response, request, entered)
            return response
        receipt = receipts.look(secret, now())
    except LinkRefused as refused:
        return _refused(request, refused, HTTPStatus.GONE, secret)
    assert receipt.case is not None
    context = {"secret": secret, **_as_it_came(receipt.case), **firm()}
    return render(request, "portal/enter.html", context)


def _as_it_came(case: Case) -> dict[str, Any]:
    """By what its owner knows it, and no word of whoever wrote it: it may be a stranger's."""
    told = case.channel in (Channel.DESK, Channel.IMPORT)
    return {
        "case": case,
        "day": told_day(policies.day_at(case.regime, own_day.itself(case))),
        "way": "" if told else how_it_came(case.channel),
        "doubtful": not case.known_to_be_theirs,
    }


@public
@require_POST
def not_mine(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody wrote it under their address: nothing is opened, and we hear of it."""
    if knocks.too_many("enter", By(network=came_from(request)), _MOST_TRIED, now()):
        return _refused(request, LinkRefused("Too many links were tried from your address."), 429)
    try:
        receipts.disown(secret, may.Complainant(), now())
    except LinkRefused as refused:
        return _refused(request, refused, HTTPStatus.GONE, secret)
    notices.tell(request, "not-mine")
    return _to("portal:link")


def _refused(
    request: HttpRequest, refused: LinkRefused, status: int, secret: str = ""
) -> HttpResponse:
    """A link that was used here and whose session lasts leads on; else another may be had."""
    if refused.renewable and open_receipt(request):
        return _to("portal:case")
    context = {"why": str(refused), "renewable": refused.renewable, "secret": secret, **firm()}
    return render(request, "portal/refused.html", context, status=status)


@public
@require_POST
def again(request: HttpRequest, secret: str) -> HttpResponse:
    """Another link, to the address that this one went to."""
    many = knocks.too_many("link", By(network=came_from(request)), _MOST_ASKED, now())
    if not knocks.too_many("link", By(secret), _MOST_MAILS, now()) and not many:
        receipts.renew(secret, site(request), may.Complainant(), now())
    return _to("portal:asked")


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    receipts.leave(request.COOKIES.get(COOKIE, ""))
    notices.tell(request, "left")
    response = _to("portal:link")
    forget(response)
    return response


def _to(name: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name), status=HTTPStatus.SEE_OTHER)
