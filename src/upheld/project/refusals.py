"""What is refused before any page is asked: a form without its cookie, in the words of the portal
there, else of the desk; a sign-in that is tried too often; and a request that cannot be read."""

from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.csrf import csrf_failure

from upheld.portal.show import firm


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    if not request.path.startswith(reverse("portal:filing")):
        return csrf_failure(request, reason)
    return render(request, "portal/too_old.html", firm(), status=HTTPStatus.FORBIDDEN)


_A_MINUTE = "60"


def too_often(request: HttpRequest) -> HttpResponse:
    """The same page for every account and for none."""
    refused = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    refused["Retry-After"] = _A_MINUTE
    return refused


def not_taken(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without the request, which may be what is wrong: whose session it has is not looked up."""
    told = {"wrong_host": isinstance(exception, DisallowedHost)}
    return HttpResponse(render_to_string("400.html", told), status=HTTPStatus.BAD_REQUEST)
