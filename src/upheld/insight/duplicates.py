"""Near-duplicates: texts that share most of their runs of three words, whoever sent them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from hashlib import blake2b
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from .texts import Texts, read

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RUN = 3  # words in a shingle
# Jaccard similarity of two sets of shingles: from here on two texts are one letter sent twice.
ALIKE = 0.8
# Two texts 0.8 alike miss each other in all of 25 bands of five hashes once in 20,000 times.
_BANDS, _ROWS, _SEED = 25, 5, 42
_AT_ONCE = 4000
# Sketches take so much of the time of finding copies.
_SKETCHING = 0.8
# A set of runs takes some kilobytes: of many texts those looked at last are kept.
_REMEMBERED = 2000
# How many of a group a text is held against before it is taken for another letter.
_TRIES = 3
# Forms with one sentence of a person's own share many bands and are no copies: a text that was held
# against so many groups in vain is one of those, and time is not spent on it for ever.
_PATIENCE = 200


def groups(texts: Sequence[str], alike: float = ALIKE) -> list[int]:
    """For each text the number of its group's first: texts that are `alike` (Jaccard) share one,
    and so do those that a third text links."""
    return groups_of(read(texts), alike)


def groups_of(
    texts: Texts, alike: float = ALIKE, done: Callable[[int], None] = lambda count: None
) -> list[int]:
    """As `groups`, of texts that are read already; `done` is told how many more are compared."""
    import numpy as np

    shingles = _Shingles(texts)
    first = _copies(texts)
    alone = np.flatnonzero(np.asarray(first) == np.arange(len(texts)))
    found = _Groups(first, shingles, alike)
    told = 0

    def so_far(share: float) -> None:
        nonlocal told
        more, told = int(share * len(texts)) - told, int(share * len(texts))
        done(more)

    for bucket in _buckets(shingles, alone, so_far):
        found.link(bucket)
    so_far(1)
    return [found.head(number) for number in range(len(texts))]


def closer(texts: Texts, group: Sequence[int], alike: float = ALIKE) -> list[int]:
    """The groups within groups that were found at a lower likeness."""
    import numpy as np

    shingles = _Shingles(texts)
    found = _Groups(_copies(texts), shingles, alike)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, head in enumerate(group):
        if found.first[number] == number:
            members[head].append(number)
    for each in members.values():
        if len(each) > 1:
            found.link(np.asarray(each))
    return [found.head(number) for number in range(len(texts))]


def pairs(texts: Texts, group: Sequence[int], alike: float = ALIKE) -> Iterator[tuple[int, int]]:
    """Within each group the pairs that are alike themselves, and not by way of a third."""
    shingles = _Shingles(texts)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, head in enumerate(group):
        members[head].append(number)
    for each in members.values():
        for one, other in combinations(each, 2):
            if _are_alike(shingles.of(one), shingles.of(other), alike):
                yield one, other


class _Shingles:
    """The runs of three words of each text, each a number; a shorter text is one run."""

    def __init__(self, texts: Texts) -> None:
        self.row = partial(_row, _runs(texts), texts.starts)
        self.of = lru_cache(maxsize=_REMEMBERED)(partial(_said, self.row))


def _row(hashes: "NDArray[Any]", starts: "NDArray[Any]", number: int) -> "NDArray[Any]":
    start, end = int(starts[number]), int(starts[number + 1])
    return hashes[start : max(end - _RUN + 1, min(start + 1, end))]


def _said(row: "Callable[[int], NDArray[Any]]", number: int) -> frozenset[int]:
    return frozenset(row(number).tolist())


def _runs(texts: Texts) -> "NDArray[Any]":
    import numpy as np

    found = np.empty(len(texts.words), dtype=np.uint64)
    for part in texts.parts():
        found[part.begins : part.begins + len(part.words)] = _runs_of(part)
    return found


def _runs_of(texts: Texts) -> "NDArray[Any]":
    """For each word the mixed number of it and the two after it, within its text."""
    import numpy as np

    signs, of = _mixed((texts.words + 1).astype(np.uint64)), texts.of
    found = signs.copy()
    for step in range(1, _RUN):
        # A run that would reach into the next text stands only for a text that is shorter.
        inside = of[step:] == of[:-step]
        found[:-step] += signs[step:] * np.uint64(2 * step * 0x9E3779B1 + 1) * inside
    return _mixed(found)


def _mixed(numbers: "NDArray[Any]") -> "NDArray[Any]":
    """Numbers spread over all of 64 bits (the finaliser of MurmurHash 3, Appleby 2011)."""
    import numpy as np

    mixed: NDArray[Any] = numbers
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        mixed = (mixed ^ (mixed >> np.uint64(33))) * np.uint64(factor)
    found: NDArray[Any] = mixed ^ (mixed >> np.uint64(33))
    return found


def _copies(texts: Texts) -> list[int]:
    """Each text's first exact copy; a text without a word is a copy of nothing."""
    seen: dict[bytes, int] = {}
    first = []
    for number, (start, end) in enumerate(pairwise(texts.starts.tolist())):
        sign = blake2b(texts.words[start:end].data, digest_size=16).digest()
        first.append(seen.setdefault(sign, number) if start < end else number)
    return first


