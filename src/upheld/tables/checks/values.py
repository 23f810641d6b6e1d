"""Declared values that no rule gives, and cells that ask for what no fact can be."""

from collections.abc import Iterator

from upheld.tables.checks.remarks import Flaw, Remark, Severity
from upheld.tables.checks.rules import Alive
from upheld.tables.checks.view import View
from upheld.tables.fields import Field
from upheld.tables.problems import RuleRef
from upheld.tables.reach.world import World
from upheld.tables.syntax import Not, OneOf, Test, written
from upheld.tables.table import AGGREGATED


def never_given(view: View, alive: Alive) -> Iterator[Remark]:
    """The declared values of an output that no case gets."""
    if view.table.hit in AGGREGATED:
        return
    for name, output in view.table.outputs.items():
        given = _given(view, alive, output)
        for value in output.values:
            if not given >> view.world.bins[name].index(value) & 1:
                yield Remark(
                    Flaw.NEVER_GIVEN,
                    Severity.WARNING,
                    view.table.name,
                    (),
                    name,
                    f"no case gets {name} {value}",
                    "Take it out of its values in policy.yaml, or write the rule for it",
                )


def outside(view: View) -> Iterator[Remark]:
    """The parts of a cell that match nothing within the column's values or domain."""
    places = {column: at for at, column in enumerate(view.table.columns)}
    lists: dict[tuple[str, Test], Test] = {
        (column, test): part
        for column in view.table.columns
        for test in view.world.asked[column]
        if isinstance(test, OneOf | Not)
        for part in _strays(view.world, column, test)
    }
    for rule, box in zip(view.table.rules, view.boxed.may.rules, strict=True):
        for cell in rule.cells:
            at = places[cell.column]
            if part := lists.get((cell.column, cell.test)) if lists else None:
                yield _stray(view, rule.ref, cell.column, part)
            elif not box[at] & view.declared[at] and not isinstance(cell.test, OneOf | Not):
                yield _stray(view, rule.ref, cell.column, cell.test)


def _strays(world: World, column: str, test: OneOf | Not) -> Iterator[Test]:
    inside = world.bins[column].inside
    return (part for part in test.tests if not world.mask(column, part, may=True) & inside)


def _stray(view: View, ref: RuleRef, column: str, part: Test) -> Remark:
    can = _can(view.world.policy.names[column])
    return Remark(
        Flaw.DOMAIN,
        Severity.ERROR,
        view.table.name,
        (ref,),
        column,
        f"{written(part)} is outside what {column} can be{can}",
        "Correct the cell, or the domain in policy.yaml",
    )


def _given(view: View, alive: Alive, output: Field) -> int:
    bins = view.world.bins[output.name]
    found = 1 << bins.index(output.default)
    rules = view.table.rules
    for tree in {rules[at].outputs[output.name] for at in alive.rules}:
        found |= view.world.gives(tree, output.name, view.world.possible)
    return found


def _can(field: Field) -> str:
    if field.domain is not None:
        return f", {written(field.domain)}"
    return f", one of {', '.join(field.values)}" if field.values else ""
