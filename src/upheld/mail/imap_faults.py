"""Why a mailbox could not be read, in one line for whoever looks after it: what was said, and what
to do."""

import ssl
from collections.abc import Sequence
from socket import gaierror

from imap_tools.errors import (
    MailboxFolderSelectError,
    MailboxLoginError,
    UnexpectedCommandStatusError,
)

_LONGEST = 200  # signs of what a server says


def told(error: Exception) -> str:
    """An error in one line; what to do follows where it is known."""
    said, mend = _said(error), _mend(error)
    return f"{said}: {mend}" if mend else said


def _mend(error: Exception) -> str:
    match error:
        case MailboxLoginError():
            return "check the name in UPHELD_IMAP, and the password"
        case MailboxFolderSelectError():
            return "check the folder in UPHELD_IMAP"
        case ssl.SSLCertVerificationError():
            return "for a certificate of your own, name its file in SSL_CERT_FILE"
        case gaierror() | ConnectionRefusedError() | TimeoutError():
            return "check the host and the port in UPHELD_IMAP, and that the server runs"
    return ""


def _said(error: Exception) -> str:
    match error:
        case UnexpectedCommandStatusError():
            words = ["the server says", *_words(error.command_result)]
        case ssl.SSLCertVerificationError():
            words = ["its certificate is not one that this machine trusts:", error.verify_message]
        case OSError(strerror=str(why)):
            words = [why]
        case _:
            words = _words(error.args) or [str(error) or "no reason was given"]
    return " ".join(" ".join(words).split())[:_LONGEST]


def _words(parts: object) -> list[str]:
    """What a server said, which imaplib tells in bytes and in lists of them."""
    if isinstance(parts, bytes):
        return [parts.decode("utf-8", "replace")]
    if isinstance(parts, Sequence) and not isinstance(parts, str):
        return [word for part in parts for word in _words(part)]
    return []
