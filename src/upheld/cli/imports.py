"""`upheld import`: a file of complaints becomes cases, chunk by chunk, and can be undone."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core.obligations import STANDARD

from .django import configured, prepare
from .errors import Refused
from .imports_told import Summary, print_imports, print_summary
from .reading import checked_import
from .screen import out, plain, progress
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.steps.run_import import Looked
    from upheld.store import models as rows

imports = typer.Typer(help="Takes in many records at once.", rich_markup_mode=None)
_BLOCK = 1 << 20
_CFPB_REGIME = "us-cfpb"


class Format(StrEnum):
    CFPB = "cfpb"
    ZENDESK = "zendesk"
    FRESHDESK = "freshdesk"
    INTERCOM = "intercom"
    MAPPED = "mapped"


class Kind(StrEnum):
    COMPLAINTS = "complaints"
    CUSTOMERS = "customers"
    ORDERS = "orders"
    CONTACTS = "contacts"


DryRun = Annotated[bool, typer.Option("--dry-run", help="Count what would come of it alone.")]


@imports.command()
def complaints(
    file: Annotated[str, typer.Argument(help="CSV, Parquet or JSON.")],
    format: Annotated[Format, typer.Option(help="Whose records the file has.")] = Format.CFPB,
    mapping: Annotated[
        str, typer.Option(help="A mapping of its columns: FILE.yaml, or a name in the desk.")
    ] = "",
    regime: Annotated[
        str, typer.Option(help="Whose rules set the deadlines.", show_default="of the firm")
    ] = "",
    complaint_kind: Annotated[
        str, typer.Option(help="Which of the regime's kinds of complaint they are.")
    ] = STANDARD,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Files every complaint of a file that is not here yet. Run it again at any time.

    A row that cannot be taken goes to FILE.rejected.csv with its reason; the rest go in.
    """
    path = checked_import(file)
    chosen = Format.MAPPED if mapping else format
    if chosen is Format.MAPPED and not mapping:
        raise Refused("say which column is what with --mapping FILE.yaml: see upheld import map")
    read = _cfpb_sheet(file) if chosen is Format.CFPB else None
    prepare()
    row = _begun(path, chosen, mapping, regime, complaint_kind, dry_run)
    with failing(row):
        looked, total = _rows(path, row) if read is None else _cfpb_rows(read, row)
        _run(row, looked, total, not as_json)
    rejected_file = None if dry_run else _rejected(row, path, read)
    summary = Summary.of(row, file, rejected_file)
    print_json(asdict(summary)) if as_json else print_summary(summary)


@imports.command(name="map")
def map_(
    file: Annotated[str, typer.Argument(help="CSV or Parquet.")],
    source: Annotated[
        str, typer.Option(help="What to call where the rows come from.")
    ] = "another system",
    zone: Annotated[str, typer.Option(help="Where its times without an offset are.")] = "",
    kind: Annotated[Kind, typer.Option(help="What the file holds.")] = Kind.COMPLAINTS,
) -> None:
    """Prints a mapping for a file's columns, as far as their names and contents tell.

    Keep it, correct it, and import the file with it. What to look at goes to standard error.
    """
    import django
    import yaml
    from django.conf import settings

    configured()
    django.setup()  # it needs no store, but what reads files stands beside it
    from upheld.store.imports import maps as import_maps

    path = checked_import(file)
    told, doubts = import_maps.propose(
        lambda: path.open("rb"), file, source, zone or settings.TIME_ZONE, kind.value
    )
    for doubt in doubts:
        typer.echo(f"look at it: {doubt}", err=True)
    if kind is Kind.COMPLAINTS and "text" not in told["fields"]:
        typer.echo("look at it: say which column is the text", err=True)
    typer.echo(yaml.safe_dump(told, sort_keys=False, allow_unicode=True), nl=False)


@imports.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """Lists the imports, the newest first."""
    prepare()
    from upheld.store.models import Import

    told = list(Import.objects.all())
    if as_json:
        print_json([asdict(Summary.of(row, row.filename, None)) for row in told])
    else:
        print_imports(told)


