"""Rules that no case reaches: dead in themselves, or shadowed by the rules before them."""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from upheld.tables.bins import members
from upheld.tables.checks.remarks import Flaw, Remark, Severity
from upheld.tables.checks.view import View
from upheld.tables.problems import RuleRef
from upheld.tables.reach.cover import Box, meet
from upheld.tables.reach.ranking import beaten_by
from upheld.tables.reach.search import Impossible

_MOST_PARTS = 100
_MOST_WEIGHED = 40


class Alive:
    """For each rule a part of its box that is its own, or none where no case reaches it."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def parts(self) -> tuple[Box | None, ...]:
        return tuple(self._part(at) for at in range(len(self.view.table.rules)))

    @cached_property
    def rules(self) -> tuple[int, ...]:
        """The rules that some case reaches."""
        return tuple(at for at, part in enumerate(self.parts) if part is not None)

    def _part(self, at: int) -> Box | None:
        """The first part that a case is found in, or may be."""
        box = meet(self.view.boxed.may.rules[at], self.view.full)
        if box is None:
            return None
        earlier = beaten_by(self.view.table, at)
        for part in islice(self.view.boxed.sure.uncovered(box, earlier), _MOST_PARTS):
            if not isinstance(self.view.reached(part), Impossible):
                return part
        return None


def unreached(view: View, alive: Alive) -> Iterator[Remark]:
    """A remark for every rule that no case reaches, with the reason."""
    for at, part in enumerate(alive.parts):
        if part is None:
            yield _remark(view, at)


def _remark(view: View, at: int) -> Remark:
    rule = view.boxed.may.rules[at]
    refs = [each.ref for each in view.table.rules]
    if meet(rule, view.declared) is None:
        return _dead(view, refs[at], *_empty(view, at, view.declared), _NEVER)
    box = meet(rule, view.full)
    if box is None:
        return _dead(view, refs[at], *_empty(view, at, view.full), _UNGIVEN)
    if next(view.boxed.sure.uncovered(box, beaten_by(view.table, at)), None):
        return _dead(view, refs[at], None, "no case gets past the tables before it to here", _CHAIN)
    shadows = _shadows(view, at, box)
    told = " and ".join(str(refs[other]) for other in shadows)
    return Remark(
        Flaw.SHADOWED,
        Severity.WARNING,
        view.table.name,
        (refs[at], *(refs[other] for other in shadows)),
        None,
        f"every case of rule {refs[at]} is taken by {told}",
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


def _shadows(view: View, at: int, box: Box) -> list[int]:
    """Rules that together take the whole box, and all of which it needs."""
    cover = view.boxed.sure
    taking = cover.meeting(box) & beaten_by(view.table, at)
    if whole := cover.holding(box) & taking:
        return [next(members(whole))]
    # Weighing each of very many would cost more than it tells; then all that meet it are named.
    if taking.bit_count() <= _MOST_WEIGHED:
        for other in sorted(members(taking), reverse=True):
            if next(cover.uncovered(box, taking & ~(1 << other)), None) is None:
                taking &= ~(1 << other)
    return list(members(taking))
