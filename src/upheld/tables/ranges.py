"""Says a set of bins to people: in words, and as a cell that can be pasted into a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from upheld.tables.bins import NULL, Bins, members
from upheld.tables.syntax import Compare, Interval, Literal, Not, OneOf, Simple, written
from upheld.tables.telling import tell
from upheld.tables.values import Scalar


@dataclass(frozen=True, slots=True)
class Range:
    """A run of neighbouring bins; an end that is null is open to all that a fact may be."""

    low: Scalar
    high: Scalar
    low_closed: bool
    high_closed: bool


def told(bins: Bins, found: int) -> str:
    """A set of bins in words: "more than 3 days", "late or unknown", "anything"."""
    here = found & bins.inside
    if here == bins.inside:
        return "anything"
    unknown = ["unknown"] if here & NULL else []
    if here & bins.known == bins.inside & bins.known:
        return "known"
    if bins.ordered:
        parts = [_told_range(bins, each) for each in ranges(bins, here)]
    else:
        parts = [_told_value(bins, at) for at in members(here & bins.known)]
    return " or ".join(parts + unknown)


def cell(bins: Bins, found: int) -> str:
    """The S-FEEL cell that matches just these bins, among those that a fact can be in."""
    here = found & bins.inside
    if here == bins.inside:
        return "-"
    null = Compare("=", Literal(None))
    if here & bins.known == bins.inside & bins.known:
        return written(Not((null,)))
    others = bins.known & bins.inside & ~here
    if not bins.ordered and here >> len(bins.cuts) + 1 and not here & NULL:
        return written(Not(tuple(_equal(bins, at) for at in members(others))))
    parts: list[Simple] = [null] if here & NULL else []
    if bins.ordered:
        parts += [_simple(each) for each in ranges(bins, here)]
    elif here >> len(bins.cuts) + 1:
        parts += _all_but(tuple(str(bins.sample(at)) for at in members(others)))
    else:
        parts += [_equal(bins, at) for at in members(here & bins.known)]
    return written(parts[0] if len(parts) == 1 else OneOf(tuple(parts))) if parts else "no value"


def ranges(bins: Bins, found: int) -> Iterator[Range]:
    """The runs of an ordered column's bins, from the lowest; null is left out."""
    inside = bins.inside & bins.known
    left, others = inside & found, inside & ~found
    while left:
        end = others & -(left & -left)  # the lowest of those above is where the run ends
        run = left & (end & -end) - 1 if end else left
        yield _range(bins, run, inside)
        left ^= run


def _range(bins: Bins, run: int, inside: int) -> Range:
    first, last = (run & -run).bit_length() - 1, run.bit_length() - 1
    single = first == last and first % 2 == 0
    open_below = run & inside & -inside and not single
    open_above = run.bit_length() == inside.bit_length() and not single
    return Range(
        low=None if open_below else bins.ends(first)[0],
        high=None if open_above else bins.ends(last)[1],
        low_closed=first % 2 == 0,
        high_closed=last % 2 == 0,
    )


def _simple(run: Range) -> Simple:
    low, high = Literal(run.low), Literal(run.high)
    if run.low is None and run.high is None:
        return Compare("!=", Literal(None))
    if run.low is None:
        return Compare("<=" if run.high_closed else "<", high)
    if run.high is None:
        return Compare(">=" if run.low_closed else ">", low)
    if run.low == run.high:
        return Compare("=", low)
    return Interval(low, high, run.low_closed, run.high_closed)


def _equal(bins: Bins, at: int) -> Compare:
    return Compare("=", Literal(bins.sample(at)))


def _all_but(texts: tuple[str, ...]) -> list[Simple]:
    """Every known text but these, as ranges of the alphabet: no list can hold a not()."""
    ends = sorted(texts)
    if not ends:
        return [Compare("!=", Literal(None))]
    gaps = [
        Interval(Literal(low), Literal(high), low_closed=False, high_closed=False)
        for low, high in pairwise(ends)
    ]
    return [Compare("<", Literal(ends[0])), *gaps, Compare(">", Literal(ends[-1]))]


def _told_range(bins: Bins, run: Range) -> str:
    if run.low is None and run.high is None:
        return "known"
    if run.low is None:
        return f"{'at most' if run.high_closed else 'less than'} {_told(bins, run.high)}"
    if run.high is None:
        return f"{'at least' if run.low_closed else 'more than'} {_told(bins, run.low)}"
    if run.low == run.high:
        return _told(bins, run.low)
    low, high = tell(run.low, bins.field, bins.currency), _told(bins, run.high)
    if run.low_closed and run.high_closed:
        return f"from {low} to {high}"
    low = f"{'at least' if run.low_closed else 'more than'} {low}"
    return f"{low} and {'at most' if run.high_closed else 'less than'} {high}"


def _told_value(bins: Bins, at: int) -> str:
    return "any other text" if at > len(bins.cuts) else _told(bins, bins.cuts[at - 1])


def _told(bins: Bins, value: Scalar) -> str:
    unit = f" {bins.field.unit}" if bins.field.unit else ""
    return f"{tell(value, bins.field, bins.currency)}{unit}"
