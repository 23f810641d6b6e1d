"""The letter as it would be read, each problem tied to its sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from upheld.core.checks import Problem

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
# Lines this short were broken on purpose, as in a signature.
_SHORT = 50
_HEADING = re.compile(r"#+\s+")
_NAMES = {
    "answer_in_acknowledgement": "An acknowledgement holds no answer",
    "non_apology": "An apology that admits nothing",
    "person_not_issue": "About the person, not what happened",
    "placeholder_left": "A placeholder is left",
    "dead_reference": "A place that no longer exists",
    "review_condition": "A remedy may not hang on a review",
    "no_date": "No day by which they hear from us",
    "no_admission": "No plain admission",
    "no_reasons": "A refusal without its reason",
    "no_outside_body": "The outside body is missing",
    "amount_differs": "An amount that is not in the decision",
    "amount_missing": "An amount owed is missing",
    "too_many_apologies": "More apology is not better",
}


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
            name=_NAMES.get(problem.code, problem.code.replace("_", " ").capitalize()),
            quote=problem.sentence,
            mend=problem.mend,
            must=problem.severity == "block",
        )
        for number, problem in enumerate(problems, 1)
    )


def blocks(body: str, found: Sequence[Note]) -> tuple[Block, ...]:
    return tuple(
        Block(shape, tuple(_sentence(text, found) for text in _sentences(line)))
        for shape, line in _lines(body)
    )


def _lines(body: str) -> Iterator[tuple[str, str]]:
    """Paragraphs, headings and list items as checks.py cuts them, each on one line."""
    for paragraph in re.split(r"\n\s*\n|\n(?=- )", body.strip()):
        written = paragraph.strip().splitlines()
        if len(written) > 1 and all(len(line) < _SHORT for line in written):
            yield from (("line", line) for line in written)
            continue
        line = " ".join(paragraph.split())
        if line.startswith("- "):
            yield "item", line[2:]
        elif _HEADING.match(line):
            yield "heading", _HEADING.sub("", line)
        elif line:
            yield "paragraph", line


def _sentences(line: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z*\"“])", line) if part]


def _sentence(text: str, found: Sequence[Note]) -> Sentence:
    # Cleaned although Markdown is told to let no HTML through: the text may come from anyone.
    html = nh3.clean(_MARKDOWN.renderInline(text), tags={"strong", "em"})
    hit = tuple(note.number for note in found if note.quote.removeprefix("- ") == text)
    return Sentence(mark_safe(html), hit)
