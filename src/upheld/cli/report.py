"""`upheld report`: the file that a regulator asks for, with its own sums checked first."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core.looking import Sensitive

from .django import prepare
from .errors import Refused
from .looking import noted
from .moments import read_day
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.core.returns import Return

_DIFFERS = 1
WHAT = "fca-disp-1-annex-1, asic-idr or cfpb."


def report(
    what: Annotated[str, typer.Argument(metavar="RETURN", help=WHAT)],
    first: Annotated[str, typer.Option("--from", help="The first day, such as 2026-01-01.")],
    last: Annotated[str, typer.Option("--to", help="The last day, itself in the period.")],
    output: Annotated[
        Path | None, typer.Option(help="The file; else one named for the return, here.")
    ] = None,
    regime: Annotated[
        str | None, typer.Option(help="Only the complaints under this regime; else under all.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Writes a return with a note on what is unverified in it. Exits 1 when its sums differ.

    With --json it prints the return, and writes a file only where --output names one.
    """
    period = read_day("--from", first), read_day("--to", last)
    prepare()
    from django.utils import timezone

    from upheld.core.returns import PeriodError
    from upheld.insight.returns import ReturnMissing, made

    now = timezone.now()
    try:
        told = made(what, *period, timezone.localdate(now), regime)
    except (PeriodError, ReturnMissing) as error:
        raise Refused(str(error)) from None
    where = output or (None if as_json else Path(_name(told)))
    written = _write(told, where) if where and told.adds_up else None
    if as_json:
        print_json(_as_data(told, written))
    else:
        _print(told, written, now)
    if not told.adds_up:
        raise typer.Exit(_DIFFERS)


def _name(told: "Return") -> str:
    return f"{told.name}-{told.period.first}-{told.period.last}.csv"


def _write(told: "Return", path: Path) -> Path:
    from upheld.insight.returns import write

    if path.is_dir():
        raise Refused(f"{path} is a folder: name a file in it")
    written = write(told, path)[0]
    noted(Sensitive.EXPORT)
    return written


def _as_data(told: "Return", written: Path | None) -> dict[str, Any]:
    return {
        "return": told.name,
        "title": told.title,
        "from": told.period.first.isoformat(),
        "to": told.period.last.isoformat(),
        "zone": str(told.period.zone),
        "nil": told.nil,
        "columns": list(told.columns),
        "rows": [[_plain(cell) for cell in row] for row in told.rows],
        "adds_up": told.adds_up,
        "checks": [
            {
                "name": check.name,
                "left": {name: _plain(value) for name, value in check.left.items()},
                "right": {name: _plain(value) for name, value in check.right.items()},
                "holds": check.holds,
            }
            for check in told.checks
        ],
        "unanswered": list(told.unanswered),
        "notes": [
            {
                "about": note.about,
                "text": note.text,
                "source": note.source,
                "verified": note.verified,
            }
            for note in told.notes
        ],
        "file": str(written) if written else None,
    }


def _plain(cell: str | int | Decimal) -> str | int:
    """Amounts as text with their two decimals: JSON has no exact number."""
    return f"{cell:.2f}" if isinstance(cell, Decimal) else cell


def _print(told: "Return", written: Path | None, now: datetime) -> None:
    typer.echo(f"{told.title}, {told.period.first} to {told.period.last} in {told.period.zone}")
    if told.period.end > now:
        typer.echo("The period is not over: these are the figures so far.")
    if told.nil:
        typer.echo("A nil return: no complaint was open in this period.")
    for check in told.told_checks:
        typer.echo(f"  {'holds  ' if check.holds else 'DIFFERS'}  {check}")
    for reference in told.unanswered[:10]:
        typer.echo(f"  {reference} was closed without an answer that can be reported: look at it")
    unverified = [note.about for note in told.notes if not note.verified]
    typer.echo(f"Unverified, see the note: {'; '.join(unverified)}")
    if written:
        typer.echo(f"Written: {written}, with {written.stem}.note.txt beside it")
    else:
        typer.echo("No file is written: the sums differ.")
