"""Devices that somebody has signed in with: what strangers try does not keep them out.

Who knows an address can try at it from anywhere, so that a count of the account alone would be
theirs to fill. A device that was there before has its own (OWASP, "Slow Down Online Guessing
Attacks with Device Cookies"). Its cookie opens nothing: a password is asked for all the same.
"""

import secrets

from allauth.account.signals import password_reset
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from upheld.store import secret
from upheld.store.models import Person

_SALT = "upheld.device"
_LONGEST = 365 * 24 * 3600  # seconds
_PROVED = "device"


def known(request: HttpRequest, email: str) -> str:
    """What the device is called of those that signed in under this address; else nothing."""
    for name in _names(email):
        if told := request.get_signed_cookie(name, default="", salt=_SALT, max_age=_LONGEST):
            return str(told)
    return str(request.session.get(_PROVED, {}).get(email.lower(), ""))


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    response.set_signed_cookie(
        _names(email)[0], known(request, email) or _new(), salt=_SALT, max_age=_LONGEST,
        path="/accounts/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


@receiver(password_reset)
def proved(request: HttpRequest, user: Person, **told: object) -> None:
    """Whoever opened a link of ours has that mailbox: from here they sign in next."""
    request.session[_PROVED] = {user.email.lower(): _new()}


def _new() -> str:
    return secrets.token_urlsafe(16)


def _names(email: str) -> list[str]:
    """For one account alone, of which the cookie's name tells nobody else."""
    return [f"device_{each[:32]}" for each in secret.marks(_SALT, email.lower())]
