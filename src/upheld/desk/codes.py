"""A code at the second step counts once, for as long as it could count again (RFC 6238, 5.2)."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from django.core.cache import cache

_NO_CODE = ""


class _Once(BaseAuthenticateForm):  # type: ignore[misc]
    """allauth remembers a code for one period; with the tolerance that we allow it counts for more.
    Of two who send the same one at once, allauth lets one in."""

    def clean_code(self) -> Any:
        used = f"second-factor:{self.user.pk}:{normalize_user_code(self.cleaned_data['code'])}"
        if cache.has_key(used):  # refused as any wrong one, and counted as a try
            self.cleaned_data["code"] = _NO_CODE
        code = super().clean_code()
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        cache.set(used, True, timeout=periods * app_settings.TOTP_PERIOD)
        return code


class CodeOnce(_Once, AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


class CodeOnceAgain(_Once, ReauthenticateForm):  # type: ignore[misc]
    """Before what is dear."""
