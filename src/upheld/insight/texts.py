"""Many texts as numbers: each word's place in one list of words, in one long row.

Everything that looks at many texts at once (copies, topics, themes) begins here, so that a text is
taken apart once, and in one way.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Chinese, Japanese and Thai set no blank between words: each sign stands for itself there.
_ALONE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(f"[{_ALONE}]|[^\\W_{_ALONE}]+")
_BLANKED = bytes(sign if chr(sign).isalnum() else 0x20 for sign in range(128)) + bytes(128)
# What is worked out of each word takes many times its room: so many texts are looked at at once.
_AT_ONCE = 5000
# Beyond this a text is no letter; its beginning tells what it is about.
LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Texts:
    """`words` of all texts one after the other, as places in `known`; text i is what stands from
    `starts[i]` to `starts[i + 1]`. Of a part, `begins` is the place of its first word in all."""

    words: "NDArray[Any]"
    starts: "NDArray[Any]"
    known: tuple[str, ...]
    begins: int = 0

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def of(self) -> "NDArray[Any]":
        """For each word the number of its text."""
        import numpy as np

        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def parts(self) -> "Iterator[Texts]":
        """Some thousand texts at a time, in their order; nothing is copied but where they start."""
        for first in range(0, len(self), _AT_ONCE):
            starts = self.starts[first : first + _AT_ONCE + 1]
            begins, end = int(starts[0]), int(starts[-1])
            yield Texts(self.words[begins:end], starts - begins, self.known, begins)


def read(texts: Iterable[str], done: Callable[[int], None] = lambda count: None) -> Texts:
    """The words of texts in lower case; `done` is told how many more texts are read."""
    import numpy as np

    place: defaultdict[str, int] = defaultdict()
    place.default_factory = place.__len__
    rows, starts = [np.empty(0, dtype=np.int32)], [0]
    for text in texts:
        found = words_of(text)
        rows.append(np.fromiter(map(place.__getitem__, found), np.int32, len(found)))
        starts.append(starts[-1] + len(found))
        done(1)
    return Texts(np.concatenate(rows), np.asarray(starts, dtype=np.int64), tuple(place))


def words_of(text: str) -> list[str]:
    """The words of one text in lower case, without what stands between them."""
    lower = text[:LONGEST].lower()
    if lower.isascii():  # the same words, in a third of the time
        return lower.encode().translate(_BLANKED).decode().split()
    # The Turkish capital İ has two small signs, of which the second is no letter.
    return _WORD.findall(lower.replace("i\u0307", "i"))
