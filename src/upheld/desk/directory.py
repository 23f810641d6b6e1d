"""Sign-in by the firm's own directory: whoever was invited, by an address that it vouches for.

What else it says of them is not read: no role, no team and no authority comes from outside.
"""

import logging
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from upheld.core.networks import widest
from upheld.store.models import Person

from .accounts import place_of
from .answers import NotBelieved, an_object
from .in_time import in_time

_LOG = logging.getLogger(__name__)
_UNKNOWN = (
    "Your directory knows you and this desk does not: an administrator here invites you first, "
    "under the address that the directory vouches for."
)
_REFUSED = "a sign-in by the directory is refused"
_FAILED = "That sign-in did not come to an end, or could not be trusted. Try once more."


class Directory(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Whoever is signed in already connects no other directory to what is theirs."""
        if sociallogin.is_existing:
            return
        person = None if request.user.is_authenticated else invited(sociallogin)
        if person is None:
            raise ImmediateHttpResponse(_refused(request, _UNKNOWN))
        sociallogin.connect(request, person)

    def get_requests_session(self) -> Any:
        """For one question, of whoever is answered. It follows nothing away from https, unless the
        directory is of this machine."""
        (firm,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        secure = firm["settings"]["server_url"].startswith("https://")
        plain, seconds = super().get_requests_session(), app_settings.REQUESTS_TIMEOUT
        session = in_time(plain, seconds, widest(place_of(self.request)), secure)
        session.hooks["response"].append(an_object)
        return session

    def on_authentication_error(
        self, request: HttpRequest, *told: Any, exception: Exception | None = None, **more: Any
    ) -> None:
        if isinstance(exception, NotBelieved):
            _LOG.warning(f"{_REFUSED}: {exception.words}", *exception.codes)
        elif exception is not None:
            _LOG.warning(f"{_REFUSED}: %s", exception)
        if isinstance(exception, RequestException):
            raise ImmediateHttpResponse(_away(request))
        raise ImmediateHttpResponse(_refused(request, _FAILED))


def invited(sociallogin: SocialLogin) -> Person | None:
    """The one person here, not gone, whose address the directory says that it has verified."""
    vouched = {each.email.lower() for each in sociallogin.email_addresses if each.verified is True}
    found = [
        person
        for email in vouched
        for person in Person.objects.filter(email__iexact=email, is_active=True)
    ]
    return found[0] if len(found) == 1 else None


def _away(request: HttpRequest) -> HttpResponse:
    return render(request, "directory_away.html", status=HTTPStatus.SERVICE_UNAVAILABLE)


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "403.html", {"exception": why}, status=HTTPStatus.FORBIDDEN)
