"""`upheld goodwill`: whether goodwill brings customers back, or why that cannot be told."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from .errors import Refused
from .moments import read_day_if_given
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.goodwill.made import Effects

_A_MONTH = 30
First = Annotated[str, typer.Option("--from", help="Received from this day on, as 2026-01-01.")]
Last = Annotated[str, typer.Option("--to", help="Received until this day, itself in it.")]


def goodwill(
    first: First = "",
    last: Last = "",
    months: Annotated[
        int, typer.Option(min=1, max=24, help="So long each customer is followed.")
    ] = 6,
    as_json: AsJson = False,
) -> None:
    """Tells what goodwill did: who bought again, spent, complained again.

    Where a policy holds goodwill back by lot, by the simple difference; else like cases are set
    beside each other. Where most cases have no like one, nothing is said.
    """
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.insight.goodwill.made import effects
    from upheld.insight.goodwill.told import effects_data

    now = timezone.now()
    found = effects(*period(first, last, now), now, timedelta(days=_A_MONTH * months))
    print_json(effects_data(found)) if as_json else _show(found)


def period(first: str, last: str, now: datetime) -> tuple[datetime | None, datetime]:
    """The time that is asked about: everything until now where nobody says. Raises Refused."""
    from upheld.core.returns import PeriodError
    from upheld.insight.past_cases import whole_days

    try:
        return whole_days(read_day_if_given("--from", first), read_day_if_given("--to", last), now)
    except PeriodError as error:
        raise Refused(str(error)) from None


def _show(found: "Effects") -> None:
    from upheld.insight.goodwill import words

    from .screen import out, plain

    screen = out()
    screen.print(plain(f"{words.headline(found)}."))
    screen.print(plain(words.looked_at(found)))
    if not found.cases:
        return
    screen.print(plain(words.WAYS[found.way]))
    screen.print(plain(words.overlap(found)))
    if found.refused:
        screen.print(plain(f"Nothing can be said: {found.refused}."))
    else:
        screen.print(_told(found))
    for cell in found.ranked:
        screen.print(plain(words.of_cell(cell, found)))
    for limit in found.limits:
        screen.print(plain(limit))


def _told(found: "Effects") -> Table:
    from upheld.insight.goodwill import words

    from .screen import plain

    table = _table("afterwards", "all beside all", "effect", "what can be said")
    for one in found.measures:
        verdict = words.VERDICTS[one.verdict] + (f": {one.why}" if one.why else "")
        cells = (words.told_naive(one, found.currency), words.told(one, found.currency))
        table.add_row(words.NAMES[one.outcome], *cells, plain(verdict))
    return table


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head)
    return table
