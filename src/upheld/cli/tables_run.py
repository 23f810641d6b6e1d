"""`upheld tables run`: a policy over a file of cases."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .errors import Refused
from .told import print_json

if TYPE_CHECKING:
    from upheld.tables import Policy
    from upheld.tables.files import Report

InputOption = Annotated[
    Path, typer.Option("--input", help="The cases: Parquet, or CSV in UTF-8; a row each.")
]
OutputOption = Annotated[Path, typer.Option("--output", help="A new FILE.parquet or FILE.csv.")]
EngineOption = Annotated[
    Literal["row", "columns", "spark"],
    typer.Option(help="What decides the cases; the answers are the same."),
]
TableOption = Annotated[
    str | None, typer.Option("--table", help="This table alone, over plain columns.")
]


def run_file(
    policy: "Policy", file: Path, target: Path, engine: str, table: str | None, as_json: bool
) -> None:
    """Runs it, and tells what came of it."""
    started = time.monotonic()
    report = _run(policy, file, target, engine, table)
    seconds = round(time.monotonic() - started, 3)
    for name in report.unknown:
        typer.echo(f"note: {file} has no column {name}: unknown in every case", err=True)
    if as_json:
        print_json(
            {
                "policy": policy.version,
                "engine": engine,
                "rows_in": report.rows_in,
                "rows_out": report.rows_out,
                "seconds": seconds,
                "unknown": list(report.unknown),
            }
        )
    else:
        told = f"wrote {target}: {report.rows_in:,} rows in, {report.rows_out:,} rows out"
        typer.echo(f"{told}, {seconds:,.1f} seconds by {engine}")


def _run(policy: "Policy", file: Path, target: Path, engine: str, table: str | None) -> "Report":
    from upheld.tables import FactsError, files
    from upheld.tables.spark import NoSpark

    try:
        asked = files.Asked(policy, table)
        return files.run(asked, file, target, files.Engine(engine))
    except LookupError as error:
        raise Refused(str(error)) from None
    except (*files.REFUSED, FactsError, NoSpark) as error:
        raise Refused(*str(error).splitlines()) from None
