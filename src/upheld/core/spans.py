"""Where in a text something is said: spans, the sentences of a text, and spans in a mended one.

A span counts characters of the text as it is kept, from `start` to before `end`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile


class SpanError(ValueError):
    """A place that is not in the text; the message says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def touches(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def moved(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)


# A sentence ends with its mark and what closes a quotation, before a space; a line ends one too.
# A row of marks is looked at once, from its first: whatever a stranger wrote, it takes no longer.
_END = re.compile(r"(?<![.!?…])([.!?…]++)[\"”’')\]]*+(?=\s|$)", re.MULTILINE)
_LONGEST_SHORT = 12
# These end with a full stop and end no sentence.
_SHORTENED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|nos|approx|e\.g|i\.e|etc|vs|ref|tel|ext|inc|ltd|co)|\b[A-Z])\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text in its order, without the white space around them."""
    found: list[Span] = []
    open_from: int | None = None
    for part in _parts(text):
        start = part.start if open_from is None else open_from
        open_from = start if _goes_on(text, part) else None
        if open_from is None:
            found += _trimmed(text, Span(start, part.end))
    return tuple(found)


def _parts(text: str) -> Iterator[Span]:
    """Up to each mark that may end a sentence, and to the end of each line."""
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        for end in _END.finditer(line):
            if end.end(1) > 1:  # a full stop that begins a line ends nothing
                yield Span(start, at - len(line) - 1 + end.end())
                start = at - len(line) - 1 + end.end()
        if start < at - 1:
            yield Span(start, at - 1)


def _goes_on(text: str, part: Span) -> bool:
    rest = text[part.end : part.end + 2].lstrip(" ")
    ends = text[max(part.start, part.end - _LONGEST_SHORT) : part.end]
    return bool(_SHORTENED.search(ends)) and bool(rest) and not rest.startswith("\n")


def trimmed(text: str, span: Span) -> Span | None:
    """The span without white space at its ends; None when nothing is left."""
    return next(iter(_trimmed(text, span)), None)


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    said = span.of(text)
    start = span.start + len(said) - len(said.lstrip())
    end = span.start + len(said.rstrip())
    if start < end:
        yield Span(start, end)


def checked(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Spans in their order, each in the text, those that touch made one. Raises SpanError."""
    whole: list[Span] = []
    for span in sorted(spans):
        if not 0 <= span.start < span.end <= len(text):
            raise SpanError(
                f"characters {span.start} to {span.end} are not in the text, which has "
                f"{len(text):,}: mark the words again"
            )
        last = whole[-1] if whole else None
        if last and span.start <= last.end:
            whole[-1] = Span(last.start, max(last.end, span.end))
        else:
            whole.append(span)
    return tuple(whole)


def quoted(spans: Iterable[Span], text: str) -> str:
    """What is marked, on one line, with an ellipsis where something between is left out."""
    return " … ".join(" ".join(span.of(text).split()) for span in spans)


@dataclass(frozen=True, slots=True)
class Reanchored:
    """Spans in a mended text, and what was marked and is no longer said there."""

    kept: tuple[Span, ...]
    lost: tuple[str, ...]


def reanchored(spans: Sequence[Span], before: str, after: str) -> Reanchored:
    """The spans of `before` in `after`. What was marked is looked for word for word.

    Where the same words stand several times, those nearest to where the marked ones would be now.
    """
    kept: list[Span] = []
    lost: list[str] = []
    head, tail = _unchanged(before, after)
    for span in spans:
        if (found := _again(span, before, after, head, tail)) is not None:
            kept.append(found)
        else:
            lost.append(" ".join(span.of(before).split()))
    return Reanchored(checked(kept, after), tuple(lost))


def _unchanged(before: str, after: str) -> tuple[int, int]:
    """How many characters the two share at their beginning, and then at their end."""
    most = min(len(before), len(after))
    head = sum(1 for _ in takewhile(_same, zip(before, after, strict=False)))
    ends = zip(reversed(before), reversed(after), strict=False)
    tail = sum(1 for _ in takewhile(_same, ends))
    return head, min(tail, most - head)


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _again(span: Span, before: str, after: str, head: int, tail: int) -> Span | None:
    if span.end <= head:
        return span
    shift = len(after) - len(before)
    if span.start >= len(before) - tail:
        return span.moved(shift)
    words = re.compile(r"\s+".join(map(re.escape, span.of(before).split())))
    found = [Span(*match.span()) for match in words.finditer(after)]
    return min(found, key=lambda each: abs(each.start - span.start), default=None)
