"""The words and pairs of words that a model of topics knows, and where they stand in texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.insight.texts import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`names` are the terms in the order of their columns. Each word has a number; `alone` is the
    column of a word by itself, -1 where it is known in pairs alone, and for what is unknown, whose
    number is -1. `pairs` are sorted, each two numbers as one; `columns` are theirs."""

    names: tuple[str, ...]
    words: Mapping[str, int]
    alone: "NDArray[Any]"
    pairs: "NDArray[Any]"
    columns: "NDArray[Any]"

    @classmethod
    def of(cls, names: Sequence[str]) -> "Lexicon":
        import numpy as np

        split = [name.split(" ") for name in names]
        words: dict[str, int] = {}
        for parts in split:
            for part in parts:
                words.setdefault(part, len(words))
        alone, pairs = np.full(len(words) + 1, -1, dtype=np.int64), []
        for column, parts in enumerate(split):
            if len(parts) == 1:
                alone[words[parts[0]]] = column
            else:
                pairs.append((words[parts[0]] * len(words) + words[parts[1]], column))
        told = np.asarray(sorted(pairs), dtype=np.int64).reshape(-1, 2)
        return cls(tuple(names), words, alone, told[:, 0], told[:, 1])

    def counts(self, texts: Texts) -> Any:
        """How often each text (row) has each term (column), whatever other texts stand beside."""
        import numpy as np
        from scipy.sparse import csr_matrix

        number, of = self._numbers(texts), texts.of
        alone = self.alone[number]
        beside = (number[:-1] >= 0) & (number[1:] >= 0) & (of[:-1] == of[1:])
        pair_of, pair = of[:-1][beside], self._pair_columns(number, beside)
        rows = np.concatenate([of[alone >= 0], pair_of[pair >= 0]])
        columns = np.concatenate([alone[alone >= 0], pair[pair >= 0]])
        shape = (len(texts), len(self.names))
        counts = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
        counts.sum_duplicates()
        return counts

    def unknown_share(self, texts: Texts) -> "NDArray[Any]":
        """Of each text the share of its words that are no term."""
        import numpy as np

        strange = self.alone[self._numbers(texts)] < 0
        share = np.bincount(texts.of, strange, minlength=len(texts))
        return np.asarray(share / np.maximum(np.diff(texts.starts), 1))

    def _numbers(self, texts: Texts) -> "NDArray[Any]":
        import numpy as np

        place = [self.words.get(word, -1) for word in texts.known]
        found: NDArray[Any] = np.asarray(place, dtype=np.int64)[texts.words]
        return found

    def _pair_columns(self, number: "NDArray[Any]", beside: "NDArray[Any]") -> "NDArray[Any]":
        import numpy as np

        if not len(self.pairs):
            return np.full(int(beside.sum()), -1, dtype=np.int64)
        told = number[:-1][beside] * len(self.words) + number[1:][beside]
        at = np.minimum(np.searchsorted(self.pairs, told), len(self.pairs) - 1)
        return np.asarray(np.where(self.pairs[at] == told, self.columns[at], -1))
