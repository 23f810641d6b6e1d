"""The firm's own history as examples: sentences of complaints, and the kind that was alleged."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from upheld.core.spans import Span, sentences
from upheld.store import models as rows

from .model import NOTHING
from .patterns import asks

# The newest so many complaints; older words are other products and other promises.
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """One complaint with what was alleged of it: kinds with the places that were marked."""

    text: str
    alleged: Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence and its label. `complaint` is its number in the history."""

    complaint: int
    sentence: str
    label: str


def told() -> list[Told]:
    """Complaints with at least one allegation, the newest last."""
    kept: defaultdict[int, dict[str, tuple[Span, ...]]] = defaultdict(dict)
    texts: dict[int, str] = {}
    alleged = rows.Allegation.objects.order_by("-case_id", "pk")
    named = alleged.values_list("case_id", "kind", "spans", "case__text")
    for case_id, kind, spans, text in named.iterator(chunk_size=2000):
        if case_id not in texts and len(texts) == _MOST:
            break
        texts[case_id] = text
        before = kept[case_id].get(kind, ())
        kept[case_id][kind] = (*before, *(Span(start, end) for start, end in spans))
    return [Told(texts[case_id], kept[case_id]) for case_id in sorted(texts)]


def examples(history: Sequence[Told]) -> list[Example]:
    """Marked sentences with their kind and the unmarked ones beside them; a text without marks
    lends its one kind to each of its sentences that asks for nothing. Several kinds without a mark
    teach nothing."""
    return [each for number, one in enumerate(history) for each in _of(number, one)]


def _of(number: int, one: Told) -> Iterator[Example]:
    places = sentences(one.text)
    marked = any(one.alleged.values())
    for span in places if marked or len(one.alleged) == 1 else ():
        sentence = span.of(one.text)
        if marked:
            yield Example(number, sentence, _label(span, one.alleged))
        elif not asks(sentence):
            yield Example(number, sentence, next(iter(one.alleged)))


def _label(span: Span, alleged: Mapping[str, tuple[Span, ...]]) -> str:
    for kind, spans in alleged.items():
        if any(span.touches(other) for other in spans):
            return kind
    return NOTHING
