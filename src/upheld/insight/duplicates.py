"""Near-duplicates: letters that share most of their words, whoever sent them."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_RUN = 3  # words in a shingle
_ALIKE = 0.7  # Jaccard similarity of two sets of shingles
_HASHES, _BANDS, _SEED = 128, 16, 42


def groups(texts: Sequence[str]) -> list[int]:
    """For each text the number of its group: texts at least 0.7 alike (Jaccard) share one."""
    from rensa import RMinHash, RMinHashLSH

    said = [_shingles(text) for text in texts]
    near = RMinHashLSH(_ALIKE, _HASHES, _BANDS)
    first = list(range(len(texts)))
    for number, shingles in enumerate(said):
        sketch = RMinHash(_HASHES, _SEED)
        sketch.update(sorted(shingles))
        for other in near.query(sketch):
            if _alike(shingles, said[other]) >= _ALIKE:
                first[_first(first, number)] = _first(first, other)
        near.insert(number, sketch)
    return [_first(first, number) for number in range(len(texts))]


def _shingles(text: str) -> frozenset[str]:
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _first(first: list[int], number: int) -> int:
    """The head of a text's group, with the way to it made short."""
    while first[number] != number:
        first[number] = first[first[number]]
        number = first[number]
    return number
