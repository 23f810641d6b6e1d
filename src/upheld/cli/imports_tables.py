"""`upheld import customers`, `orders` and `contacts`: many lines by columns, each once."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .django import prepare
from .imports import DryRun, failing, sha256
from .imports_told import TableSummary, print_table
from .reading import checked_import, checked_path
from .rejected import LinesLeftOut
from .screen import progress
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.core.imports.table_map import Kind, TableMap
    from upheld.core.imports.tables import Tally
    from upheld.store import models as rows
    from upheld.store.imports.of_sql import Place
    from upheld.store.imports.table_files import Table

File = Annotated[
    str,
    typer.Argument(
        help="CSV, Parquet or SQLite; or a database: sqlite:///FILE, postgres://USER@HOST/NAME, "
        "or env:VARIABLE that holds its address."
    ),
]
Mapping = Annotated[str, typer.Option(help="Which column is what: a FILE.yaml.")]
FromStart = Annotated[
    bool,
    typer.Option("--from-start", help="Ask a database for everything, not for what is new alone."),
]


def customers(
    file: File,
    mapping: Mapping,
    from_start: FromStart = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Brings in customers that are not here yet, each by their number there.

    A line that cannot be taken goes to FILE.rejected.csv with its reason; the rest go in.
    """
    _bring("customers", file, mapping, from_start, dry_run, as_json)


def orders(
    file: File,
    mapping: Mapping,
    from_start: FromStart = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Brings in orders from their lines, each once, and the customers who placed them.

    A line that cannot be taken goes to FILE.rejected.csv with its reason; the rest go in.
    """
    _bring("orders", file, mapping, from_start, dry_run, as_json)


def contacts(
    file: File,
    mapping: Mapping,
    from_start: FromStart = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Brings in what was said by telephone, mail or otherwise, each contact once, with whose it is.

    A line that cannot be taken goes to FILE.rejected.csv with its reason; the rest go in.
    """
    _bring("contacts", file, mapping, from_start, dry_run, as_json)


def _bring(
    kind: "Kind", file: str, mapping: str, from_start: bool, dry: bool, as_json: bool
) -> None:
    prepare()
    from upheld.core.imports.tables import Tally
    from upheld.store.imports import maps as import_maps

    given = import_maps.read_table(checked_path(mapping), kind)
    found, tally = _Found.at(file, given), Tally()
    left_out = LinesLeftOut(found.beside)
    with _table(found, given, "" if from_start else _since(found)) as table:
        row = _begun(found, given, dry)
        with failing(row):
            _take(row, table, tally, left_out, not as_json)
    summary = TableSummary.of(row, tally, found.told, left_out.name)
    print_json(asdict(summary)) if as_json else print_table(summary)


class _Found:
    """Where the lines are: a file, or a `place` that is asked by a query.

    `told` is how it is named, without a password; `known` is what the same import is known by.
    """

    def __init__(self, given: "TableMap", told: str, sha256: str, path: Path, place: Any) -> None:
        self.told, self.beside, self.place = told, path, place
        self.size = 0 if place else path.stat().st_size
        self.known = {"kind": given.kind, "source": given.source, "sha256": sha256}
        self.known["format"] = "query" if place else "mapped"

    @classmethod
    def at(cls, file: str, given: "TableMap") -> "_Found":
        """Raises Refused or FileRefused for what is not there."""
        from upheld.store.imports import of_sql as import_sql
        from upheld.store.imports import table_files

        if import_sql.is_address(file):
            return cls._of_place(import_sql.place(file), given)
        path = checked_path(file)
        if table_files.is_database(path):
            return cls._of_place(import_sql.of_file(path), given)
        return cls(given, path.name, sha256(checked_import(file)), path, None)

    @classmethod
    def _of_place(cls, place: "Place", given: "TableMap") -> "_Found":
        asked = "\n".join((place.told, given.query.strip(), given.watermark))
        name = "".join(c if c.isalnum() else "-" for c in f"{given.source} {given.kind}")
        return cls(
            given, place.told, hashlib.sha256(asked.encode()).hexdigest(), Path.cwd() / name, place
        )


def _since(found: _Found) -> str:
    from upheld.store.imports import runs as import_runs

    return import_runs.watermark(found.known) if found.place else ""


@contextmanager
def _table(found: _Found, given: "TableMap", since: str) -> "Iterator[Table]":
    from upheld.store.imports import table_files

    if found.place:
        with table_files.asked(found.place, given, since) as table:
            yield table
    else:
        yield table_files.read(lambda: found.beside.open("rb"), str(found.beside), given)


def _begun(found: _Found, given: "TableMap", dry: bool) -> "rows.Import":
    from upheld.core.imports.table_map import as_data
    from upheld.store import models as rows
    from upheld.store.imports import runs as import_runs

    if not dry and (before := import_runs.unfinished(found.known)):
        return before
    return rows.Import.objects.create(
        **found.known, filename=found.told[:200], size=found.size, mapping=as_data(given), dry=dry,
        made_at=datetime.now(UTC), by="command line",
    )  # fmt: skip


def _take(
    row: "rows.Import", table: "Table", tally: "Tally", left_out: LinesLeftOut, shown: bool
) -> None:
    from upheld.steps import import_table, may

    with progress("Trying" if row.dry else "Importing", table.rows, shown) as tell:
        for each in import_table.take(row, table, tally, may.Operator(), lambda: datetime.now(UTC)):
            if isinstance(each, int):
                tell(each)
            elif not row.dry:
                left_out.add(each.refused)
