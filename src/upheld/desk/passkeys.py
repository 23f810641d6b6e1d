"""What a passkey says is read before anything is done with it: a stranger can send anything."""

import struct
from collections.abc import Callable, Mapping
from typing import Any

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

# What the kit raises where a part is missing, is of another kind, or is no CBOR.
_AMISS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
          NotImplementedError, struct.error)  # fmt: skip


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


class Login(LoginWebAuthnForm):  # type: ignore[misc]
    credential = _Credential(AuthenticationResponse.from_dict)


class Second(AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = _Credential(AuthenticationResponse.from_dict)


class Again(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before what is dear."""

    credential = _Credential(AuthenticationResponse.from_dict)


class Added(AddWebAuthnForm):  # type: ignore[misc]
    credential = _Credential(RegistrationResponse.from_dict)
