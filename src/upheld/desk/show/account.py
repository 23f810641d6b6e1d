"""One's own sign-in, as it is read: what is asked, what is set up, and where one is signed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from upheld.desk.second_factor import required
from upheld.store import models as rows

# The first that is named is it: Edge and Opera name Chrome too, and Chrome names Safari.
_BROWSERS = {
    "Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows",
    "Mac OS": "Mac", "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SessionLine:
    row: UserSession
    device: str
    current: bool


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody has beside their password; `codes` are those for when it is lost, unused."""

    app: bool
    passkeys: int
    codes: int

    @property
    def any(self) -> bool:
        return self.app or self.passkeys > 0


def account_page(
    by: rows.Person, sessions: Iterable[UserSession], key: str, now: datetime
) -> Mapping[str, Any]:
    lines = [SessionLine(row, device(row.user_agent), row.session_key == key) for row in sessions]
    lines.sort(key=lambda line: (not line.current, -line.row.last_seen_at.timestamp()))
    return {
        "section": "account",
        "now": now,
        "person": by,
        "factors": factors_of(by),
        "required": required(by.role),
        "has_password": by.has_usable_password(),
        "sessions": lines,
    }


def factors_of(by: rows.Person) -> Factors:
    kinds = Authenticator.Type
    found = list(Authenticator.objects.filter(user=by))
    codes = next((each.wrap() for each in found if each.type == kinds.RECOVERY_CODES), None)
    return Factors(
        app=any(each.type == kinds.TOTP for each in found),
        passkeys=sum(each.type == kinds.WEBAUTHN for each in found),
        codes=len(codes.get_unused_codes()) if codes else 0,
    )


def device(user_agent: str) -> str:
    """A browser and a system by their names, as far as a browser tells: Firefox on Linux."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), "")
    return " on ".join(filter(None, (browser or "A program", system)))
