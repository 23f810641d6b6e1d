"""`upheld verify`: is the record still as it was written?"""

import typer

from .django import prepare
from .told import AsJson, print_json

_NOT_INTACT = 1


def verify(as_json: AsJson = False) -> None:
    """Checks that no event was altered, taken out or put in. Exits 1 when one was.

    Events cut off the end leave no gap: keep the last number and hash somewhere else to see that.
    """
    prepare()
    from upheld.store import events
    from upheld.store import models as rows

    breaks = list(events.breaks())
    count, (last, its_hash) = rows.Event.objects.count(), events.head()
    if as_json:
        told = [{"number": each.number, "message": each.message} for each in breaks]
        head = {"number": last, "hash": its_hash}
        print_json({"intact": not breaks, "events": count, "head": head, "breaks": told})
    else:
        for each in breaks:
            typer.echo(each.message)
        many = _counted(count, "event")
        broken = f"{many}, {_counted(len(breaks), 'break')}"
        typer.echo(broken if breaks else f"The record is intact: {many}.")
        typer.echo(f"The last is event {last}, hash {its_hash}.")
    if breaks:
        raise typer.Exit(_NOT_INTACT)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
