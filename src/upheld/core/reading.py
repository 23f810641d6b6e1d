"""What a letter says, read out of its words: paragraphs and sentences."""

import re
from collections.abc import Iterator

_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=(?:[-*•]|\d+[.)]) )")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z*\"“])")
QUOTED = re.compile(r'"[^"]*"|“[^“”]*”')


def paragraphs(text: str) -> list[str]:
    """Paragraphs and list items, each with its own line breaks still in it."""
    parts = (part.strip() for part in _PARAGRAPH.split(text.replace("\r\n", "\n")))
    return [part for part in parts if part]


# Lines this short were broken on purpose, as in a signature.
_SHORT = 50


def broken_on_purpose(paragraph: str) -> bool:
    """Whether the line breaks of a paragraph mean something, as those of a signature do."""
    written = paragraph.splitlines()
    return len(written) > 1 and all(len(line) < _SHORT for line in written)


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph; one that quotes several is one sentence of ours."""
    held = ""
    for part in _SENTENCE.split(" ".join(paragraph.split())):
        held = f"{held} {part}".strip()
        if held.count('"') % 2 == 0 and held.count("“") == held.count("”"):
            yield from filter(None, [held])
            held = ""
    yield from filter(None, [held])


def ours(text: str) -> str:
    """A text without what it quotes: the customer's loud words do not block our letter."""
    return QUOTED.sub('""', text)
