"""Whoever must have a second factor sets one up before anything else is shown to them."""

from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from upheld.core.ways_in import WayIn
from upheld.core.words import Role
from upheld.store import half_signed_in
from upheld.store.rows import staff_notices

from .still_you import KINDS

REQUIRED: Mapping[str, frozenset[str]] = {
    "none": frozenset(),
    "administrators": frozenset({Role.ADMINISTRATOR}),
    "leads": frozenset({Role.ADMINISTRATOR, Role.LEAD}),
    "all": frozenset(Role),
}
_OWN = {"account", "session_end", "sessions_end"}
_SEEN = "second_factor"


def required(role: str) -> bool:
    return role in REQUIRED[settings.SECOND_FACTOR]


class SecondFactor:
    """Stands before the desk, behind the sign-in and before its doors."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[object, ...],
        kwargs: Mapping[str, object],
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        ours = match is not None and match.app_name == "desk" and match.url_name not in _OWN
        if not ours or not getattr(view, "login_required", True):
            return None
        if not required(request.user.role) or _has_one(request):  # type: ignore[union-attr]
            return None
        messages.warning(request, "Your role needs a second step at sign-in: set one up first.")
        return redirect("desk:account")


def _has_one(request: HttpRequest) -> bool:
    """Asked of the database once in a session: whoever changes a factor is asked anew."""
    if not request.session.get(_SEEN):
        found: bool = Authenticator.objects.filter(user=request.user, type__in=KINDS).exists()
        if found:
            request.session[_SEEN] = True
        return found
    return True


_ADDED = {
    Authenticator.Type.TOTP: WayIn.APP_ADDED,
    Authenticator.Type.WEBAUTHN: WayIn.PASSKEY_ADDED,
    Authenticator.Type.RECOVERY_CODES: WayIn.CODES_MADE,
}
# Recovery codes go with the last factor, of which the letter tells.
_REMOVED = {
    Authenticator.Type.TOTP: WayIn.APP_REMOVED,
    Authenticator.Type.WEBAUTHN: WayIn.PASSKEY_REMOVED,
}


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def changed(request: HttpRequest, user: Any, **told: object) -> None:
    """A session that somebody else may have opened does not outlive the change of a factor."""
    request.session.pop(_SEEN, None)
    half_signed_in.end(user.pk, timezone.now())
    for other in UserSession.objects.filter(user=user).exclude(
        session_key=request.session.session_key
    ):
        other.end()


@receiver([authenticator_added, authenticator_reset])
def added(user: Any, authenticator: Authenticator, **told: object) -> None:
    """Whoever did it, its owner hears of it by mail."""
    staff_notices.tell(user, _ADDED[authenticator.type], user.name, timezone.now())


@receiver(authenticator_removed)
def removed(user: Any, authenticator: Authenticator, **told: object) -> None:
    if what := _REMOVED.get(authenticator.type):
        staff_notices.tell(user, what, user.name, timezone.now())


@receiver([password_changed, password_set, password_reset])
def password_new(user: Any, **told: object) -> None:
    staff_notices.tell(user, WayIn.PASSWORD_CHANGED, user.name, timezone.now())
