"""A code at the second step counts once, for as long as it could count again (RFC 6238, 5.2)."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache

_NO_CODE = ""


class _Once(BaseAuthenticateForm):  # type: ignore[misc]
    """allauth remembers a code for one period; with the tolerance that we allow it counts for more.
    Of two who send the same one at once, allauth lets one in."""

    def clean_code(self) -> Any:
        given = self.cleaned_data["code"]
        if cache.has_key(_used(self.user.pk, given)):  # refused as any wrong one, and counted
            self.cleaned_data["code"] = _NO_CODE
        code = super().clean_code()
        _use(self.user.pk, given)
        return code


class CodeOnce(_Once, AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


class CodeOnceAgain(_Once, ReauthenticateForm):  # type: ignore[misc]
    """Before what is dear."""


class FirstCode(ActivateTOTPForm):  # type: ignore[misc]
    """The code that shows that an app works: it is spent with that, and opens nothing."""

    def clean_code(self) -> Any:
        code = super().clean_code()
        _use(self.user.pk, code)
        return code


def _used(person: int, code: str) -> str:
    return f"second-factor:{person}:{normalize_user_code(code)}"


def _use(person: int, code: str) -> None:
    periods = 2 * app_settings.TOTP_TOLERANCE + 1
    cache.set(_used(person, code), True, timeout=periods * app_settings.TOTP_PERIOD)
