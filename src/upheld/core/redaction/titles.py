"""Names that a rank or an office stands before, a degree behind, or that are shouted after a title."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.known_words import bare, is_listed, is_unknown
from upheld.core.pieces import UP, one_of
from upheld.core.word_lists import words

from .checks import NO_NAMES
from .patterns import Found

_WORD = rf"[{UP}][\w'’-]{{1,40}}"
_NAME = rf"(?:[{UP}]\.? ){{0,2}}{_WORD}(?: {_WORD}){{0,2}}"
# Of the police, the army, the church and the council, with the number that a constable has.
_RANKED = re.compile(
    rf"{one_of('WPC', 'PC', 'PCSO', 'DCI?', 'DI', 'DS', 'Sgt', 'Insp', 'Det', 'Supt', 'Cllr', 'Revd?', 'Capt', 'Cpl', 'Lt', 'Col', 'Maj', 'Fr', 'Sr', 'Br', 'Hon', 'Atty', small=False)}"
    rf"(?:\. ?| )(?:\d{{2,6}},? )?(?P<it>{_NAME})"
)
_GLUED = re.compile(
    rf"{one_of('Dr', 'Mrs?', 'Ms', 'Prof', small=False)}\.(?P<it>{_WORD}(?: {_WORD})?)"
)
# MD, DO, NP and PA are states and words as well: with them it is somebody after a word that leads to one.
_DEGREE = re.compile(
    rf"(?P<sure>{one_of('R[.]?N', 'L[.]?P[.]?N', 'F[.]?R[.]?C[.]?[SPA]', 'M[.]?R[.]?C[.]?P', 'M[.]?B[.]?B[.]?S', 'D[.]?D[.]?S', 'D[.]?M[.]?D', 'Pharm[.]?D', 'Ph[.]?D', 'A[.]?R[.]?N[.]?P', 'CRNA', 'C[.]?P[.]?A', 'M[.]D', 'LCSW', 'Esq', small=False)})(?!\w)"
    rf"|{one_of('MD', 'DO', 'NP', 'PA(?:-C)?', small=False)}(?![\w-]|,? \d{{5}})"
)
_BEFORE_IT = re.compile(
    rf"(?P<lead>\b(?i:by|with|from|under|nurse|doctor|physician|provider:?) )?(?<![\w'’.-])(?P<it>{_NAME}),? $"
)
_NEAR = 60  # signs before a degree that are looked at
_SHOUTED = re.compile(
    rf"{one_of('MRS?', 'DR', 'MISS', 'MS', 'PROF', small=False)}\.? (?P<it>(?:[A-Z]\.? )?[A-Z][A-Z'’-]{{2,40}}(?: [A-Z][A-Z'’-]{{2,40}})?)(?![\w'’-])"
)


def by_titles(text: str) -> Iterator[Found]:
    """Names by what stands before or behind them."""
    before = (_before(text, degree) for degree in _DEGREE.finditer(text))
    for match in (*_RANKED.finditer(text), *_GLUED.finditer(text), *before):
        if match and _is_called(match["it"]):
            yield Found(*match.span("it"), "name")
    for match in _SHOUTED.finditer(text):
        told = [word for word in match["it"].split() if len(word) > 2]
        if any(is_listed(word) or is_unknown(word.capitalize()) for word in told):
            yield Found(*match.span("it"), "name")


def _before(text: str, degree: re.Match[str]) -> re.Match[str] | None:
    """The name before a degree."""
    match = _BEFORE_IT.search(text, max(0, degree.start() - _NEAR), degree.start())
    return match if match and (degree["sure"] or match["lead"]) else None


def _is_called(said: str) -> bool:
    """A word of it is a name or none that is known, and none is of a firm."""
    told = [word for word in said.split() if len(word.strip(".")) > 1]
    plain = {bare(word) for word in told}
    others = (
        NO_NAMES
        | {"eng", "arq", "avv", "ing", "dott"}
        | words("nobody")
        | words("firms")
        | words("places")
    )
    named = any(is_listed(word) or is_unknown(word) for word in told)
    return "XX" not in said and named and plain.isdisjoint(others)
