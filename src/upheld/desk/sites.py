"""Signing in from a site of IPv6: what allauth counts by the network is counted by the site as
well, which has so many times what one home has, as all our limits do (store/knocks.py)."""

from collections.abc import Callable
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

from upheld.core.networks import site_of

from .accounts import ACCOUNT, one_more_of_a_site, place_of

_MFA = "allauth.mfa"
# The pages at which it counts before it looks at anything, by their names there.
_COUNTED = {
    "account_login": (ACCOUNT, "login"),
    "account_reset_password": (ACCOUNT, "reset_password"),
    "account_reset_password_from_key": (ACCOUNT, "reset_password_from_key"),
    "mfa_login_webauthn": (_MFA, "webauthn_login"),
}


class OfSites:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """The refusal of one too many. What the home is refused counts for nothing of its site's:
        one that tries on keeps nobody out."""
        app, action = _COUNTED.get(getattr(request.resolver_match, "url_name", ""), ("", ""))
        if not action or not site_of(place_of(request)):
            return None
        if not ratelimit.consume(request, app=app, action=action, dry_run=True):
            return None
        return None if one_more_of_a_site(request, app, action) else ratelimit.respond_429(request)
