"""Words that come up or go down, of themselves: what is new has no theme yet."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from upheld.insight.languages import date_words
from upheld.insight.terms import spread

from .change import FALSE_ALARM_WEEKS, Change, changes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .letters import Letters

# So many of the most frequent terms that fewer than a fifth of the letters have.
_MOST, _MOST_SPREAD, _FEWEST = 600, 0.2, 8
_SHOWN = 20


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
    dates = frozenset().union(*map(date_words, set(letters.spoken)))
    dated = np.asarray([not dates.isdisjoint(name.split()) for name in letters.every.names])
    enough = (often >= _FEWEST) & (often <= _MOST_SPREAD * counts.shape[0])
    usable = np.flatnonzero(enough & ~dated)
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
    return _once(sorted(told, key=lambda each: (-each[1].told, -len(each[0]))))


def _once(told: Sequence[tuple[str, Change]]) -> list[tuple[str, Change]]:
    shown: list[tuple[str, Change]] = []
    for term, change in told:
        said = {word for other, _ in shown for word in other.split()}
        if not said & set(term.split()):
            shown.append((term, change))
    return shown[:_SHOWN]
