"""A request of ASGI as WSGI tells it."""

import sys
from collections.abc import MutableMapping
from io import BytesIO
from typing import Any
from wsgiref.types import WSGIEnvironment
from wsgiref.util import FileWrapper

Message = MutableMapping[str, Any]


def environ_of(scope: Message) -> WSGIEnvironment:
    """The request as WSGI tells it (PEP 3333), without its body and the settings of the machine.

    A header with an underscore in its name is let go: X_Forwarded_For would be taken for
    X-Forwarded-For, which the proxy writes.
    """
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:
            _add(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


_BARE = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def _add(environ: WSGIEnvironment, name: str, value: str) -> None:
    """What comes twice is a list (RFC 9110, section 5.3); cookies have a sign of their own between
    them (RFC 6265, section 4.2.1)."""
    if name == "cookie":
        value = _cookies(value)
    key = _BARE.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
    between = "; " if name == "cookie" else ","
    environ[key] = f"{environ[key]}{between}{value}" if key in environ else value


def _cookies(told: str) -> str:
    """Without those that have a backslash, which is in no cookie (RFC 6265, section 4.1.1): Python
    takes the square of how many there are (CVE-2024-7592)."""
    return ";".join(each for each in told.split(";") if "\\" not in each)
