"""A letter's Markdown as its parts, for paper, for plain text and for what checks it. What it
quotes stays text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .as_seen import as_seen
from .reading import broken_on_purpose

# A letter quotes what a stranger wrote: nothing in it may load, run, or lead anywhere.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "link", "autolink", "reference"]
)
_BLANK_LINE = re.compile(r"\n\s*\n")


def with_breaks(body: str) -> str:
    """The Markdown of a letter in which the lines of its signature stay lines."""
    parts = _BLANK_LINE.split(body.replace("\r\n", "\n"))
    return "\n\n".join(map(_with_breaks, parts))


def _with_breaks(paragraph: str) -> str:
    return paragraph.replace("\n", "  \n") if broken_on_purpose(paragraph) else paragraph


# What sets words otherwise within a paragraph, and what makes another thing of one at its start. An
# underscore within a word sets nothing.
_MARKS = re.compile(r"[\\*`]|&(?=#?\w+;)|(?<![^\W_])_+|_+(?![^\W_])")
_BEGINS = re.compile(r"\A(\s*\d*)([-#+>~=.)])")
_LINE_END = re.compile(r"[\r\n]+")


def as_typed(text: str) -> str:
    """Somebody else's words, to stand in the Markdown of a letter: they are read as they were
    typed, on one line."""
    line = _LINE_END.sub(" ", text)
    kept = _MARKS.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), line)
    return _BEGINS.sub(r"\1\\\2", kept)


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are set alike; `lines` is a break between two lines."""

    text: str
    strong: bool = False
    emphasis: bool = False
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, heading, item or numbered item of a letter."""

    kind: str
    runs: tuple[Run, ...]
    number: int = 0

    @property
    def text(self) -> str:
        return "".join("\n" if run.lines else run.text for run in self.runs)


def parts(body: str) -> tuple[Part, ...]:
    return tuple(_parts(MARKDOWN.parse(with_breaks(body))))


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    lists: list[int] = []  # the next number of each list that is open, 0 where it has none
    heading, first = False, False
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(0)
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                first = True
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline":
                yield _part(token, heading, lists[-1] if lists and first else None)
                if lists and first and lists[-1]:
                    lists[-1] += 1
                first = False
            case "code_block" | "fence":
                yield Part("paragraph", (Run(token.content.strip("\n")),))


def _part(token: Token, heading: bool, number: int | None) -> Part:
    runs = tuple(_runs(token.children or ()))
    if heading:
        return Part("heading", runs)
    if number is None:
        return Part("paragraph", runs)
    return Part("number", runs, number) if number else Part("item", runs)


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    strong = emphasis = 0
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "hardbreak":
                yield Run("", lines=True)
            case "softbreak":
                yield Run(" ", bool(strong), bool(emphasis))
            case _:
                yield Run(token.content, bool(strong), bool(emphasis))


def plain(body: str) -> str:
    """A letter as it is read without any marks: headings alone, items with a dash, no asterisks."""
    told: list[str] = []
    before = ""
    for part in parts(body):
        mark = {"item": "- ", "number": f"{part.number}. "}.get(part.kind, "")
        close = mark and before in ("item", "number")
        told.append(f"{'' if not told else chr(10) if close else 2 * chr(10)}{mark}{part.text}")
        before = part.kind
    return "".join(told) + "\n"


def as_read(body: str) -> str:
    """A letter as whoever gets it reads it, for all that is looked for in it: what stands between
    two signs of Markdown, is written by its number or has a sign within it that nobody sees is
    read by them all the same."""
    return as_seen(plain(body)).rstrip("\n")
