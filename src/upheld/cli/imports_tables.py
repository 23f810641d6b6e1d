"""`upheld import customers` and `upheld import orders`: many lines by columns, each once."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from .django import prepare
from .imports import DryRun, sha256
from .imports_told import TableSummary, print_table
from .reading import checked_import, checked_path
from .screen import progress
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.core.imports.tables import Kind, Sorted, TableMap
    from upheld.store import models as rows

File = Annotated[str, typer.Argument(help="CSV, Parquet or SQLite.")]
Mapping = Annotated[str, typer.Option(help="Which column is what: a FILE.yaml.")]


def customers(
    file: File, mapping: Mapping, dry_run: DryRun = False, as_json: AsJson = False
) -> None:
    """Brings in customers that are not here yet, each by their number there.

    A line that cannot be taken goes to FILE.rejected.csv with its reason; the rest go in.
    """
    _bring("customers", file, mapping, dry_run, as_json)


def orders(file: File, mapping: Mapping, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Brings in orders from their lines, each once, and the customers who placed them.

    A line that cannot be taken goes to FILE.rejected.csv with its reason; the rest go in.
    """
    _bring("orders", file, mapping, dry_run, as_json)


def _bring(kind: "Kind", file: str, mapping: str, dry: bool, as_json: bool) -> None:
    path = checked_import(file)
    prepare()
    from upheld.core.imports.tables import sorted_out
    from upheld.store import import_maps, import_tables

    given = import_maps.read_table(checked_path(mapping), kind)
    frame = import_tables.read(path, given)
    today = datetime.now(ZoneInfo(given.zone)).date()
    found = sorted_out(frame, given, today)
    row = _begun(kind, path, given, dry)
    _take(row, found, given, not as_json)
    rejected_file = None if dry else _rejected(found, path)
    summary = TableSummary.of(row, found, file, rejected_file)
    print_json(asdict(summary)) if as_json else print_table(summary)


def _begun(kind: str, path: Path, given: "TableMap", dry: bool) -> "rows.Import":
    from upheld.store import import_runs
    from upheld.store import models as rows

    told: dict[str, Any] = {"kind": kind, "format": "mapped", "source": given.source}
    told["sha256"] = sha256(path)
    if not dry and (before := import_runs.unfinished(told)):
        return before
    return rows.Import.objects.create(
        **told, filename=path.name[:200], size=path.stat().st_size, dry=dry,
        made_at=datetime.now(UTC), by="command line",
    )  # fmt: skip


def _take(row: "rows.Import", found: "Sorted", given: "TableMap", shown: bool) -> None:
    from upheld.steps import import_table, may

    now = datetime.now(UTC)
    with progress("Trying" if row.dry else "Importing", found.taken.height, shown) as tell:
        for count in import_table.take(row, found, given.currency, may.Operator(), now):
            tell(count)


def _rejected(found: "Sorted", path: Path) -> str | None:
    from . import rejected

    return str(rejected.write_lines(found.refused, path)) if found.refused.height else None
