"""`upheld personas`: whom it is built for, and the journey, as tables; what gives a trait away."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .django import prepare
from .errors import Refused
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.proxies import Checked, Report

personas = typer.Typer(
    help="Personas and the journey as tables, and a check for protected traits.",
    rich_markup_mode=None,
)
_NOT_PASSED = 1
_File = Annotated[Path, typer.Argument(metavar="FILE", help="FILE.csv or FILE.yaml.")]


@personas.command("export")
def export_tables(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="FILE.csv, FILE.yaml, or - for YAML.")
    ],
    touchpoints: Annotated[
        bool, typer.Option(help="The touchpoints, where the file is CSV.")
    ] = False,
) -> None:
    """Writes the personas and the journey.

    YAML holds both. CSV holds one kind: the personas, or the touchpoints where asked.
    """
    prepare()
    from upheld.core.journey import NAMES as OF_A_TOUCHPOINT
    from upheld.core.personas import NAMES as OF_A_PERSONA
    from upheld.store import journey
    from upheld.store.policy_files.journey_files import Tables, as_csv, as_yaml

    told = Tables(journey.personas(), journey.touchpoints())
    if file == "-" or file.endswith((".yaml", ".yml")):
        text = as_yaml(told)
    elif file.endswith(".csv"):
        text = (
            as_csv(told.touchpoints, OF_A_TOUCHPOINT)
            if touchpoints
            else as_csv(told.personas, OF_A_PERSONA)
        )
    else:
        raise Refused(f"{file}: name a file that ends in .csv, .yaml or .yml")
    if file == "-":
        sys.stdout.write(text)
        return
    Path(file).write_text(text, encoding="utf-8")
    typer.echo(f"{len(told.personas)} personas, {len(told.touchpoints)} touchpoints.", err=True)


@personas.command("import")
def import_tables(file: _File, as_json: AsJson = False) -> None:
    """Declares the personas and touchpoints of a file, each under its key.

    What stands as the file says it is left alone, and what it does not name stays. Where one row
    is amiss, nothing of the file is kept.
    """
    prepare()
    from django.utils import timezone

    from upheld.core.journey import TouchpointError
    from upheld.core.personas import PersonaError
    from upheld.steps import may
    from upheld.steps.keep_journey import declare
    from upheld.store.policy_files.journey_files import read_tables

    read = read_tables(file)
    try:
        done = declare(read.personas, read.touchpoints, may.Operator(), timezone.now())
    except (PersonaError, TouchpointError) as error:
        raise Refused(f"{file}: {error}") from None
    if as_json:
        print_json({"personas": done.personas, "touchpoints": done.touchpoints})
        return
    typer.echo(f"{done.personas} personas and {done.touchpoints} touchpoints added or changed.")


@personas.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV or Parquet: a row a person.")],
    trait: Annotated[str, typer.Option(metavar="COLUMN", help="The protected trait, held out.")],
    limit: Annotated[
        float, typer.Option(min=0.5, max=1, help="An AUC above it is refused.")
    ] = 0.65,
    as_json: AsJson = False,
) -> None:
    """Measures how well inputs tell a protected trait: each alone, and all together.

    Every other column is an input. One is refused by its name, or where it tells the trait of
    people it has not seen with an AUC above the limit beyond doubt (95%). Exits 1 unless all pass.
    """
    from upheld.insight import proxies

    from . import sheet

    frame = sheet.read(file)
    if trait not in frame.columns:
        raise Refused(f"{file} has no column {trait!r}: it has {', '.join(frame.columns)}")
    try:
        report = proxies.check(frame, trait, limit)
    except proxies.NothingToCheck as error:
        raise Refused(f"{file}: {error}") from None
    print_json(_data(report)) if as_json else _show(report)
    if not report.passes:
        raise typer.Exit(_NOT_PASSED)


def _data(report: "Report") -> dict[str, Any]:
    return {
        "trait": report.trait,
        "rows": report.rows,
        "left_out": report.left_out,
        "groups": dict(report.groups),
        "limit": report.limit,
        "passes": report.passes,
        "inputs": [_checked(each) for each in report.inputs],
        "together": _checked(report.together) if report.together else None,
    }


def _checked(each: "Checked") -> dict[str, Any]:
    return {
        "input": each.name,
        "verdict": each.verdict,
        "why": each.why,
        **(asdict(each.told) if each.told else {}),
        "cramers_v": each.cramers_v,
        "information": each.information,
    }


def _show(report: "Report") -> None:
    from .screen import out, plain

    page = out()
    page.print(
        plain(f"{report.rows:,} people with a {report.trait}, {report.left_out:,} rows left out.")
    )
    for each in (*report.inputs, *([report.together] if report.together else [])):
        v = "" if each.cramers_v is None else f"; Cramér's V {each.cramers_v:.2f}"
        page.print(plain(f"{each.verdict:9} {each.name}: {each.why}{v}"))
