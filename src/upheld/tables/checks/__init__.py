"""Checks of a policy's tables: exact, over all cases at once."""

from collections.abc import Iterator

from upheld.tables.checks.columns import idle_columns
from upheld.tables.checks.gaps import gaps
from upheld.tables.checks.overlaps import overlaps
from upheld.tables.checks.remarks import Flaw, Remark, Severity
from upheld.tables.checks.rules import Alive, unreached
from upheld.tables.checks.units import mixed_units
from upheld.tables.checks.values import never_given, outside
from upheld.tables.checks.view import View
from upheld.tables.policy import Policy
from upheld.tables.reach.world import world_of

__all__ = ["Flaw", "Remark", "Severity", "check"]


def check(policy: Policy) -> tuple[Remark, ...]:
    """All that can be said against the tables of a policy, table by table, errors first.

    What a table is asked is what its inputs are declared to hold and what the tables before it
    can give, followed through the chain; a list is taken as long as any.
    """
    world = world_of(policy)
    views = (View(world, table) for table in policy.tables.values())
    order = list(Severity)
    return tuple(
        remark
        for view in views
        for remark in sorted(_remarks(view), key=lambda each: order.index(each.severity))
    )


def _remarks(view: View) -> Iterator[Remark]:
    alive = Alive(view)
    yield from outside(view)
    yield from mixed_units(view)
    yield from gaps(view)
    yield from overlaps(view)
    yield from unreached(view, alive)
    yield from idle_columns(view, alive)
    yield from never_given(view, alive)
    yield from _inexact(view)


def _inexact(view: View) -> Iterator[Remark]:
    for column in view.inexact:
        yield Remark(
            Flaw.INEXACT,
            Severity.NOTE,
            view.table.name,
            (),
            column,
            f"{column} is compared with a name, so what is said of it is only what holds whatever "
            "that name is",
            "Compare it with values where a full check is wanted",
        )
