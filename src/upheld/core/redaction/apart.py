"""Places that were found, none of them within another."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import attrgetter

from .patterns import Found

_SHORTEST = 3  # signs that are left of a place that meets another


def apart(found: Iterable[Found]) -> list[Found]:
    """None within another: of two that meet the one that was found first, with what stands of the
    other before and after it; and both as one where they are of one kind."""
    taken: list[Found] = []
    for each in found:
        # Those taken do not meet, so those that reach it stand beside each other.
        end = start = bisect_left(taken, each.end, key=attrgetter("start"))
        while start and taken[start - 1].end > each.start:
            start -= 1
        met = taken[start:end]
        if all(other.what == each.what for other in met) or _is_longer(each, met):
            first, last = min([each, *met]), max(other.end for other in [each, *met])
            taken[start:end] = [Found(first.start, last, each.what)]
        else:
            taken[start:end] = sorted([*met, *_beside(each, met)])
    return taken


def _is_longer(each: Found, met: list[Found]) -> bool:
    """Groups of a number were taken for a telephone: 3 117 942 R."""
    within = all(each.start <= other.start and other.end <= each.end for other in met)
    within = within and (each.start, each.end) != met[0][:2]
    return each.what == "number" and within and {other.what for other in met} == {"telephone"}


def _beside(each: Found, met: list[Found]) -> Iterator[Found]:
    """What is left of a place before the first and after the last that it meets."""
    for start, end in ((each.start, met[0].start), (met[-1].end, each.end)):
        if end - start >= _SHORTEST:
            yield Found(start, end, each.what)
