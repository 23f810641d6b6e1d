"""Letters read and compared: what each is about as a direction, and the groups they lie in."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from upheld.insight import languages
from upheld.insight.duplicates import groups_of
from upheld.insight.terms import Terms, counted, spread, weighed, within
from upheld.insight.texts import read

from . import clusters, placing
from .courtesies import passed_over
from .forms import Forms
from .kinds import kinds
from .naming import telling

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Fewer different letters have no themes that are more than chance.
FEWEST_TEXTS = 40
_MOST_SPREAD = 0.4
# A letter with so few terms besides those that nearly all have says what all say.
_OWN = 3
# A rare term tells more than its share: measured against a regulator's own issues.
_RARITY = 1.75
# So many texts say where the themes lie; all are placed by them.
_MOST_LEARNT = 30_000
_MANY_FOR_A_TERM = 4000
# Copies of one letter count once.
_COPIES = 0.7
# As many themes as before are looked for, until the texts bear out so many times more or fewer.
_OTHERWISE = 1.5
OUTSIDE = -1

Progress = Callable[[str, int], None]


def steps(done: Progress, texts: int, doing: str, many: int) -> Callable[[], None]:
    """What is called at each of so many steps of something that is done for all texts at once:
    `done` is told of as many texts as that makes, and of all of them at the last."""
    begun = 0

    def step() -> None:
        nonlocal begun
        begun += 1
        done(doing, texts * begun // many - texts * (begun - 1) // many)

    return step


def _least(letters: int) -> int:
    """So many letters have a term that is looked at: of few letters two, of very many more, since
    there are ever more words that a handful of people wrote."""
    return max(2, min(8, letters // 200), letters // _MANY_FOR_A_TERM)


class Letters:
    """Texts read, copies of one letter put together, and each letter as a direction.

    `group` in what follows is an array with a theme or `OUTSIDE` for each of `first`, the texts
    that are no copy of an earlier one; `same` gives for each text its first."""

    def __init__(
        self,
        texts: Sequence[str],
        done: Progress = lambda doing, count: None,
        fewest: int = FEWEST_TEXTS,
        writers: Sequence[str] = (),
    ) -> None:
        import numpy as np

        self.texts, self.writers = texts, writers or [""] * len(texts)
        self.steps = partial(steps, done, len(texts))
        self.words = read(texts, lambda count: done("reading", count))
        self.spoken = languages.languages(self.words)
        self.same = groups_of(self.words, _COPIES, lambda count: done("comparing", count))
        self.first = np.asarray(sorted({*self.same}), dtype=np.int64)
        self.fewest = fewest
        if self.enough:
            self._weigh()

    @property
    def enough(self) -> bool:
        """Whether there are enough different letters to look for themes."""
        return len(self.first) >= self.fewest

    @property
    def one_thing(self) -> bool:
        """Whether most letters have words in common with many, and no others with any."""
        import numpy as np

        own, shared = (np.diff(of.counts.indptr) for of in (self.terms, self.every))
        return bool(((own < shared) & (own <= _OWN)).mean() > 0.5)

    def _weigh(self) -> None:
        import numpy as np

        least, small = _least(len(self.first)), self._joining()
        self.place = {word: at for at, word in enumerate(self.words.known)}
        self.kinds = kinds(self.words, self.spoken, small, self.place)
        every = counted(self.words, small, least)
        self.every = within(Terms(every.counts[self.first], every.names), least, 1)
        del every
        self.terms = within(self.every, least, _MOST_SPREAD)
        counts = self.terms.counts
        self.idf = np.log(len(self.first) / np.maximum(spread(counts), 1)) ** _RARITY
        self.rows = weighed(counts, self.idf)

    @cached_property
    def forms(self) -> Forms:
        """What many write alike."""
        return Forms(self.words, self.first, self.place)

    def _joining(self) -> "NDArray[Any]":
        """The words that are in any letter, whatever it is about."""
        listed = {name: passed_over(name) for name in {*self.spoken}}
        return languages.joining(self.words, self.spoken, listed)

    def grouped(self, before: Sequence[Mapping[str, float]] = ()) -> "NDArray[Any]":
        """For each letter its theme, or `OUTSIDE`."""
        import numpy as np

        self.close = np.zeros(len(self.first))
        if not self.enough or min(self.rows.shape) < 2:
            return np.full(len(self.first), OUTSIDE)
        # Threads wait for each other longer than such tables take.
        with threadpool_limits(1, user_api="blas"):
            return self._grouped(before)

    def _grouped(self, before: Sequence[Mapping[str, float]]) -> "NDArray[Any]":
        import numpy as np

        step = self.steps("grouping", len(clusters.TRIED) + 3)
        drawn = np.sort(np.random.default_rng(0).permutation(len(self.first))[:_MOST_LEARNT])
        some = self.rows[drawn]
        self.dimensions = clusters.directions(some)
        step()
        lies = clusters.unit(self.rows @ self.dimensions)
        start = self._where(before)
        many = clusters.how_many(some, step)
        if len(start) and len(start) / _OTHERWISE <= many <= len(start) * _OTHERWISE:
            many = len(start)
        centre = clusters.best_gathered(lies[drawn], many, start)
        step()
        group = (lies @ centre.T).argmax(axis=1)
        self.close = placing.closeness(self.rows, group, len(centre))
        least = placing.by_chance(self.terms.counts, self.idf, self.rows, group)
        step()
        return np.where(self.close >= least, group, OUTSIDE)

    def parted(self) -> "NDArray[Any]":
        """For each letter one of the two groups that differ most."""
        import numpy as np

        self.close = np.zeros(len(self.first))
        if not self.enough or min(self.rows.shape) < 3:
            return self.close.astype(int)
        with threadpool_limits(1, user_api="blas"):
            self.dimensions = clusters.directions(self.rows)
            lies = clusters.unit(self.rows @ self.dimensions)
            centre = clusters.best_gathered(lies, 2)
        self.close = (lies @ centre.T).max(axis=1)
        return np.asarray((lies @ centre.T).argmax(axis=1))

    def _where(self, before: Sequence[Mapping[str, float]]) -> "NDArray[Any]":
        """Where the themes of earlier would lie now."""
        import numpy as np

        column = {name: at for at, name in enumerate(self.terms.names)}
        found = np.zeros((len(before), len(column)), dtype=np.float32)
        for row, weights in enumerate(before):
            for name, weight in weights.items():
                if name in column:
                    found[row, column[name]] = weight
        return clusters.unit(found[found.any(axis=1)] @ self.dimensions)

    def nearest(self, places: Sequence[int], themes: Sequence[Mapping[str, float]]) -> list[int]:
        """For each of these letters the theme whose terms it has most of."""
        import numpy as np

        column = {name: at for at, name in enumerate(self.every.names)}
        terms = np.zeros((len(column), len(themes)))
        for at, weights in enumerate(themes):
            length = sum(weight * weight for weight in weights.values()) ** 0.5 or 1
            for name, weight in weights.items():
                if name in column:
                    terms[column[name], at] = weight / length
        once = self.every.counts[places].copy()
        once.data[:] = 1
        found: list[int] = np.asarray(once @ terms).argmax(axis=1).tolist()
        return found

    def telling(self, group: "NDArray[Any]") -> list[dict[str, float]]:
        """The terms that tell each theme from the others."""
        many = int(group.max(initial=OUTSIDE)) + 1
        return telling(self.every, group, many) if many else []
