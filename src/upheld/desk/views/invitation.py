"""The way in of somebody who was invited: they choose a password, once."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from upheld.desk.accounts import AN_HOUR, come_again, place_of
from upheld.desk.forms.people import PasswordForm
from upheld.steps.keep_people import InvitationEnded, accept, invited
from upheld.store.knocks import By, too_many

from .asking import now

_TRIES_AN_HOUR = 30


# The link is the key; a program that looks at links first changes nothing by it.
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    tried = request.method == "POST"
    if tried and too_many("invitation", By(network=place_of(request)), _TRIES_AN_HOUR, now()):
        return come_again(request, AN_HOUR)
    try:
        row = invited(secret, now())
        form = PasswordForm(request.POST or None, key="invitation")
        if form.is_valid():
            accept(secret, form.cleaned_data["password"], now())
            messages.success(request, "Your password is kept. Sign in with it.")
            return redirect(settings.LOGIN_URL)
    except InvitationEnded:
        return _shown(request, {"form": None}, HTTPStatus.GONE)
    except ValidationError as error:
        form.add_error("password", error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return _shown(request, {"form": form, "person": row.person}, status)


def _shown(request: HttpRequest, context: dict[str, object], status: HTTPStatus) -> HttpResponse:
    shown = render(request, "desk/invitation.html", context, status=status)
    shown["Cache-Control"] = "no-store"
    return shown
