"""Bytes to words: charsets that are wrong or unknown, and headers in encoded words (RFC 2047)."""

import codecs
import re
import unicodedata
from email.errors import MessageError
from email.header import decode_header

# Labels that in mail mean Microsoft's superset (WHATWG Encoding, section 4.2), or say nothing.
_VAGUE = {"", "ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252",
          "cp1252", "unknown-8bit", "x-unknown", "default"}  # fmt: skip
# Codecs of Python's that are no charset of mail; one of them needs quadratic time.
_NO_CHARSET = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}


def decoded(content: bytes, charset: str) -> str:
    """The text of `content`. What is labelled wrongly is read as what it most likely is."""
    named = charset.strip().strip("\"'").lower()
    if named in _VAGUE:
        return _of_vague(content)
    try:
        codec = codecs.lookup(named)
    except (LookupError, ValueError):
        return _of_vague(content)
    if codec.name in _NO_CHARSET:
        return _of_vague(content)
    try:
        return content.decode(named)
    except (LookupError, UnicodeError):
        return _of_broken(content, named)


def _of_vague(content: bytes) -> str:
    """What is valid as UTF-8 beyond ASCII is hardly ever anything else."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")


def _of_broken(content: bytes, named: str) -> str:
    """Bytes that their charset does not know: another charset, or a few that were damaged."""
    try:
        damaged = content.decode(named, errors="replace")
    except (LookupError, UnicodeError):
        return _of_vague(content)
    whole = sum(ord(sign) > 127 for sign in damaged) - damaged.count("\ufffd")
    return damaged if whole else _of_vague(content)


def header(raw: str) -> str:
    """A header as one line of words, without control signs: nothing in it can begin another."""
    try:
        eight_bit = raw.encode("ascii", "surrogateescape")
        plain = raw if raw.isascii() else decoded(eight_bit, "")
    except UnicodeEncodeError:
        plain = raw
    return one_line(_encoded_words(plain))


def _encoded_words(text: str) -> str:
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except (MessageError, ValueError):
        return text
    return "".join(_word(part, charset) for part, charset in parts)


def _word(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    return decoded(part, charset) if charset else part.decode("raw-unicode-escape", "replace")


_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def one_line(text: str) -> str:
    shown = (" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return " ".join(_NO_TEXT.sub("\ufffd", "".join(shown)).split())


def lines(text: str) -> str:
    """A text with one kind of line end, and without what a database refuses."""
    return _NO_TEXT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
