"""What a passkey says is read before anything is done with it: a stranger can send anything."""

import struct
from collections.abc import Callable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from upheld.steps.count_passkey import count_passkey

from . import still_you
from .accounts import begun_too_often

# What the kit raises where a part is missing, is of another kind, or is no CBOR.
_AMISS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
          NotImplementedError, struct.error)  # fmt: skip

_MAY_BE_COPIED = (
    "This passkey may have been copied: it had signed more often before. Sign in in another way, "
    "and remove it under your account."
)


class _Credential(forms.JSONField):
    """JSON that the kit can read; allauth expects nothing else (KeyError, RecursionError)."""

    def __init__(self, read: Callable[[Mapping[str, Any]], object]) -> None:
        super().__init__(required=True, widget=forms.HiddenInput)
        self._read = read

    def clean(self, value: Any) -> Any:
        try:
            told = super().clean(value)
            self._read(told)
        except ValidationError:
            raise
        except _AMISS:
            raise ValidationError("This is no passkey: try it once more.") from None
        return told

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing of it is shown again: a browser makes another."""
        return InvalidJSONInput()


class _Counted(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """What a passkey says of how often it signed is read once its signature was found right."""

    def clean_credential(self) -> Authenticator:
        said = AuthenticationResponse.from_dict(self.cleaned_data["credential"])
        passkey = super().clean_credential()
        count = said.response.authenticator_data.counter
        if not count_passkey(passkey, count, timezone.now()):
            raise ValidationError(_MAY_BE_COPIED)
        return passkey


class Login(_Counted, LoginWebAuthnForm):  # type: ignore[misc]
    credential = _Credential(AuthenticationResponse.from_dict)


class Begun(LoginWebAuthnView):  # type: ignore[misc]
    """The question that a passkey answers."""

    def get(self, request: HttpRequest, *told: Any, **named: Any) -> HttpResponse:
        if refused := begun_too_often(request, "passkey"):
            return refused
        asked: HttpResponse = super().get(request, *told, **named)
        return asked


class Second(_Counted, AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = _Credential(AuthenticationResponse.from_dict)


class Again(_Counted, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before what is dear."""

    credential = _Credential(AuthenticationResponse.from_dict)


class Added(AddWebAuthnForm):  # type: ignore[misc]
    credential = _Credential(RegistrationResponse.from_dict)

    def clean(self) -> Any:
        told = super().clean()
        if not self.errors:
            still_you.shown_by_new(self.user, still_you.PASSKEY)
        return told
