"""What a passkey says is read before anything is done with it: a stranger can send anything."""

import struct
from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
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

_INCORRECT = "incorrect_code"
_NO_PASSKEY = "This is no passkey: try it once more."
_OPENS_NOTHING = (
    "This passkey opens nothing here: it was taken away, or this page was open for too long. Try "
    "once more, or go another way."
)
_MAY_BE_COPIED = (
    "This passkey may have been copied: it had signed more often before. Sign in in another way, "
    "and remove it under your account."
)


class _Credential(forms.JSONField):
    """JSON that the kit can read; allauth expects nothing else (KeyError, RecursionError)."""

    def __init__(self, read: Callable[[Mapping[str, Any]], object]) -> None:
        told = {"required": _NO_PASSKEY, "invalid": _NO_PASSKEY}
        super().__init__(required=True, widget=forms.HiddenInput, error_messages=told)
        self._read = read

    def clean(self, value: Any) -> Any:
        try:
            told = super().clean(value)
            self._read(told)
        except ValidationError:
            raise
        except _AMISS:
            raise ValidationError(_NO_PASSKEY) from None
        return told

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing of it is shown again: a browser makes another."""
        return InvalidJSONInput()


class _Counted(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """What a passkey says of how often it signed is read once its signature was found right."""

    def clean_credential(self) -> Authenticator:
        said = AuthenticationResponse.from_dict(self.cleaned_data["credential"])
        passkey = self._signed()
        count = said.response.authenticator_data.counter
        if not count_passkey(passkey, count, timezone.now()):
            raise ValidationError(_MAY_BE_COPIED)
        return passkey

    def _signed(self) -> Authenticator:
        """Which it is. allauth calls every one that is refused an incorrect code."""
        try:
            return super().clean_credential()
        except ValidationError as error:
            raise error if error.code != _INCORRECT else ValidationError(_OPENS_NOTHING) from error


class Login(_Counted, LoginWebAuthnForm):  # type: ignore[misc]
    credential = _Credential(AuthenticationResponse.from_dict)


class Begun(LoginWebAuthnView):  # type: ignore[misc]
    """The question that a passkey answers."""

    def get(self, request: HttpRequest, *told: Any, **named: Any) -> HttpResponse:
        if refused := begun_too_often(request, "passkey"):
            return refused
        asked: HttpResponse = super().get(request, *told, **named)
        return asked

    def form_invalid(self, form: Login) -> HttpResponse:
        """The page of sign-in once more, with why. allauth leads to it, and forgets where somebody
        was on their way to."""
        page = LoginView()
        page.setup(self.request)
        other = page.get_form_class()(request=self.request)
        shown: HttpResponse = page.render_to_response(
            page.get_context_data(form=other, passkey=form)
        )
        return shown


class Second(_Counted, AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = _Credential(AuthenticationResponse.from_dict)


class Again(_Counted, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before what is dear."""

    credential = _Credential(AuthenticationResponse.from_dict)


class AskedAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The page that asks for a passkey before what is dear."""

    def get_form(self, form_class: type[Again] | None = None) -> Again:
        """Looked at once, where it is shown once more too: what is refused counts once."""
        if not hasattr(self, "_form"):
            self._form: Again = super().get_form(form_class)
        return self._form

    def form_invalid(self, form: Again) -> HttpResponse:
        """The same page, with why. allauth leads to the sign-in, and that to the first page."""
        shown: HttpResponse = self.render_to_response(self.get_context_data())
        return shown


class Added(AddWebAuthnForm):  # type: ignore[misc]
    credential = _Credential(RegistrationResponse.from_dict)

    def clean(self) -> Any:
        told = super().clean()
        if not self.errors:
            still_you.shown_by_new(self.user, still_you.PASSKEY)
        return told
