"""A charset that a stranger names is no way to a fault of ours: what comes is UTF-8."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest

from upheld.project.content_type import bare
from upheld.project.wsgi import application

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
# None of text, of another text than ours, unknown, and one that cannot even be looked up.
NAMED = (
    "charset=rot13", "charset=zlib", "charset=utf-7", "charset=latin-1", "charset=no-such",
    "charset*=rot13''x", "a*=no-such''b", 'charset="\x00"', "charset=utf-8; charset=rot13",
)  # fmt: skip


def asked(method: str, kind: str, body: bytes = b"") -> tuple[int, dict[str, str]]:
    """The status and the headers, as the server would send them."""
    told: list[tuple[str, list[tuple[str, str]]]] = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": "/complain/", "QUERY_STRING": "next=%C3%A4",
        "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
    }  # fmt: skip
    setup_testing_defaults(environ)
    application(environ, lambda status, headers, _=None: told.append((status, headers)))  # type: ignore[arg-type]
    status, headers = told[-1]
    return int(status.split()[0]), dict(headers)


@pytest.mark.parametrize("named", NAMED)
def test_whatever_charset_is_named_there_is_an_answer(named: str, db: None) -> None:
    assert asked("GET", f"{FORM}; {named}")[0] == 200
    for kind in (FORM, PARTS, f"{PARTS}; boundary=b"):
        status, headers = asked("POST", f"{kind}; {named}", b"text=Sp%C3%A4t")
        assert status == 403, "without the token of the form, which was looked for"
        assert "default-src 'self'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("", ""),
        ("application/json", "application/json"),
        ("text/html; charset=utf-8", "text/html"),
        (f"{PARTS}; charset=zlib; Boundary = b7", f"{PARTS}; boundary=b7"),
        (f'{PARTS}; boundary="a; b"; charset=x', f'{PARTS}; boundary="a; b"'),
    ],
)
def test_the_kind_is_kept_and_where_parts_begin(told: str, kept: str) -> None:
    assert bare(told) == kept
