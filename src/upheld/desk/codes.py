"""A code at the second step counts once, for as long as it could count again (RFC 6238, 5.2), and
so few are tried that nobody guesses one (NIST SP 800-63B, 5.2.2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from upheld.core.ways_in import WRONG_CODES, WayIn
from upheld.store.models import Person
from upheld.store.rows import staff_notices

from . import still_you

_NO_CODE = ""


class _Once(BaseAuthenticateForm):  # type: ignore[misc]
    """allauth remembers a code for one period; with the tolerance that we allow it counts for more.
    Of two who send the same one at once, allauth lets one in."""

    def clean_code(self) -> Any:
        given = self.cleaned_data["code"]
        if cache.has_key(_used(self.user.pk, given)):  # refused as any wrong one, and counted
            self.cleaned_data["code"] = _NO_CODE
        with _counted(self.user):
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
        still_you.shown_by_new(self.user, still_you.APP)
        return code


@contextmanager
def _counted(person: Person) -> Iterator[None]:
    """A wrong code is one of those of the day, and its owner hears of the fifth: who gives a code
    has the password. With another password the count is another, so that whoever has the mailbox
    is not kept out by who had the old one."""
    key = person.get_session_auth_hash()
    counted = ratelimit.consume(
        context.request, app="allauth.account", action="second_factor", key=key
    )
    if counted is None:
        raise get_adapter().validation_error("too_many_codes")
    try:
        yield
    except ValidationError:
        if len(cache.get(counted.usage[0].cache_key, ())) == WRONG_CODES:
            staff_notices.tell(person, WayIn.CODES_TRIED, person.name, timezone.now())
        raise
    counted.rollback()


def _used(person: int, code: str) -> str:
    return f"second-factor:{person}:{normalize_user_code(code)}"


def _use(person: int, code: str) -> None:
    periods = 2 * app_settings.TOTP_TOLERANCE + 1
    cache.set(_used(person, code), True, timeout=periods * app_settings.TOTP_PERIOD)
