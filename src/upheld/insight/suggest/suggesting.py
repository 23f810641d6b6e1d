"""What the words of a complaint suggest: a place, a kind, and how sure. A person alleges."""

from collections.abc import Iterator
from dataclasses import dataclass

from upheld.core.spans import Span, sentences
from upheld.core.words import AllegationKind

from .model import Model
from .patterns import asks, kind_of

# A letter that seems to allege more than this is read by a person from its beginning.
_MOST = 4
# Beyond this a text is no letter; its beginning is looked at.
_MOST_SENTENCES = 400


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`confidence` is how often such a suggestion was right in the firm's own history, 0 to 1;
    None for a starter pattern, of which nobody has measured that."""

    span: Span
    kind: AllegationKind
    confidence: float | None


def suggestions(text: str, model: Model | None, show_from: float) -> tuple[Suggestion, ...]:
    """One suggestion for each kind, the surest first; nothing where the words do not say.

    The firm's history speaks first; where it is silent, the starter patterns do.
    """
    places = sentences(text)[:_MOST_SENTENCES]
    if model is not None:
        learnt = _best(_learnt(text, places, model, show_from))
        if learnt:
            return learnt
    return _best(_by_pattern(text, places))


def _learnt(
    text: str, places: tuple[Span, ...], model: Model, show_from: float
) -> Iterator[Suggestion]:
    for span in places:
        sentence = span.of(text)
        told = None if asks(sentence) else model.read(sentence)
        if told and told[1] >= show_from:
            yield Suggestion(span, *told)


def _by_pattern(text: str, places: tuple[Span, ...]) -> Iterator[Suggestion]:
    for span in places:
        if kind := kind_of(span.of(text)):
            yield Suggestion(span, kind, None)


def _best(found: Iterator[Suggestion]) -> tuple[Suggestion, ...]:
    by_kind: dict[AllegationKind, Suggestion] = {}
    for each in found:
        before = by_kind.get(each.kind)
        if before is None or (each.confidence or 0) > (before.confidence or 0):
            by_kind[each.kind] = each
    surest = sorted(by_kind.values(), key=lambda each: -(each.confidence or 0))
    return tuple(surest[:_MOST])


def demand(text: str) -> Span | None:
    """Where the text asks for something, the last such sentence; it is recorded, never weighed."""
    places = [span for span in sentences(text)[:_MOST_SENTENCES] if asks(span.of(text))]
    return places[-1] if places else None
