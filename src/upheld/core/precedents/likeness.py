"""How like two cases are by their facts, and what differs, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from math import log

from upheld.tables import Field, Kind, tell

from .happened import Happened, Point

Fact = str | bool | Decimal
# An amount or a count ten times as large is nothing alike any more.
_NOTHING_ALIKE = log(10)
# What one side does not know is neither alike nor different.
_UNKNOWN = 0.5
_MOST_TOLD = 6
_DAYS = "days"


@dataclass(frozen=True, slots=True)
class Likeness:
    """`share` is 1 for the same facts and 0 for nothing alike, `same` whether nothing is otherwise
    there, its findings left aside. `pairs` are our points beside those of the other case."""

    share: float
    same: bool
    ours: Happened
    theirs: Happened
    pairs: tuple[tuple[Point | None, Point | None], ...]

    def differs(self, fields: Mapping[str, Field], currency: str) -> tuple[str, ...]:
        """What is otherwise in the other case. The facts' own words come from the policy's
        `fields`."""
        pairs = (_differs(one, other, fields, currency) for one, other in self.pairs)
        told = chain.from_iterable((*pairs, _around(self.ours, self.theirs)))
        return tuple(islice(told, _MOST_TOLD))


def likeness(ours: Happened, theirs: Happened) -> Likeness:
    """`theirs` beside `ours`.

    Points are paired by their kind; a kind that stands on one side only counts as unlike.
    """
    found = list(_pairs(ours, theirs))
    shares = [share for share, _, _ in found]
    same_around = ours.circumstances == theirs.circumstances
    share = sum(shares) / len(shares) if shares else 0.0
    same = same_around and bool(found) and all(value == 1 for value in shares)
    pairs = tuple((one, other) for _, one, other in found)
    return Likeness(share if same_around else share / 2, same, ours, theirs, pairs)


def _pairs(ours: Happened, theirs: Happened) -> Iterator[tuple[float, Point | None, Point | None]]:
    """How far they are alike, and both."""
    left = list(theirs.points)
    for point in ours.points:
        of_kind = [(_alike(point, other), other) for other in left if other.kind == point.kind]
        if of_kind:
            share, best = max(of_kind, key=lambda each: each[0])
            left.remove(best)
            yield share, point, best
        else:
            yield 0.0, point, None
    for other in left:
        yield 0.0, None, other


def _alike(one: Point, other: Point) -> float:
    """Of two points of one kind: the kind and every fact weigh the same."""
    if one.facts == other.facts:
        return 1.0  # as it would come to, and most are compared with their like
    names = one.facts.keys() | other.facts.keys()
    return (1 + sum(_near(one.facts.get(n), other.facts.get(n)) for n in names)) / (1 + len(names))


def _near(one: Fact | None, other: Fact | None) -> float:
    if one is None or other is None:
        return _UNKNOWN
    if one == other:
        return 1.0
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return _near_numbers(float(one), float(other))
    return 0.0


def _near_numbers(one: float, other: float) -> float:
    """On a log scale, where 10 and 20 are as far apart as 100 and 200; nothing is not something."""
    if one == other:
        return 1.0
    if min(one, other) <= 0:
        return 0.0
    return max(0.0, 1 - abs(log(one) - log(other)) / _NOTHING_ALIKE)


def _differs(
    one: Point | None, other: Point | None, fields: Mapping[str, Field], currency: str
) -> Iterator[str]:
    if one is None or other is None:
        alone = one or other
        told = _plain(alone.kind) if alone else ""
        yield f"nothing alleged of {told} there" if one else f"{told} alleged there too"
        return
    if one.finding and other.finding and one.finding != other.finding:
        yield f"found {_plain(other.finding)}, here {_plain(one.finding)}"
    for name in sorted(one.facts.keys() | other.facts.keys()):
        mine, theirs = one.facts.get(name), other.facts.get(name)
        if mine != theirs:
            yield _told(name, mine, theirs, fields.get(name), currency)


def _told(
    name: str, mine: Fact | None, theirs: Fact | None, field: Field | None, currency: str
) -> str:
    what = _plain(name)
    if theirs is None:
        return f"{what} not known there"
    if mine is None:
        return f"{what} {_spoken(theirs, field, currency)} there, not known here"
    if isinstance(mine, Decimal) and isinstance(theirs, Decimal) and field and field.unit == _DAYS:
        return _days(what, theirs - mine)
    if field and field.name == "touchpoint":
        return f"a {_plain(str(theirs))}, not a {_plain(str(mine))}"
    there, here = (_spoken(fact, field, currency) for fact in (theirs, mine))
    return f"{what}: {there}, not {here}"


def _days(what: str, more: Decimal) -> str:
    """ "6 days later" of what is late; of other days "days since delivery: 6 days more"."""
    many = f"{abs(more):f} {'day' if abs(more) == 1 else 'days'}"
    if what == "days late":
        return f"{many} {'later' if more > 0 else 'less late'}"
    return f"{what}: {many} {'more' if more > 0 else 'fewer'}"


def _spoken(fact: Fact, field: Field | None, currency: str) -> str:
    if field is None:
        return _plain(str(fact))
    if isinstance(fact, Decimal) and field.kind not in (Kind.MONEY, Kind.NUMBER):
        return str(fact)  # a word of digits, such as a year that is no number there
    return tell(fact, field, currency)


def _around(ours: Happened, theirs: Happened) -> Iterator[str]:
    for name in sorted(ours.circumstances.keys() | theirs.circumstances.keys()):
        mine, there = ours.circumstances.get(name), theirs.circumstances.get(name)
        if mine != there:
            yield f"{_plain(name)}: {'yes' if there else 'no'}, not {'yes' if mine else 'no'}"


def _plain(name: str) -> str:
    return name.replace("_", " ")