@imports.command()
def undo(
    number: Annotated[
        int, typer.Argument(help="The number of the import, from upheld import list")
    ],
    as_json: AsJson = False,
) -> None:
    """Takes back every case of an import that nobody worked on since, and lists the others.

    What is under a legal hold stays."""
    prepare()
    from upheld.steps import may, undo_import
    from upheld.store import legal_holds
    from upheld.store.imports import runs as import_runs
    from upheld.store.models import Import

    by, now = may.Operator(), datetime.now(UTC)
    undo_import.begin_undo(number, by)
    row = Import.objects.get(pk=number)
    with progress("Taking back", row.taken, not as_json) as tell:
        for count in undo_import.take_back(number, by, now):
            tell(count)
    row.refresh_from_db()
    kept = [
        {"case": each.reference, "because": each.what, "by": each.by}
        for each in import_runs.kept(row)
    ]
    holds = [legal_holds.told(each) for each in legal_holds.of_import(row.pk)]
    if as_json:
        under = [{"legal_hold": each.id, "review_due": f"{each.review_due}"} for each in holds]
        counted = {"import": row.pk, "taken_back": row.taken_back}
        print_json({**counted, "kept": kept, "legal_holds": under})
        return
    out().print(plain(f"{row.taken_back:>9,}  taken back"))
    out().print(plain(f"{row.kept_back:>9,}  kept, because something else is known of them"))
    for each in kept:
        worked = f"{str(each['because']).replace('_', ' ')} ({each['by']})"
        told = worked if each["because"] else "under a legal hold"
        out().print(plain(f"           {each['case']}  {told}"), soft_wrap=True)
    for hold in holds:
        out().print(plain(f"           under {hold.words}"), soft_wrap=True)


def _begun(
    path: Path, chosen: Format, mapping: str, regime: str, complaint_kind: str, dry: bool
) -> "rows.Import":
    """The import of this file that was begun and stopped, or a new one."""
    from upheld.store import models as rows
    from upheld.store import policies
    from upheld.store.imports import runs as import_runs

    usual = _CFPB_REGIME if chosen is Format.CFPB else policies.usual_rules().regime
    given, name = _mapping(mapping) if mapping else ({}, "")
    policies.check_kind(policies.regime(regime or usual), complaint_kind)
    told: dict[str, Any] = {
        "format": chosen.value,
        "source": given.get("source", chosen.value),
        "sha256": sha256(path),
        "regime": regime or usual,
        "complaint_kind": complaint_kind,
        "mapping": given,
    }
    if not dry and (before := import_runs.unfinished(told)):
        return before
    return rows.Import.objects.create(
        **told, filename=path.name[:200], size=path.stat().st_size, mapping_name=name, dry=dry,
        made_at=datetime.now(UTC), by="command line",
    )  # fmt: skip


def _mapping(told: str) -> tuple[dict[str, Any], str]:
    """A mapping as data, and its name in the desk. Raises Refused where there is none."""
    from upheld.core.imports.columns import as_data
    from upheld.store.imports import maps as import_maps

    if Path(told).is_file():
        return as_data(import_maps.read_file(Path(told))), ""
    if saved := import_maps.saved(told):
        return as_data(import_maps.read(saved.told)), saved.name
    raise Refused(f"there is no mapping {told}: name a file, or one that the desk keeps")


def sha256(path: Path) -> str:
    """What a file is known by."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def failing(row: "rows.Import") -> Iterator[None]:
    """What is refused has failed and says why: nobody waits for it. What is killed goes on."""
    from upheld.core.imports import MapError
    from upheld.store.files import FileRefused
    from upheld.store.imports import runs as import_runs
    from upheld.store.policies import PolicyMissing

    try:
        yield
    except (FileRefused, MapError, PolicyMissing) as error:
        row.refresh_from_db()
        import_runs.failed(row, str(error), datetime.now(UTC))
        raise


def _rows(path: Path, row: "rows.Import") -> "tuple[Iterable[Looked], int]":
    from upheld.steps import run_import

    sheet = run_import.opened(row, lambda: path.open("rb"))
    return run_import.looked_at(row, sheet, datetime.now(UTC)), sheet.rows


def _run(row: "rows.Import", looked: "Iterable[Looked]", total: int, shown: bool) -> None:
    from upheld.steps import may, run_import

    by = may.Operator()
    run_import.begin(row, total, by, datetime.now(UTC))
    doing = "Trying" if row.dry else "Importing"
    with progress(doing, total, shown) as tell:
        tell(row.done)
        for count in run_import.take(row, looked, by, lambda: datetime.now(UTC)):
            tell(count)
    run_import.end(row, by, datetime.now(UTC))


def _cfpb_sheet(file: str) -> Any:
    from . import sheet

    return sheet.read(file)


def _cfpb_rows(read: Any, row: "rows.Import") -> "tuple[Iterable[Looked], int]":
    from upheld.store import policies

    from . import cfpb

    now, regime = datetime.now(UTC), policies.regime(row.regime)
    prepared = cfpb.prepared(read, regime.day_of(now), regime.begins)
    return cfpb.looked_at(prepared, read, policies.zone(row.regime), now), prepared.height


def _rejected(row: "rows.Import", path: Path, read: Any) -> str | None:
    """Writes the rows that were not taken beside the file; None where there is none."""
    from upheld.steps import run_import

    from . import rejected

    if not row.rejected:
        return None
    if read is not None:
        columns = tuple(each for each in read.columns)
    else:
        columns = run_import.opened(row, lambda: path.open("rb")).columns
    return str(rejected.write(row, columns, path))
