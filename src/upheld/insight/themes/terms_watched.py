"""Words that come up or go down, of themselves: what is new has no theme yet."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from upheld.insight.languages import date_words
from upheld.insight.terms import spread

from .change import FALSE_ALARM_WEEKS, Change, changes
from .courtesies import passed_over
from .passages import Passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .letters import Letters

# So many of the most frequent terms that fewer than a fifth of the letters have.
_MOST, _MOST_SPREAD, _FEWEST = 600, 0.2, 8
_SHOWN = 20
# So many letters say whether a term is somebody's name.
_ASKED = 5


def watched(
    letters: "Letters", weeks: Sequence[int | None], totals: "NDArray[Any]"
) -> list[tuple[str, Change]]:
    """The terms that changed last, each told once and not again within a longer one."""
    import numpy as np
    from scipy.sparse import csr_matrix

    if not letters.enough:
        return []
    counts = letters.every.counts
    often = spread(counts)
    empty = frozenset().union(*map(_says_nothing, {*letters.spoken}))
    telling = [empty.isdisjoint(name.split()) for name in letters.every.names]
    enough = (often >= _FEWEST) & (often <= _MOST_SPREAD * counts.shape[0])
    usable = np.flatnonzero(enough & np.asarray(telling, dtype=bool))
    chosen = usable[np.argsort(-often[usable], kind="stable")[:_MOST]]
    once = counts[:, chosen]
    once.data[:] = 1
    week_of = [(at, weeks[text]) for at, text in enumerate(letters.first.tolist())]
    known = [(at, week) for at, week in week_of if week is not None]
    if not known:
        return []
    rows, places = zip(*known, strict=True)
    shape = (len(totals), counts.shape[0])
    of_week = csr_matrix((np.ones(len(rows)), (places, rows)), shape=shape)
    series = np.asarray((of_week @ once).todense()).T
    found = changes(series, totals, FALSE_ALARM_WEEKS / 2)
    told = [(letters.every.names[chosen[each.series]], each) for each in found]
    last = sorted(told, key=lambda each: (-each[1].told, -len(each[0])))
    return list(islice(_once(each for each in last if not _personal(letters, each[0])), _SHOWN))


def _says_nothing(language: str) -> frozenset[str]:
    """Words of a language that only join others, and those that come with the calendar."""
    return passed_over(language) | date_words(language)


def _personal(letters: "Letters", term: str) -> bool:
    """Whether the term names somebody in the letters that have it."""
    rows = letters.every.counts[:, letters.every.names.index(term)].nonzero()[0][:_ASKED]
    places = letters.first[rows].tolist()
    said = Passages([letters.texts[at] for at in places], [letters.writers[at] for at in places])
    return said.personal(term)


def _once(told: Iterable[tuple[str, Change]]) -> Iterator[tuple[str, Change]]:
    said: set[str] = set()
    for term, change in told:
        if said.isdisjoint(term.split()):
            said.update(term.split())
            yield term, change