def _buckets(
    shingles: _Shingles, among: "NDArray[Any]", so_far: Callable[[float], None]
) -> "Iterator[NDArray[Any]]":
    """Texts that share a band of their sketch, in the order of the texts. `so_far` is told what
    share of the work is done: the sketches are most of it."""
    import numpy as np

    among = among[[len(shingles.row(number)) > 0 for number in among]] if len(among) else among
    bands = _bands(shingles, among, lambda share: so_far(_SKETCHING * share))
    for band in range(_BANDS):
        order = np.argsort(bands[:, band], kind="stable")
        ends = np.flatnonzero(np.diff(bands[order, band])) + 1
        edges = np.concatenate([[0], ends, [len(order)]])
        for at in np.flatnonzero(np.diff(edges) > 1):
            yield among[order[edges[at] : edges[at + 1]]]
        so_far(_SKETCHING + (1 - _SKETCHING) * (band + 1) / _BANDS)


def _bands(
    shingles: _Shingles, among: "NDArray[Any]", so_far: Callable[[float], None]
) -> "NDArray[Any]":
    """One number for each band of each text's sketch."""
    import numpy as np
    from rensa import RMinHash

    found = [np.empty((0, _BANDS), dtype=np.uint64)]
    for start in range(0, len(among), _AT_ONCE):
        rows = [shingles.row(number) for number in among[start : start + _AT_ONCE]]
        ends = np.cumsum([0, *map(len, rows)], dtype=np.uint64)
        digest = RMinHash.digest_matrix_from_flat_token_hashes(
            np.concatenate(rows), ends, _BANDS * _ROWS, _SEED
        )
        hashes = np.asarray(digest.to_rows(), dtype=np.uint64).reshape(len(rows), _BANDS, _ROWS)
        band = hashes[:, :, 0]
        for row in range(1, _ROWS):
            band = _mixed(band) + hashes[:, :, row]
        found.append(band)
        so_far(min(1, (start + _AT_ONCE) / len(among)))
    return np.concatenate(found)


class _Groups:
    """Texts put together, each told by the first of its group."""

    def __init__(self, first: list[int], shingles: _Shingles, alike: float) -> None:
        self.first, self._shingles, self._alike = first, shingles, alike
        self._held = [0] * len(first)

    def link(self, bucket: "NDArray[Any]") -> None:
        """Puts each text of a bucket into every group there that it is alike to."""
        members: dict[int, list[int]] = {}
        for number in bucket.tolist():
            joined = False
            for shown in members.values():
                if self._held[number] > _PATIENCE:
                    break
                if self._same(number, shown):
                    one, other = sorted((self.head(number), self.head(shown[0])))
                    self.first[other] = one
                    shown[1:] = [*shown[1:], number][-_TRIES:]
                    joined = True
            if not joined:
                members[number] = [number]

    def head(self, number: int) -> int:
        """The first of a text's group, with the way to it made short."""
        first = self.first
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    def _same(self, number: int, shown: list[int]) -> bool:
        if self.head(number) == self.head(shown[0]):
            return True
        self._held[number] += 1
        said = self._shingles.of(number)
        return any(_are_alike(said, self._shingles.of(other), self._alike) for other in shown)


def _are_alike(one: frozenset[int], other: frozenset[int], alike: float) -> bool:
    few, many = sorted((len(one), len(other)))
    if few < alike * many:  # not even if all of the shorter were in the longer
        return False
    shared = len(one & other)
    return shared >= alike * (few + many - shared)
