"""What was said, with what is alleged marked in it, and what its words suggest."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, pairwise

from django.urls import reverse
from django.utils.http import urlencode

from upheld.core.spans import Span, trimmed
from upheld.desk.forms.marking import DEMAND, MarkingForm, written
from upheld.insight.suggest import Suggestion, demand, kept, suggestions
from upheld.store import models as rows
from upheld.store import readings, statements
from upheld.store.policy_files import suggestions_file
from upheld.store.policy_files.data_files import BadData

from .fold import Fold
from .folds import Folds


@dataclass(frozen=True, slots=True)
class Ended:
    """The number and the allegation whose mark ends here."""

    number: int
    allegation: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one line: where they begin, whether they are marked, and what ends there."""

    at: int
    words: str
    marked: bool
    ended: tuple[Ended, ...]


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A suggestion as it is offered: what it would be, the words, and the way to it."""

    what: str
    words: str
    sure: str
    address: str


@dataclass(frozen=True, slots=True)
class SaidPart:
    paragraphs: tuple[tuple[Line, ...], ...]
    suggested: tuple[Proposed, ...]
    folds: list[Fold]


def said_part(case: rows.Case, folds: Folds) -> SaidPart:
    """The text of `case` as it is shown; suggestions only to those who may allege."""
    alleged = list(case.allegations.all())
    offered = folds.of_marking(lambda key: marking_form(case, alleged, key, folds))
    return SaidPart(
        paragraphs=paragraphs(case.text, alleged),
        suggested=_suggested(case, alleged) if offered else (),
        folds=offered,
    )


def marking_form(
    case: rows.Case, alleged: Sequence[rows.Allegation], key: str, folds: Folds
) -> MarkingForm:
    """The form, filled with what the address suggests: ?words=12-80&what=late."""
    given = folds.opened.given
    told = {"said": [given.get("words", "")], "what": given.get("what", "")}
    return MarkingForm(key=key, text=case.text, alleged=alleged, initial=told)


_LINE = re.compile(r"[^\r\n]+")
_MOST_LINES = 1_000


def paragraphs(text: str, alleged: Sequence[rows.Allegation]) -> tuple[tuple[Line, ...], ...]:
    """The paragraphs of a text, their lines, and each line cut where a mark begins or ends.

    Of a text of more lines than anybody writes, the rest is one line, broken by its own signs: a
    stranger's million lines would be a million elements, which take a browser and us too long.
    """
    marks = [
        (span, Ended(number, row.pk))
        for number, row in enumerate(alleged, 1)
        for span in statements.spans_of(row)
    ]
    lines = _lines(text)
    shown = tuple(
        tuple(tuple(_pieces(text, line, marks)) for line in paragraph)
        for paragraph in _together(text, islice(lines, _MOST_LINES))
    )
    end = next((line.start for line in lines), len(text))
    rest = trimmed(text, Span(end, len(text)))
    return (*shown, (tuple(_pieces(text, rest, marks)),)) if rest else shown


def _lines(text: str) -> Iterator[Span]:
    """Those on which anything stands, in the time that the text is long: a million blanks too."""
    return (Span(*found.span()) for found in _LINE.finditer(text) if found[0].strip())


def _together(text: str, lines: Iterable[Span]) -> Iterator[list[Span]]:
    """The lines between which there is no empty one."""
    held: list[Span] = []
    for line in lines:
        if held and text.count("\n", held[-1].end, line.start) > 1:
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _pieces(text: str, line: Span, marks: Sequence[tuple[Span, Ended]]) -> Iterator[Piece]:
    here = [(span, ended) for span, ended in marks if span.touches(line)]
    cuts = {line.start, line.end}
    cuts |= {at for span, _ in here for at in (span.start, span.end)}
    inside = sorted(at for at in cuts if line.start <= at <= line.end)
    for start, end in pairwise(inside):
        over = [ended for span, ended in here if span.start <= start and end <= span.end]
        done = tuple(ended for span, ended in here if span.end == end)
        yield Piece(start, text[start:end], bool(over), done)


def _suggested(case: rows.Case, alleged: Sequence[rows.Allegation]) -> tuple[Proposed, ...]:
    """What the words suggest and nobody has alleged yet; and what is asked for, if unrecorded."""
    known = {row.kind for row in alleged}
    found = _by_words(case)
    told = [
        _proposed(case, each.kind, each.span, _sure(each.confidence))
        for each in found
        if each.kind not in known
    ]
    # What the words suggest already is not said twice.
    told += _by_model(case, known | {each.kind for each in found})
    if not case.demand and (asked := demand(case.text)):
        told.append(_proposed(case, DEMAND, asked, ""))
    return tuple(told)


def _by_words(case: rows.Case) -> Sequence[Suggestion]:
    """Nothing while suggestions.yaml cannot be used: nobody said what is sure enough."""
    with suppress(BadData):
        return suggestions(case.text, kept.current(), suggestions_file.trust().show_from)
    return ()


def _by_model(case: rows.Case, known: Collection[str]) -> Iterator[Proposed]:
    """What a model suggested of the text as it stands; of a mended one it said nothing."""
    for kind, span in readings.suggested(case):
        if kind not in known:
            model = case.model_reading.model
            yield _proposed(case, kind, span, f"suggested by a model ({model})")


def _proposed(case: rows.Case, what: str, span: Span, sure: str) -> Proposed:
    page = reverse("desk:case", args=[case.pk])
    asked = urlencode({"do": "marking", "words": written(span), "what": what})
    label = "What would put it right" if what == DEMAND else what.replace("_", " ").capitalize()
    words = " ".join(span.of(case.text).split())
    return Proposed(label, words, sure, f"{page}?{asked}#do-marking")


def _sure(confidence: float | None) -> str:
    if confidence is None:
        return "a starter pattern"
    return how_sure(confidence)


def how_sure(confidence: float) -> str:
    """How often such a suggestion was right, which is all that is known of this one."""
    return f"right {min(round(confidence * 100), 99)} times in 100 before"
