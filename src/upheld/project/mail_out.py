"""The mail server that letters are handed to, as one address names it."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_SUBMISSION = 587  # whoever takes mail there speaks STARTTLS (RFC 6409; RFC 8314, section 3.3)
_SHAPE = (
    "UPHELD_SMTP must be such as smtps://name@smtp.example.org:465 or, with STARTTLS, "
    "smtp://name@smtp.example.org:587; its password goes into UPHELD_SMTP_PASSWORD_FILE"
)


_BY_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_IN_TIME = "upheld.project.smtp.EmailBackend"


def backend(named: str) -> str:
    """How letters leave, as the settings name it: by SMTP, a server that drips is given up."""
    return _IN_TIME if named == _BY_SMTP else named


class Server(NamedTuple):
    """`secure`: TLS from the first byte; `upgraded`: from STARTTLS on, and nothing is said without.
    No name and no password leave this machine in the clear."""

    host: str
    port: int
    name: str
    secure: bool
    upgraded: bool


def server(url: str) -> Server:
    """Raises ImproperlyConfigured where it is no address of a mail server."""
    try:
        told = urlsplit(url)
        port = told.port
    except ValueError:
        raise ImproperlyConfigured(_SHAPE) from None
    secure = told.scheme == "smtps"
    if told.scheme not in ("smtp", "smtps") or not told.hostname or told.password or told.path:
        raise ImproperlyConfigured(_SHAPE)
    port = port or (465 if secure else 25)
    signed_in_to = bool(told.username) and told.hostname not in _THIS_MACHINE
    upgraded = not secure and (port == _SUBMISSION or signed_in_to)
    return Server(told.hostname, port, unquote(told.username or ""), secure, upgraded)


def password(given: str, file: str) -> str:
    """Raises ImproperlyConfigured where the file cannot be read."""
    if not file:
        return given
    try:
        return Path(file).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ImproperlyConfigured(f"UPHELD_SMTP_PASSWORD_FILE cannot be read: {why}") from None
