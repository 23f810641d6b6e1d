"""Whether one expression is never below another, the values of their names being bounded.

Sums and multiples are compared as sums of their names, in fractions, so that what they share
cancels out; a maximum is at least each of its arguments, a minimum at most. This never claims too
much, for amounts whose sums and products fit the 34 digits of a FEEL number.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from upheld.tables.reach.spans import Span
from upheld.tables.syntax import Arithmetic, Call, Expression, Literal, Name, Negate

Spans = Mapping[str, Span]
Sum = Mapping[str, Fraction]  # each name times its factor; the bare number under ""


def at_least(high: Expression, low: Expression, spans: Spans) -> bool:
    """Whether `high` is shown to be no less than `low` wherever the names are in their spans."""
    if isinstance(low, Call) and low.function == "max":
        return all(at_least(high, each, spans) for each in low.arguments)
    if isinstance(high, Call) and high.function == "min":
        return all(at_least(each, low, spans) for each in high.arguments)
    above = _arguments(high, "max")
    below = _arguments(low, "min")
    return (
        any(at_least(each, low, spans) for each in above)
        or any(at_least(high, each, spans) for each in below)
        or _linear(high, low, spans)
    )


def _arguments(tree: Expression, function: str) -> tuple[Expression, ...]:
    return tree.arguments if isinstance(tree, Call) and tree.function == function else ()


def _linear(high: Expression, low: Expression, spans: Spans) -> bool:
    more, less = summed(high), summed(low)
    if more is None or less is None:
        return False
    left = dict(more)
    for name, factor in less.items():
        left[name] = left.get(name, Fraction(0)) - factor
    least = left.pop("", Fraction(0)) + sum(_least(spans[n], f) for n, f in left.items() if f)
    return least >= 0


def _least(span: Span, factor: Fraction) -> Fraction | float:
    return factor * (span.low if factor > 0 else span.high)


def summed(tree: Expression) -> Sum | None:
    """The expression as a sum of names, each times a number; None where it is no such sum."""
    match tree:
        case Literal(Decimal() as number):
            return {"": Fraction(number)}
        case Name(name):
            return {name: Fraction(1)}
        case Negate(operand):
            return _times(summed(operand), Fraction(-1))
        case Arithmetic("+" | "-" as operator, left, right):
            sign = Fraction(1 if operator == "+" else -1)
            return _plus(summed(left), _times(summed(right), sign))
        case Arithmetic("*", left, right):
            return _product(summed(left), summed(right))
        case Arithmetic("/", left, Literal(Decimal() as number)) if _ends(number):
            return _times(summed(left), 1 / Fraction(number))
        case Call("sum", arguments):
            total: Sum | None = {}
            for each in arguments:
                total = _plus(total, summed(each))
            return total
    return None


def _plus(one: Sum | None, other: Sum | None) -> Sum | None:
    if one is None or other is None:
        return None
    return {
        name: one.get(name, Fraction(0)) + other.get(name, Fraction(0)) for name in {**one, **other}
    }


def _times(one: Sum | None, factor: Fraction) -> Sum | None:
    return None if one is None else {name: each * factor for name, each in one.items()}


def _product(one: Sum | None, other: Sum | None) -> Sum | None:
    for sum_, number in ((one, other), (other, one)):
        if number is not None and number.keys() <= {""}:
            return _times(sum_, number.get("", Fraction(0)))
    return None


def _ends(number: Decimal) -> bool:
    """Whether dividing by the number gives digits that end, so that nothing is rounded."""
    rest = abs(Fraction(number).numerator)
    for prime in (2, 5):
        while rest and rest % prime == 0:
            rest //= prime
    return rest == 1
