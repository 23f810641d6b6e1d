"""`upheld backup` and `upheld restore`: everything in one file, and back."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from upheld.core.looking import Sensitive

from .django import configured, open_what_is_there
from .errors import Refused
from .looking import noted
from .told import AsJson, print_json

_NOT_WHOLE = 1
_MAY_HAVE_LEFT = (
    "WARNING: letters of {} waited when the backup was made, and leave as soon as the jobs run "
    "here. They may have left since: ask before, where the old store was in use after it: {}"
)
_LAY_THERE = (
    "{} of the files lay there already, as they are in the backup. Where another store works with "
    "that folder or bucket, give this one its own by UPHELD_VAR or UPHELD_FILES: each deletes what "
    "nothing of its own rests on"
)
_LEFT_OUT = "Files that no row of the backup names, such as came after its moment, were left out"
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup.")]


def backup(
    file: File,
    to: Annotated[
        list[str] | None,
        typer.Option(metavar="AGE1…", help="Seal it for this public key (age). Repeatable."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Writes everything that the store holds to one file.

    One moment of it, while everybody goes on working: every table, every file of evidence and of
    mail. With --to only the holder of the key can read it.

    Keep your policies, facts.yaml and UPHELD_SECRET_KEY beside it: they are files of your own.
    """
    open_what_is_there()
    from upheld.store import backup as store

    try:
        manifest = store.write(file, datetime.now(UTC), tuple(to or ()), _progress)
    except store.SealError as error:
        raise Refused(str(error)) from None
    except FileExistsError:
        raise Refused(f"{file} is there already: name a new file") from None
    noted(Sensitive.EXPORT)
    told = _told(file, manifest)
    if as_json:
        print_json(told)
    else:
        typer.echo(_sentence("wrote", told))


def restore(
    file: File,
    identity: Annotated[
        Path | None, typer.Option(help="The file with the key, where the backup is sealed.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Puts a backup back into a new store.

    UPHELD_VAR or UPHELD_DATABASE name it, on either engine, whichever the backup was of. The file
    is checked whole before anything is written, and no file that is there already is written over.
    Whoever was erased since is erased again, by the
    list that UPHELD_ERASURES names. Exits 1 when the record was not whole.
    """
    configured()
    _opened()
    from upheld.store import backup as store

    try:
        done = store.restore(store.Archive(file, identity), _progress)
    except (store.ArchiveError, store.RestoreError, store.SealError) as error:
        raise Refused(str(error)) from None
    erased, held = _erased_again()
    told = _told(file, done.manifest)
    told["files"] = done.files
    if as_json:
        of_the_list = {"erased_again": erased, "erasures": held}
        of_the_files = {"left_out": list(done.left_out), "there_already": done.there_already}
        beside = {"amiss": list(done.amiss), "waiting": list(done.waiting), **of_the_files}
        print_json({**told, **beside, **of_the_list})
    else:
        for line in done.amiss:
            typer.echo(line)
        typer.echo(_sentence("put back", told))
        _of_the_files(done)
        typer.echo(_of_the_list(erased, held))
        if done.waiting:
            typer.echo(_MAY_HAVE_LEFT.format(len(done.waiting), ", ".join(done.waiting[:20])))
    if done.amiss:
        raise typer.Exit(_NOT_WHOLE)


def _of_the_files(done: Any) -> None:
    if done.left_out:
        named = ", ".join(repr(path[:80]) for path in done.left_out[:5])
        typer.echo(f"{_LEFT_OUT} ({len(done.left_out)}): {named}")
    if done.there_already:
        typer.echo(_LAY_THERE.format(done.there_already))


def _of_the_list(erased: int, held: dict[str, Any]) -> str:
    """What the list of erasures did, and loudly where it could not do it."""
    if held["lines"] is None:
        return (
            f"WARNING: there is no list of erasures at {held['file']}. Whoever was erased after "
            "this backup was made is here again: name the list by UPHELD_ERASURES, and restore anew"
        )
    told = f"The list of erasures has {held['lines']} lines; erased again: {erased}."
    if held["unlike"]:
        told += (
            f"\nWARNING: {held['unlike']} lines name who or what is here under other marks: the "
            "list was written with another UPHELD_SECRET_KEY, which it takes to restore anew, or "
            "somebody else has the number now"
        )
    return told


def _erased_again() -> tuple[int, dict[str, Any]]:
    """How many erasures of the list were done again, so that nobody comes back by a backup; and
    what the list is."""
    from upheld.steps.erase import erase_again
    from upheld.store.erased import cleaning
    from upheld.store.erased import listed as erased_list
    from upheld.store.erased.listed import ListError

    now = datetime.now(UTC)
    try:
        many = erase_again(now)
        held = erased_list.held()
    except ListError as error:
        raise Refused(f"everything was put back, and nobody was erased again: {error}") from None
    if many:
        cleaning.write_over()
    return many, {"file": str(held.place), "lines": held.lines, "unlike": held.unlike}


def _opened() -> None:
    """Django set up and no table made: the backup brings its own."""
    import django
    from django.conf import settings

    django.setup()
    Path(settings.VAR).mkdir(mode=0o700, parents=True, exist_ok=True)


def _told(file: Path, manifest: Any) -> dict[str, Any]:
    number, its_hash = manifest.head
    return {
        "file": str(file),
        "made_at": manifest.made_at,
        "rows": sum(manifest.counts.values()),
        "cases": manifest.counts.get("store_case", 0),
        "files": sum(name.startswith("files/") for name in manifest.parts),
        "events": manifest.counts.get("store_event", 0),
        "head": {"number": number, "hash": its_hash},
    }


def _sentence(done: str, told: dict[str, Any]) -> str:
    counts = f"{told['rows']:,} rows, {told['cases']:,} cases, {told['files']:,} files"
    head = told["head"]
    return f"{done} {told['file']}: {counts}; the last event is {head['number']}, {head['hash']}"


def _progress(sentence: str) -> None:
    print(sentence, file=sys.stderr)
