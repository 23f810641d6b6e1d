"""One question to an OpenAI-compatible endpoint, and its answer or a plain reason why not.

The standard library's client does all that is wanted: it follows no redirect and no proxy of the
environment. What it lacks, a limit of time and of size for the whole answer, is here.
"""

import ipaddress
import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from pydantic import BaseModel, ValidationError

LARGEST_ANSWER = 1_000_000  # bytes
T = TypeVar("T", bound=BaseModel)


class ModelError(Exception):
    """The model cannot be asked, or said nothing that can be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is: `url` ends before /chat/completions, `seconds` bound a whole answer."""

    url: str
    model: str
    key: str
    seconds: float
    longest: int  # tokens of an answer


def named() -> Endpoint | None:
    """The endpoint of the settings; None while the firm names none. Raises ModelError."""
    if not settings.MODEL_URL:
        return None
    checked(settings.MODEL_URL)
    return Endpoint(
        settings.MODEL_URL.rstrip("/"),
        settings.MODEL_NAME,
        settings.MODEL_KEY,
        settings.MODEL_SECONDS,
        settings.MODEL_LONGEST,
    )


def checked(url: str) -> SplitResult:
    """The parts of an address that a complaint may be sent to: https, or this machine itself.

    Raises ModelError for any other: words of a customer do not travel in the open."""
    try:
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and _here(parts.hostname or ""))
        amiss = not (safe and parts.hostname) or parts.username or parts.query or parts.fragment
        _ = parts.port
    except ValueError:
        amiss = True
    if amiss:
        raise ModelError(
            "UPHELD_MODEL_URL: write https://host/v1, or http://127.0.0.1:port/v1 for this machine"
        )
    return parts


def _here(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def ask(endpoint: Endpoint, messages: list[dict[str, str]], shape: type[T], schema: Any) -> T:
    """The answer in its `shape`. Raises ModelError for all that is anything else."""
    told = {
        "model": endpoint.model,
        "messages": messages,
        "temperature": 0,
        "max_tokens": endpoint.longest,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": schema},
        },
    }
    return _shaped(_content(_sent(endpoint, json.dumps(told).encode())), shape)


def _shaped(content: str, shape: type[T]) -> T:
    try:
        return shape.model_validate_json(content, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the answer"
        raise ModelError(f"the model did not answer in the form asked for ({where})") from None


def _content(body: bytes) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise ModelError("the endpoint answered no chat completion") from None
    if not isinstance(content, str):
        raise ModelError("the endpoint answered no text")
    return content


def _sent(endpoint: Endpoint, body: bytes) -> bytes:
    """The body of a good answer, whole, in time and not too large. Raises ModelError."""
    parts = checked(endpoint.url)
    connection = _connection(parts, endpoint.seconds)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    try:
        connection.connect()
        with _Limit(connection, endpoint.seconds) as limit:
            connection.request("POST", f"{parts.path}/chat/completions", body, headers)
            return _read(connection.getresponse(), limit)
    except (OSError, HTTPException, ValueError):
        raise ModelError("the endpoint did not answer: look whether it runs") from None
    finally:
        connection.close()


def _connection(parts: SplitResult, seconds: float) -> HTTPConnection:
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=seconds)


class _Limit:
    """Ends a conversation that takes too long in all, however little comes and comes."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        # The response takes the socket over from the connection: it is kept here to be cut.
        self._socket: socket.socket = connection.sock
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self.over = False

    def _cut(self) -> None:
        self.over = True
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "_Limit":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _read(response: HTTPResponse, limit: _Limit) -> bytes:
    if response.status in range(300, 400):
        raise ModelError("the endpoint sends us elsewhere: nothing was sent there")
    if response.status != 200:
        raise ModelError(f"the endpoint answered {response.status}")
    body = response.read(LARGEST_ANSWER + 1)
    if limit.over:
        raise ModelError("the endpoint took too long to answer")
    if len(body) > LARGEST_ANSWER:
        raise ModelError(f"the endpoint answered more than {LARGEST_ANSWER:,} bytes")
    return body


def strictly(schema: Mapping[str, Any]) -> dict[str, Any]:
    """An object of these properties, all of them and no others."""
    return {
        "type": "object",
        "properties": dict(schema),
        "required": list(schema),
        "additionalProperties": False,
    }
