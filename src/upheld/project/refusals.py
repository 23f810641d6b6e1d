"""What is refused before any page is asked: a form without its cookie, in the words of the portal
there, else of the desk; and a sign-in that is tried too often."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
