"""`upheld verify`: is the record still as it was written?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .django import open_what_is_there
from .errors import Refused
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.store.files import Amiss

_NOT_INTACT = 1
_WITHOUT = (
    "No anchor was held against it (--anchors): whether its end was cut off, or all of it computed "
    "anew, it cannot tell by itself."
)


def verify(
    anchors: Annotated[
        Path | None,
        typer.Option(help="A file of UPHELD_ANCHORS: is the end of each day still there?"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Checks that the record is whole.

    No event was altered, taken out or put in; every decision, letter, finding, fact and piece of
    evidence is what its event says; every file of evidence and every message is there as it came,
    and every kept report is as the record has it. Exits 1 otherwise.

    Events cut off the end leave no gap, and a chain that was computed anew as a whole has no break:
    anchors that are kept elsewhere tell it, and after which event.
    """
    open_what_is_there()
    from upheld.store import beside, files, reports
    from upheld.store import models as rows
    from upheld.store.one_moment import one_moment
    from upheld.store.record import events

    with one_moment():
        breaks, rows_amiss = list(events.breaks()), list(beside.amiss())
    amiss, mail_amiss = list(files.amiss()), list(files.mail_amiss())
    reports_amiss = list(reports.amiss())
    not_held = _not_held(anchors) if anchors else []
    wrong_anywhere = [*breaks, *rows_amiss, *amiss, *mail_amiss, *reports_amiss, *not_held]
    count, (last, its_hash) = rows.Event.objects.count(), events.head()
    kept = rows.Evidence.objects.exclude(sha256="").count()
    if as_json:
        told = [{"number": each.number, "message": each.message} for each in breaks]
        head = {"number": last, "hash": its_hash}
        intact = {
            "intact": not wrong_anywhere,
            "events": count,
            "head": head,
            "breaks": told,
        }
        wrong = [{"evidence": each.evidence, "message": each.message} for each in amiss]
        of_files = {"files": kept, "files_amiss": wrong, "mail_amiss": mail_amiss}
        of_files |= {"reports_amiss": reports_amiss, "rows_amiss": rows_amiss}
        print_json({**intact, **of_files, **({"anchors_amiss": not_held} if anchors else {})})
    else:
        for each in breaks:
            typer.echo(each.message)
        many = _counted(count, "event")
        broken = f"{many}, {_counted(len(breaks), 'break')}"
        typer.echo(broken if breaks else f"The record is intact: {many}.")
        typer.echo(f"The last is event {last}, hash {its_hash}.")
        if not anchors:
            typer.echo(_WITHOUT)
        _print_files(amiss, kept)
        for told_of in (*rows_amiss, *mail_amiss, *reports_amiss, *not_held):
            typer.echo(told_of)
    if wrong_anywhere:
        raise typer.Exit(_NOT_INTACT)


def _not_held(path: Path) -> list[str]:
    from upheld.store.record import anchors

    try:
        return list(anchors.amiss(anchors.read(path)))
    except anchors.AnchorError as error:
        raise Refused(str(error)) from None


def _print_files(amiss: "list[Amiss]", kept: int) -> None:
    for each in amiss:
        typer.echo(each.message)
    if kept:
        many = _counted(kept, "file")
        typer.echo(f"{many} of evidence, {len(amiss):,} amiss." if amiss else f"{many} as added.")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
