"""The letter as it would be read, each problem tied to its sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from upheld.core.checks import NAMES, Problem
from upheld.core.letter_text import as_read
from upheld.core.reading import broken_on_purpose, paragraphs, sentences
from upheld.steps.letters import inline_html_of

_HEADING = re.compile(r"(?<!#)#+\s+")


@dataclass(frozen=True, slots=True)
class Note:
    """A problem with its number on the page; `must` when the letter may not leave with it."""

    number: int
    name: str
    quote: str
    mend: str
    must: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """As it is read, marked and with the way to each of its notes where it has any."""

    html: SafeString
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """`shape` is paragraph, heading, item or line."""

    shape: str
    sentences: tuple[Sentence, ...]


def notes(problems: Sequence[Problem]) -> tuple[Note, ...]:
    return tuple(
        Note(
            number=number,
            name=NAMES[problem.code],
            quote=problem.sentence,
            mend=problem.mend,
            must=problem.severity == "block",
        )
        for number, problem in enumerate(problems, 1)
    )


def blocks(body: str, found: Sequence[Note]) -> tuple[Block, ...]:
    return tuple(
        Block(shape, tuple(_sentence(said, found, shape) for said in sentences(line)))
        for shape, line in _lines(body)
    )


def _lines(body: str) -> Iterator[tuple[str, str]]:
    """The paragraphs that the checks read, each with its shape; a signature by its lines."""
    for paragraph in paragraphs(body):
        if broken_on_purpose(paragraph):
            yield from (("line", line.strip()) for line in paragraph.splitlines())
        elif paragraph.startswith("- "):
            yield "item", paragraph[2:]
        elif _HEADING.match(paragraph):
            yield "heading", _HEADING.sub("", paragraph, count=1)
        else:
            yield "paragraph", paragraph


def _sentence(text: str, found: Sequence[Note], shape: str) -> Sentence:
    hit = tuple(note.number for note in found if _points_at(note, text, shape))
    html = mark_safe(html_of(text))
    return Sentence(_marked(html, hit) if hit else html, hit)


_NOTE = '<a class="note" href="#note-{0}" id="at-{0}"><span class="hush">See note </span>{0}</a>'


def _marked(html: SafeString, numbers: Sequence[int]) -> SafeString:
    links = format_html_join("", _NOTE, ((number,) for number in numbers))
    return format_html("<mark>{}</mark>{}", html, links)


# Letters, digits and signs that mean nothing to Markdown or to HTML, as most sentences have alone;
# and an ampersand that stands for itself.
_SIGNS = r"[\w ,.;:'’\"()£€?!%/+–—-]*"
_PLAIN = re.compile(rf"{_SIGNS}(?:& {_SIGNS})*")


# Our letters share most of their sentences: a draft is made of them.
@lru_cache(maxsize=4096)
def html_of(text: str) -> str:
    """A sentence as HTML."""
    if _PLAIN.fullmatch(text) and "_" not in text:
        return text.replace("&", "&amp;")
    # Cleaned although Markdown is told to let no HTML through: the text may come from anyone.
    return nh3.clean(inline_html_of(text), tags={"strong", "em"})


def _points_at(note: Note, text: str, shape: str) -> bool:
    """The checks read broken lines as one sentence: a problem of it is shown at each line."""
    if not (text and note.quote):
        return False
    seen, quote = as_read(text).removeprefix("- ").strip("*"), note.quote.removeprefix("- ")
    return seen in quote if shape == "line" else seen == quote
