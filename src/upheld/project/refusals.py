"""A form without its cookie is refused: in the words of the portal there, else of the desk."""

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
