"""What Mailgun signs is a time and a token, and not the message beside them: whoever has seen one
request could bring their own message under it, at any time. So a signature counts for as long as
Mailgun tries to bring what it was made for, and for that alone.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from anymail.exceptions import AnymailWebhookValidationFailure
from django.core.cache import cache
from django.http import HttpRequest

# Mailgun tries for 8 hours, the last time 7:55 after the first; whether it signs anew for each
# nobody says.
_TRIED = timedelta(hours=8)
_CLOCKS = timedelta(minutes=15)  # by which its clock and ours may differ
_LONGER = timedelta(seconds=2)  # the cache keeps whole seconds
_TIME = re.compile(r"[0-9]{1,11}", re.ASCII)


def take(request: HttpRequest, digest: str, now: datetime) -> None:
    """For a request whose signature holds. Raises AnymailWebhookValidationFailure where it was made
    too long ago, or brought something else before; the same may come again."""
    time, token = _signed(request)
    if not _TIME.fullmatch(time):
        raise AnymailWebhookValidationFailure("the time that is signed is none")
    at = datetime.fromtimestamp(int(time), UTC)
    ends = at + _TRIED + _CLOCKS
    if not at - _CLOCKS <= now <= ends:
        raise AnymailWebhookValidationFailure("it was signed too long ago, or is yet to be")
    # Signed are the two in one: where the one ends and the other begins could be told otherwise.
    number = hashlib.sha256(f"{time}{token}".encode()).hexdigest()
    key, lasts = f"mailgun-signature:{number}", ends - now + _LONGER
    if not cache.add(key, digest, timeout=lasts.total_seconds()) and cache.get(key) != digest:
        raise AnymailWebhookValidationFailure("it brought another message before")


def _signed(request: HttpRequest) -> tuple[str, str]:
    """The time and the token, from where anymail takes them to hold the signature against."""
    is_json = request.content_type == "application/json"
    told = json.loads(request.body)["signature"] if is_json else request.POST
    return f"{told['timestamp']}", f"{told['token']}"


def digest_of(fields: Mapping[str, bytes], files: Mapping[str, Iterable[Any]]) -> str:
    """Of all that a form brings, however its parts are parted on their way."""
    sent = list(fields.items())
    for name, found in files.items():
        for each in found:
            sent.append((f"{name} {each.name} {each.content_type}", each.file.getvalue()))
    one = hashlib.sha256()
    for name, value in sorted(sent):
        one.update(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest())
        one.update(hashlib.sha256(value).digest())
    return one.hexdigest()
