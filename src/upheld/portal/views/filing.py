"""Somebody complains: the form, and what they read when we have it."""

from collections.abc import Iterator
from http import HTTPStatus

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from upheld.core.intake import Complainant, Complaint, IntakeError, TooMany
from upheld.core.portal import MOST_UNDER_ONE, phone_in
from upheld.core.words import CaseId, CaseState, Channel
from upheld.portal import sent
from upheld.portal.asking import came_from, now, site
from upheld.portal.forms import FilingForm
from upheld.portal.session import public
from upheld.portal.show import firm, received_page
from upheld.steps import may
from upheld.steps.file_complaint import Filed, file_complaint
from upheld.store import knocks
from upheld.store.knocks import By, Share
from upheld.store.merged import merging
from upheld.store.models import Case
from upheld.store.policies import PolicyMissing
from upheld.store.receipts import LINK_LASTS, MOST_A_DAY

_MOST_BY_ADDRESS = 30  # a school, an office or a village may share one
_MOST_SENT = 4 * _MOST_BY_ADDRESS  # with what was refused for a field, which is sent again mended
_SIGNER = TimestampSigner(salt="upheld.portal.received")
_TOO_MANY = (
    "More forms than usual came from your address within an hour, and we let it rest to keep out "
    "machines. What you wrote stands below: please send it again in an hour, or reach us another "
    "way."
)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def filing(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, FilingForm(key="complain"), ())
    if before := sent.taken(request):
        return _again(request, before.case)
    many = knocks.too_many("sent", By(network=came_from(request)), _MOST_SENT, now())
    came = sent.let_be(request) if many else sent.read(request)
    form = FilingForm(request.POST, key="complain")
    for problem in came.problems:
        form.add_error("attached", problem)
    if many:
        form.add_error(None, _TOO_MANY)
        return _page(request, form, came.kept, HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _page(request, form, came.kept, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _filed(request, form, came)


def _filed(request: HttpRequest, form: FilingForm, came: sent.Sent) -> HttpResponse:
    email = form.cleaned_data["email"]
    filed = Filed(
        complaint=_complaint(form),
        needs=form.needs_told(),
        order=" ".join(form.cleaned_data["order"].split()),
        files=came.files,
        mark=sent.mark(request),
        site=site(request),
    )
    try:
        with knocks.counted("file", _shares(request, email), _TOO_MANY, now()):
            case_id = file_complaint(filed, may.Complainant(), now())
    except TooMany as error:
        form.add_error(None, f"{error}")
        return _page(request, form, came.kept, HTTPStatus.TOO_MANY_REQUESTS)
    except (IntakeError, PolicyMissing) as error:
        form.add_error(None, f"{error}.")
        return _page(request, form, came.kept, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _to_received(case_id, bool(email))


def _shares(request: HttpRequest, email: str) -> Iterator[Share]:
    """Under an address by the network, as anybody writes anybody's; and by the network."""
    place = came_from(request)
    if email:
        yield Share(By(knocks.mailbox_of(email), place), MOST_UNDER_ONE)
    yield Share(By(network=place), _MOST_BY_ADDRESS)


def _again(request: HttpRequest, case: Case) -> HttpResponse:
    """The same form once more: led to the page of then, for as long as there is that page."""
    if _worked_on_in(case) is None:
        return render(request, "portal/taken_before.html", firm())
    return _to_received(CaseId(case.pk), bool(request.POST.get("email", "").strip()))


def _worked_on_in(case: Case) -> Case | None:
    there = merging.worked_on_in(case)
    return None if there.state == CaseState.CLOSED else there


def _to_received(case_id: CaseId, by_mail: bool) -> HttpResponse:
    page = reverse("portal:received", args=[_SIGNER.sign_object([case_id, by_mail])])
    return HttpResponseRedirect(page, status=HTTPStatus.SEE_OTHER)


def _complaint(form: FilingForm) -> Complaint:
    told = form.cleaned_data
    return Complaint(
        text=told["text"],
        received_at=now(),
        complainant=Complainant(told["name"], told["email"], phone_in(told["reach"].strip())),
        channel=Channel.WEB,
        demand=told["demand"],
    )


def _page(
    request: HttpRequest, form: FilingForm, kept: tuple[sent.Kept, ...], status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "kept": kept, **firm()}
    return render(request, "portal/filing.html", context, status=status)


@public
@require_safe
def received(request: HttpRequest, told: str) -> HttpResponseBase:
    """What happens next. The address is signed: nobody reads another's by counting. It ends after
    as many days as a link does, and when the case is closed where it is worked on."""
    try:
        case_id, by_mail = _SIGNER.unsign_object(told, max_age=LINK_LASTS)
    except (BadSignature, ValueError):
        return nothing_here(request)
    case = Case.objects.filter(pk=CaseId(case_id)).first()
    if case is None or _worked_on_in(case) is None:
        return nothing_here(request)
    context = {**received_page(case, now()), "by_mail": by_mail, "most": MOST_A_DAY, **firm()}
    return render(request, "portal/received.html", context)


@public
def nothing_here(request: HttpRequest, path: str = "") -> HttpResponse:
    return render(request, "portal/nothing.html", firm(), status=HTTPStatus.NOT_FOUND)
