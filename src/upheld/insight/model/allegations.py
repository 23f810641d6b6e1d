"""What a model thinks is alleged: each suggestion quotes a sentence that is really there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from upheld.core.quoting import sentence_of
from upheld.core.redaction.redact import Redacted
from upheld.core.spans import Span, sentences
from upheld.core.words import AllegationKind
from upheld.insight import names

from .endpoint import Endpoint, ask, strictly
from .prompt import messages

# A model is shown the beginning of a letter; the rest is read by people.
LONGEST_TEXT = 12_000
_MOST = 4
_WHOLE = Redacted("")  # nothing was taken out
# An endpoint compiles the sentences into its grammar: with more it is told only that they are text.
_MOST_LISTED = 60
_TASK = (
    "You read complaints. Say what went wrong according to the text: at most four allegations, "
    "each with its kind and one whole sentence of the text, word for word. Answer in JSON only."
)


class _Allegation(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: AllegationKind
    quote: str = Field(max_length=2_000)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    allegations: list[_Allegation] = Field(max_length=20)


@dataclass(frozen=True, slots=True)
class Read:
    """What was suggested, place and kind, and what was `refused`, with the reason, a line each."""

    found: tuple[tuple[Span, AllegationKind], ...]
    refused: tuple[str, ...]


def read(endpoint: Endpoint, text: str, *called: str) -> Read:
    """What the model suggests of a complaint. It sees the text without what identifies people, and
    without what they are `called`.

    Raises ModelError."""
    bare = names.redact(text, *called)
    shown = bare.text[:LONGEST_TEXT]
    answer = ask(endpoint, messages(_TASK, shown), _Answer, _schema(shown))
    return _checked(answer, text, called, bare)


def _schema(shown: str) -> dict[str, Any]:
    said = list(dict.fromkeys(span.of(shown) for span in sentences(shown)))
    quote: dict[str, Any] = {"type": "string"}
    if 0 < len(said) <= _MOST_LISTED:
        quote["enum"] = said
    kind = {"type": "string", "enum": [kind.value for kind in AllegationKind]}
    one = strictly({"kind": kind, "quote": quote})
    return strictly({"allegations": {"type": "array", "items": one, "maxItems": _MOST}})


def _checked(answer: _Answer, text: str, called: tuple[str, ...], bare: Redacted = _WHOLE) -> Read:
    refused: list[str] = []
    found: dict[AllegationKind, Span] = {}
    for kind, span in _found(answer, text, bare, called, refused):
        found.setdefault(kind, span)  # one for each kind, as with the other suggestions
    return Read(tuple((span, kind) for kind, span in found.items())[:_MOST], tuple(refused))


def _found(
    answer: _Answer, text: str, bare: Redacted, called: tuple[str, ...], refused: list[str]
) -> Iterator[tuple[AllegationKind, Span]]:
    for each in answer.allegations:
        span = sentence_of(bare.back_in(each.quote), text, *called)
        if span is None:
            said = " ".join(each.quote.split())[:80]
            refused.append(f'no sentence of the complaint says "{said}"')
        else:
            yield each.kind, span
