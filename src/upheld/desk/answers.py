"""What the firm's directory answers is as it should be, or is not believed, whichever it speaks."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from requests import Response

# What Python and allauth say of a list where an object should be, of a text where a number should,
# of a number that none of ours holds and of a list within a hundred thousand others.
_AMISS = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
# As many signs as allauth keeps of a name; OpenID Connect allows 255, and SAML 256 (Core, 8.3.7).
_LONGEST_NAME = 191


class NotBelieved(OAuth2Error):  # type: ignore[misc]
    """In fixed words and codes, which the log may write (project/logs.py): never what was said of
    somebody."""

    def __init__(self, words: str, *codes: object) -> None:
        super().__init__(words % codes)
        self.words, self.codes = words, codes


@contextmanager
def read(what: str) -> Iterator[None]:
    """Raises NotBelieved for whatever fails inside by what the directory told."""
    try:
        yield
    except _AMISS as error:
        raise NotBelieved(f"{what} cannot be read: %s", type(error).__name__) from error


def name_of(said: Any) -> str:
    """What a directory knows somebody by. Raises NotBelieved for what no database keeps."""
    if isinstance(said, str) and 0 < len(said) <= _LONGEST_NAME and said.isprintable():
        return said
    raise NotBelieved("whom it names has 1 to %s signs, which can be printed", _LONGEST_NAME)


def an_object(answer: Response, *told: Any, **more: Any) -> None:
    """Raises NotBelieved unless it is an object of JSON (RFC 8259) whose texts can be written down:
    a lone surrogate, which JSON lets through, is no sign."""
    if answer.is_redirect:
        return
    if answer.status_code not in (HTTPStatus.OK, HTTPStatus.CREATED):
        raise NotBelieved("%s says %s, %s", answer.url, answer.status_code, _why(answer))
    with read("an answer"):
        found = answer.json()
        json.dumps(found, ensure_ascii=False).encode()
    if not isinstance(found, dict):
        raise NotBelieved("%s tells no object of JSON", answer.url)
    if answer.request.method == "POST" and not found.get("access_token"):
        raise NotBelieved("%s tells no access token", answer.url)


def _why(answer: Response) -> str:
    """Its own code for what went wrong (RFC 6749, 5.2): invalid_client."""
    with suppress(*_AMISS):
        return str(answer.json()["error"])
    return "and not why"
