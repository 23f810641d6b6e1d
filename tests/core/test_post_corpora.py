"""Real and broken messages of others: each is read, and what differs from their parse is known."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.test_post import reads
from tests.docs.pages import ROOT, codes, table

from upheld.core.post import parted, read

MAIL = ROOT.parent / "shared" / "data" / "mail"
KIT = MAIL / "stalwart_mailparser" / "resources" / "eml"
MESSAGES = sorted(MAIL.rglob("*.eml"))
REPLIES = sorted(MAIL.rglob("*.txt")) if MAIL.is_dir() else []
PAGE = ROOT / "docs" / "reference" / "mail.md"

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not MESSAGES, reason="there is no mail under ../shared/data"),
]


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_message_is_read(path: Path) -> None:
    read(path.read_bytes())


def test_what_differs_from_the_expected_parse_is_told_in_the_reference() -> None:
    """Each row of the page names messages and what differs; nothing else does, and all of it."""
    told = {
        (name, codes(row[1])[0])
        for row in table(PAGE.read_text("utf-8"), "messages")
        for name in codes(row[0])
    }
    expected = sorted(KIT.glob("*/*.json"))
    found = {
        (f"{path.parent.name}/{path.stem}", what)
        for path in expected
        if not path.stem.endswith(".crlf")
        for what in _differs(path)
    }
    assert found == told


def _differs(path: Path) -> Iterator[str]:
    expected, post = (
        json.loads(path.read_text("utf-8")),
        read(path.with_suffix(".eml").read_bytes()),
    )
    headers = {_name(each): each["value"] for each in expected["parts"][0]["headers"]}
    if _plain(_text(headers.get("subject"))) != post.subject:
        yield "subject"
    if _addresses(headers.get("from")) != [(each.name, each.email) for each in post.senders]:
        yield "addresses"
    bodies = [_body(expected, at) for at in expected["text_body"]]
    texts = [_read_html(body) if kind == "Html" else body for kind, body in bodies if kind in _TEXT]
    if _plain("\n".join(texts)) != _plain(post.text):
        yield "text"
    if not all(_is_kept(*_body(expected, at), post.attachments) for at in expected["attachments"]):
        yield "attachments"


_TEXT = ("Text", "Html")


def _name(header: dict[str, Any]) -> str:
    return header["name"] if isinstance(header["name"], str) else header["name"]["other"]


def _text(value: object) -> str:
    return value["Text"] if isinstance(value, dict) and "Text" in value else ""


def _addresses(value: object) -> list[tuple[str, str]]:
    told = value.get("Address", {}) if isinstance(value, dict) else {}
    listed = told.get("List") or [
        each for group in told.get("Group", ()) for each in group["addresses"]
    ]
    return [(each.get("name") or "", (each.get("address") or "").lower()) for each in listed]


def _body(expected: dict[str, Any], at: int) -> tuple[str, Any]:
    ((kind, body),) = expected["parts"][at]["body"].items()
    return kind, body


def _read_html(body: str) -> str:
    return read(b"Content-Type: text/html; charset=utf-8\n\n" + body.encode()).text


def _is_kept(kind: str, body: Any, attachments: Any) -> bool:
    if kind in ("Binary", "InlineBinary"):
        return any(each.content == bytes(body) for each in attachments)
    if kind in _TEXT:
        texts = [each.content.decode("utf-8", "replace") for each in attachments]
        return _plain(body) in map(_plain, texts)
    return any(each.type.startswith("message/") for each in attachments)


def _plain(text: str) -> str:
    return " ".join(text.split())


@given(st.data())
@settings(max_examples=100)
def test_each_message_damaged_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    small = [path for path in MESSAGES if path.stat().st_size < 20_000]
    raw = data.draw(st.sampled_from(small)).read_bytes()
    for _ in range(data.draw(st.integers(1, 5))):
        at, cut = data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, 200))
        raw = raw[:at] + data.draw(st.binary(max_size=20)) + raw[at + cut :]
    assert reads(raw)


def test_no_reply_loses_a_line_and_the_reference_says_in_how_many_something_is_folded() -> None:
    folded = 0
    for path in REPLIES:
        told = path.read_text("utf-8", "replace")
        found = parted(told)
        folded += bool(found.folded)
        kept = f"{found.new}\n{found.folded}".split("\n")
        assert sorted(_lines(kept)) == sorted(_lines(told.split("\n"))), path.name
    page = PAGE.read_text("utf-8")
    assert f"of {len(REPLIES)} replies in the two collections" in page
    assert f"something is folded in {folded}," in page


def _lines(told: list[str]) -> list[str]:
    return [line.strip() for line in told if line.strip()]
