"""The firm's secret, and those of before it: what is marked and sealed under them.

`settings.SECRET_KEY` makes, and any of `settings.SECRET_KEY_FALLBACKS` still opens, as Django does
it for what it signs itself (sessions, signed addresses).
"""

import base64
from collections.abc import Sequence
from enum import StrEnum

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "upheld.secret"
_NAME = 8  # letters: no secret is found by its name


class SecretMissing(ValueError):
    """Sealed under a secret that we were not given; the message says what to do."""


class Under(StrEnum):
    """Which secret something is sealed under; from the best to the worst."""

    IN_FORCE = "in force"
    BEFORE = "before"
    MISSING = "missing"


def secrets() -> list[str]:
    """The one in force, then those of before it."""
    return [str(settings.SECRET_KEY), *settings.SECRET_KEY_FALLBACKS]


def names() -> list[str]:
    """What each is called where it must not be told, in the same order."""
    return [
        salted_hmac(f"{_SALT}.name", "", secret, algorithm="sha256").hexdigest()[:_NAME]
        for secret in secrets()
    ]


def mark(salt: str, told: str) -> str:
    """By what `told` is known to be ours: 256 bits in hexadecimal digits."""
    return marks(salt, told)[0]


def marks(salt: str, told: str) -> list[str]:
    """The mark under each secret, that in force first."""
    return [salted_hmac(salt, told, secret, algorithm="sha256").hexdigest() for secret in secrets()]


def is_one_of(given: str, expected: Sequence[str]) -> bool:
    return any(constant_time_compare(given, each) for each in expected)


def seal(salt: str, told: bytes) -> str:
    return _boxes(salt)[0].encrypt(told).decode()


def opened(salt: str, sealed: str) -> bytes:
    """Raises SecretMissing."""
    try:
        return MultiFernet(_boxes(salt)).decrypt(sealed.encode())
    except InvalidToken:
        raise SecretMissing(
            "it was sealed under another secret: give that in UPHELD_SECRET_KEY_FALLBACKS"
        ) from None


def resealed(salt: str, sealed: str) -> str:
    """The same under the secret in force. Raises SecretMissing."""
    return seal(salt, opened(salt, sealed))


def under(salt: str, sealed: str) -> Under:
    for number, box in enumerate(_boxes(salt)):
        try:
            box.decrypt(sealed.encode())
        except InvalidToken:
            continue
        return Under.BEFORE if number else Under.IN_FORCE
    return Under.MISSING


def _boxes(salt: str) -> list[Fernet]:
    keys = (salted_hmac(salt, "", each, algorithm="sha256").digest() for each in secrets())
    return [Fernet(base64.urlsafe_b64encode(key)) for key in keys]
