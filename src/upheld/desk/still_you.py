"""How whoever changes their factors shows that it is still they: by a factor where they have one,
and not by the password alone, which with a session left open would take the last one away."""

from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from upheld.store.models import Person

_PASSWORD, _FACTOR = "password", "mfa"  # as allauth records what was shown
APP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
# Recovery codes stand in for a factor that was lost: they are none by themselves.
KINDS = (APP, PASSKEY)
_BY_PASSWORD, _BY_PASSKEY = "reauthenticate", "mfa_reauthenticate:webauthn"
_CALLED = {
    "mfa_reauthenticate": "Use your app or a recovery code",
    _BY_PASSKEY: "Use a passkey",
}

Way = Mapping[str, Any]


def ways(person: Person | AnonymousUser, offered: Sequence[Way]) -> list[Way]:
    """Of those that allauth offers; the first is asked for, and the others are named beside it."""
    kinds = _kinds(person) if offered else set()  # a stranger is offered none
    left = [each for each in offered if not kinds or each["id"] != _BY_PASSWORD]
    # Whoever has a passkey and no app has no code at hand but those for when it is lost.
    if APP not in kinds:
        left.sort(key=lambda each: each["id"] != _BY_PASSKEY)
    return [{**each, "description": _CALLED.get(each["id"], each["description"])} for each in left]


def is_by_password_only(request: HttpRequest) -> bool:
    """Whether what was shown last was the password, and there is a factor by now."""
    records = get_authentication_records(request, request.user)
    shown = [each["method"] for each in records if each.get("reauthenticated")]
    return shown[-1:] == [_PASSWORD] and bool(_kinds(request.user))


def shown_by_new(person: Person, kind: str) -> None:
    """Whoever adds a factor shows that they have it: its recovery codes are theirs to see."""
    record_authentication(context.request, person, _FACTOR, type=kind, reauthenticated=True)


def _kinds(person: Any) -> set[str]:
    found = Authenticator.objects.filter(user=person, type__in=KINDS)
    return set(found.values_list("type", flat=True))
