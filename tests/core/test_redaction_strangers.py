"""Sixty short texts as strangers write them: chat and text messages without capitals, transcripts,
forms, forwarded mail, people of many countries, and numbers of things that are nobody's.

They were written before the patterns were mended by one half of them. ‹kind:value› marks what is to
go; the file parts its texts by lines of three dashes.
"""

import re
from pathlib import Path

import pytest

from upheld.core.redaction import apart, places

_MARK = re.compile(r"‹[\w-]+:([^›]*)›")
_FILE = Path(__file__).parent / "texts" / "strangers.txt"
_TOLD = [told.strip() for told in _FILE.read_text("utf-8").split("\n---\n") if told.strip(" -\n")]
_HALVES = {"read": _TOLD[0::2], "not read": _TOLD[1::2]}
Span = tuple[int, int]


def _spans(told: str) -> tuple[str, list[Span]]:
    """The text without its marks, and where the values stand."""
    spans, shift = list[Span](), 0
    for match in _MARK.finditer(told):
        start = match.start() - shift
        shift += len(match[0]) - len(match[1])
        spans.append((start, start + len(match[1])))
    return _MARK.sub(r"\1", told), spans


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _measured(told: str) -> tuple[int, int, int]:
    """How many values there are, how many of them are found (four fifths), and false places."""
    text, spans = _spans(told)
    taken = [(found.start, found.end) for found in apart(places(text))]
    found = sum(
        sum(_overlap(span, each) for each in taken) >= 0.8 * (span[1] - span[0]) for span in spans
    )
    false = sum(not any(_overlap(each, span) for span in spans) for each in taken)
    return len(spans), found, false


def test_there_are_sixty() -> None:
    assert len(_TOLD) == 60


@pytest.mark.parametrize("half", _HALVES)
def test_what_strangers_write_is_found_and_little_else(half: str) -> None:
    values, found, false = map(sum, zip(*map(_measured, _HALVES[half]), strict=True))
    assert found >= 0.98 * values
    assert false <= 0.35 * len(_HALVES[half])
