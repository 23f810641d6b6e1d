"""Units that do not go together: days added to hours, an output in another unit than its cells."""

from collections.abc import Iterator, Mapping

from upheld.tables.checks.remarks import Flaw, Remark, Severity
from upheld.tables.checks.view import View
from upheld.tables.fields import Field
from upheld.tables.problems import CellError, RuleRef
from upheld.tables.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Name,
    Negate,
    names_in,
)

Fields = Mapping[str, Field]


def mixed_units(view: View) -> Iterator[Remark]:
    """Every cell whose declared units do not go together."""
    names = view.world.policy.names
    loose = not view.boxed.exact
    for rule in view.table.rules:
        for cell in rule.cells if loose else ():
            for name in sorted(names_in(cell.test)):
                if clash := _clash(names[cell.column].unit, names[name].unit):
                    yield _remark(view, rule.ref, cell.column, clash)
        for output, tree in rule.outputs.items():
            if isinstance(tree, Literal):
                continue
            try:
                clash = _clash(names[output].unit, unit_of(tree, names))
            except CellError as error:
                clash = error.message
            if clash:
                yield _remark(view, rule.ref, output, clash)


def unit_of(tree: Expression, names: Fields) -> str:
    """The unit of an expression; empty for a bare number. Raises CellError where units mix."""
    match tree:
        case Name(name):
            return names[name].unit
        case Negate(operand):
            return unit_of(operand, names)
        case Arithmetic("*", left, right):
            return " ".join(filter(None, (unit_of(left, names), unit_of(right, names))))
        case Arithmetic("/", left, right):
            over, under = unit_of(left, names), unit_of(right, names)
            return "" if over == under else f"{over} per {under}" if under else over
        case Arithmetic("+" | "-", left, right):
            return _one((left, right), names)
        case Comparison(_, left, right):
            _one((left, right), names)
            return ""
        case Call("count", arguments):
            return ""
        case Call(_, arguments):
            return _one(arguments, names)
    return ""


def _one(trees: tuple[Expression, ...], names: Fields) -> str:
    units = sorted({unit_of(tree, names) for tree in trees} - {""})
    if len(units) > 1:
        raise CellError(f"{' and '.join(units)} do not go together", "Convert one of them")
    return units[0] if units else ""


def _clash(one: str, other: str) -> str:
    clash = one and other and one != other
    return f"{one} and {other} do not go together" if clash else ""


def _remark(view: View, ref: RuleRef, column: str, message: str) -> Remark:
    mend = "Convert one of them, or correct the unit in policy.yaml"
    return Remark(Flaw.UNIT, Severity.ERROR, view.table.name, (ref,), column, message, mend)
