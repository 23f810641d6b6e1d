"""How large an expression can get: the bounds of its value where each name is in known bins.

Arithmetic on bounds is exact (fractions), and it only ever allows too much: each name counts as
if it were free of the others. What it excludes is impossible, for facts whose sums and products
fit the 34 digits of a FEEL number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import ceil, floor, inf

from upheld.tables.bins import NULL, Bins, members
from upheld.tables.syntax import Arithmetic, Call, Expression, Literal, Name, Negate
from upheld.tables.values import Kind, to_minor_unit

End = Fraction | float  # a float only for the infinities
# Further out no end is told: Python adds no infinity to a fraction that no float can hold.
_FAR = 1000  # bits


@dataclass(frozen=True, slots=True)
class Span:
    """All that a number may be, from `low` to `high`, and whether it may be null or known at all.

    `even` says that it stands on whole coins, so that settling the amount does not move it.
    """

    low: End = -inf
    high: End = inf
    low_closed: bool = True
    high_closed: bool = True
    null: bool = False
    known: bool = True
    even: bool = False

    def __add__(self, other: "Span") -> "Span":
        return replace(
            _both(self, other),
            low=self.low + other.low,
            high=self.high + other.high,
            low_closed=self.low_closed and other.low_closed,
            high_closed=self.high_closed and other.high_closed,
        )

    def __neg__(self) -> "Span":
        return replace(
            self,
            low=-self.high,
            high=-self.low,
            low_closed=self.high_closed,
            high_closed=self.low_closed,
        )


ANY = Span(null=True)


def span(tree: Expression, bins: Mapping[str, Bins], masks: Mapping[str, int]) -> Span:
    """The bounds of a number or an amount, where each name is in the bins of its mask."""
    found = _span(tree, bins, masks)
    if not _is_far(found.low) and not _is_far(found.high):
        return found
    return replace(found, low=_near(found.low, -inf), high=_near(found.high, inf))


def _is_far(end: End) -> bool:
    return (
        isinstance(end, Fraction)
        and end.numerator.bit_length() - end.denominator.bit_length() > _FAR
    )


def _near(end: End, outside: float) -> End:
    """An end that allows more: `outside` where it is far out there, else the last that is near."""
    if not _is_far(end):
        return end
    return outside if (end > 0) == (outside > 0) else Fraction(2**_FAR if end > 0 else -(2**_FAR))


def _span(tree: Expression, bins: Mapping[str, Bins], masks: Mapping[str, int]) -> Span:
    match tree:
        case Literal(Decimal() as number):
            return Span(Fraction(number), Fraction(number), even=number == int(number))
        case Name(name) if bins[name].field.kind in (Kind.NUMBER, Kind.MONEY):
            return of_bins(bins[name], masks[name])
        case Negate(operand):
            return -span(operand, bins, masks)
        case Arithmetic(operator, left, right):
            return _worked(operator, span(left, bins, masks), span(right, bins, masks))
        case Call(function, arguments) if function in _CALLS:
            return reduce(_CALLS[function], (span(each, bins, masks) for each in arguments))
        case Call("floor" | "ceiling" as function, (argument,)):
            return _whole(span(argument, bins, masks), floor if function == "floor" else ceil)
    return ANY


def of_bins(bins: Bins, found: int) -> Span:
    """The bounds of a set of bins of numbers."""
    told: Span | None = bins.spans.get(found)
    if told is None:
        told = bins.spans[found] = _of_bins(bins, found)
    return told


def _of_bins(bins: Bins, found: int) -> Span:
    known = found & bins.known
    if not known:
        return replace(ANY, known=False)
    first, last = (known & -known).bit_length() - 1, known.bit_length() - 1
    low, high = bins.ends(first)[0], bins.ends(last)[1]
    return Span(
        Fraction(low) if isinstance(low, Decimal) else -inf,
        Fraction(high) if isinstance(high, Decimal) else inf,
        low_closed=first % 2 == 0,
        high_closed=last % 2 == 0,
        null=bool(found & NULL),
        even=bins.field.kind is Kind.MONEY,
    )


def bins_in(bins: Bins, found: Span) -> int:
    """The bins that hold some value of the span once an output has settled it."""
    settled = _settled(found, bins.currency) if bins.field.kind is Kind.MONEY else found
    mask = NULL if settled.null else 0
    for at in members(bins.known if found.known else 0):
        if _touch(of_bins(bins, 1 << at), settled):
            mask |= 1 << at
    return mask


def _touch(one: Span, other: Span) -> bool:
    low, low_closed = max((one.low, not one.low_closed), (other.low, not other.low_closed))
    high, high_closed = min((one.high, one.high_closed), (other.high, other.high_closed))
    return low < high or (low == high and not low_closed and high_closed)


def _settled(found: Span, currency: str) -> Span:
    """Amounts are rounded half up: what is not whole coins may land on the end of the span."""
    if found.even:
        return found
    low, high = (_rounded(end, currency) for end in (found.low, found.high))
    return replace(found, low=low, high=high, low_closed=True, high_closed=True)


def _rounded(end: End, currency: str) -> End:
    if isinstance(end, float):
        return end
    return Fraction(to_minor_unit(Decimal(end.numerator) / Decimal(end.denominator), currency))


def _both(one: Span, other: Span) -> Span:
    """What holds of anything worked out from the two."""
    return Span(
        null=one.null or other.null,
        known=one.known and other.known,
        even=one.even and other.even,
    )


def _worked(operator: str, left: Span, right: Span) -> Span:
    if operator == "+":
        return left + right
    if operator == "-":
        return left + -right
    both = _both(left, right)
    if operator == "/" and (by := _single(right)):
        return _scaled(both, left, 1 / by)
    if operator == "*" and (by := _single(right)) is not None:
        return _scaled(both, left, by)
    if operator == "*" and (by := _single(left)) is not None:
        return _scaled(both, right, by)
    if operator == "*" and left.low >= 0 and right.low >= 0:
        return replace(both, low=Fraction(0), even=False)
    return replace(both, null=True, even=False)


def _single(found: Span) -> Fraction | None:
    single = found.known and found.low == found.high
    return found.low if single and isinstance(found.low, Fraction) else None


def _scaled(both: Span, found: Span, factor: Fraction) -> Span:
    if factor == 0:
        return replace(both, low=factor, high=factor)
    even = found.even and factor.denominator == 1
    # An infinity times a fraction is an infinity of that sign.
    scaled = replace(
        both,
        low=found.low if isinstance(found.low, float) else found.low * abs(factor),
        high=found.high if isinstance(found.high, float) else found.high * abs(factor),
        low_closed=found.low_closed,
        high_closed=found.high_closed,
        even=even,
    )
    return -scaled if factor < 0 else scaled


def _largest(one: Span, other: Span) -> Span:
    low, low_open = max((one.low, not one.low_closed), (other.low, not other.low_closed))
    high, high_closed = max((one.high, one.high_closed), (other.high, other.high_closed))
    both = _both(one, other)
    return replace(both, low=low, high=high, low_closed=not low_open, high_closed=high_closed)


def _whole(found: Span, rounded: Callable[[Fraction], int]) -> Span:
    low, high = (
        Fraction(rounded(end)) if isinstance(end, Fraction) else end
        for end in (found.low, found.high)
    )
    return replace(found, low=low, high=high, low_closed=True, high_closed=True, even=True)


_CALLS: Mapping[str, Callable[[Span, Span], Span]] = {
    "max": _largest,
    "min": lambda one, other: -_largest(-one, -other),
    "sum": lambda one, other: one + other,
}
