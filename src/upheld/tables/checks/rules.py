"""Rules that no case reaches: dead in themselves, or shadowed by the rules before them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from upheld.tables.bins import members
from upheld.tables.checks.remarks import Flaw, Remark, Severity
from upheld.tables.checks.view import View
from upheld.tables.problems import RuleRef
from upheld.tables.reach.cover import Box, meet

_MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class Reach:
    """A part of a rule's box that is its own, or none; and rules that together take the rest."""

    part: Box | None
    taken_by: int = 0


class Alive:
    """Which rules of a table some case reaches, and where."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def reaches(self) -> tuple[Reach, ...]:
        return tuple(self._reach(at) for at in range(len(self.view.table.rules)))

    @property
    def parts(self) -> Iterator[Box]:
        """A part of its own for each rule that has one."""
        return (reach.part for reach in self.reaches if reach.part is not None)

    @property
    def rules(self) -> tuple[int, ...]:
        """The rules that some case reaches."""
        return tuple(at for at, reach in enumerate(self.reaches) if reach.part is not None)

    def _reach(self, at: int) -> Reach:
        boxed = self.view.boxed
        box, beaten = meet(boxed.may.rules[at], self.view.full), boxed.beaten[at]
        if box is None:
            return Reach(None)
        clear = boxed.sure.likely_clear(box, beaten)
        if clear is None and (holders := boxed.sure.holding(box) & beaten):
            return Reach(None, holders & -holders)
        clear = clear or boxed.sure.clear(box, beaten)
        if clear is not None and self.view.can_be(clear):
            return Reach(clear)
        chosen, tried = 0, 0
        for part, holders in boxed.sure.parts(box, beaten):
            if holders:
                chosen |= 0 if holders & chosen else holders & -holders
            elif tried == _MOST_PARTS or self.view.can_be(part):
                return Reach(part)
            else:
                tried += 1
        return Reach(None, 0 if tried else chosen)


def unreached(view: View, alive: Alive) -> Iterator[Remark]:
    """A remark for every rule that no case reaches, with the reason."""
    for at, reach in enumerate(alive.reaches):
        if reach.part is None:
            yield _remark(view, at, reach)


def _remark(view: View, at: int, reach: Reach) -> Remark:
    rule, rules = view.boxed.may.rules[at], view.table.rules
    ref = rules[at].ref
    if meet(rule, view.declared) is None:
        return _dead(view, ref, *_empty(view, at, view.declared), _NEVER)
    box = meet(rule, view.full)
    if box is None:
        return _dead(view, ref, *_empty(view, at, view.full), _UNGIVEN)
    if not reach.taken_by:
        return _dead(view, ref, None, "no case gets past the tables before it to here", _CHAIN)
    shadows = [rules[other].ref for other in members(reach.taken_by)]
    told = " and ".join(map(str, shadows))
    return Remark(
        Flaw.SHADOWED,
        Severity.WARNING,
        view.table.name,
        (ref, *shadows),
        None,
        f"every case of rule {ref} is taken by {told}",
        "Move it up, narrow what takes its cases, or delete it",
        view.sample(box),
    )


_NEVER = "Correct the cell, or the column's values or domain in policy.yaml"
_UNGIVEN = "Correct the cell, or the table that gives the column"
_CHAIN = "Delete it, or correct the tables before it"


def _empty(view: View, at: int, full: Box) -> tuple[str, str]:
    """The column where the rule's cell holds nothing that there can be."""
    rule = view.boxed.may.rules[at]
    place = next(place for place, mask in enumerate(rule) if not mask & full[place])
    column = view.table.columns[place]
    text = next(cell.text for cell in view.table.rules[at].cells if cell.column == column)
    return column, f"no {column} is {text}"


def _dead(view: View, ref: RuleRef, column: str | None, why: str, mend: str) -> Remark:
    message = f"no case reaches rule {ref}: {why}"
    return Remark(Flaw.DEAD, Severity.WARNING, view.table.name, (ref,), column, message, mend)
