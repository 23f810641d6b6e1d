"""`upheld marts`: the store as Parquet and marts, what stands in them, and questions to them."""

from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core.looking import Sensitive

from .errors import Refused
from .looking import noted
from .screen import out, plain
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.marts.asking.answered import Answer
    from upheld.insight.marts.build import Built

marts = typer.Typer(
    help="Many cases as plain tables: made of the store, documented, asked in SQL.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
_Folder = Annotated[
    Path | None, typer.Option("--from", help="Where they lie, if not where the desk looks.")
]
_SHOWN = 60


class Engine(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


@marts.command()
def build(
    to: Annotated[
        Path | None, typer.Option(help="The folder, if not the one where the desk looks.")
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="DuckDB on this machine, or Spark where it is outgrown.")
    ] = Engine.DUCKDB,
    as_json: AsJson = False,
) -> None:
    """Writes the store down as Parquet, as it is at one moment, and makes the marts of it.

    Names, addresses and what people wrote are left out. Whoever reads the marts before has them
    to the end: the new ones take their place whole or not at all.
    """
    from .django import prepare

    prepare()
    from upheld.insight.marts import build as making
    from upheld.insight.marts.asking.of_store import place

    if engine is Engine.SPARK:
        _check_spark()
    watched = (lambda sentence: None) if as_json else lambda sentence: out().print(plain(sentence))
    try:
        built = making.build(to or place(), datetime.now(UTC), engine.value, watched)
    except making.Busy as error:
        raise Refused(str(error)) from None
    noted(Sensitive.EXPORT)
    print_json(_data(built)) if as_json else _show(built)


@marts.command()
def ask(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT over the marts.")],
    folder: _Folder = None,
    output: Annotated[
        Path | None, typer.Option(help="To FILE.csv or FILE.parquet, up to 100,000 rows.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Asks the marts, which are only read: one SELECT, in ten seconds and half a gigabyte.

    What is asked is put on record.
    """
    from .django import prepare

    ending = output.suffix if output else ""
    if output and ending not in (".csv", ".parquet"):
        raise Refused(f"{output}: write to a file that ends in .csv or .parquet")
    prepare()
    from upheld.core.questions import QuestionError
    from upheld.insight.marts.asking import answered, files
    from upheld.insight.marts.asking.guard import NotAsked
    from upheld.insight.marts.asking.of_store import answer
    from upheld.insight.marts.build import NoMarts
    from upheld.steps.ask_marts import ask_marts
    from upheld.steps.may import Operator

    limits = answered.FILE if output else answered.PAGE
    try:
        said = ask_marts(sql, ending.lstrip(".") or "screen", Operator(), datetime.now(UTC))
        told = answer(said, limits, folder)
    except (QuestionError, NotAsked, NoMarts) as error:
        raise Refused(str(error)) from None
    noted(Sensitive.EXPORT if output else Sensitive.QUESTION)
    if output:
        output.write_bytes(files.csv(told) if ending == ".csv" else files.parquet(told))
    if as_json:
        print_json(_answer(told, output))
    elif output:
        out().print(plain(f"{len(told.rows):,} rows in {output}.{_more(told)}"))
    else:
        _show_answer(told)


@marts.command()
def columns(
    mart: Annotated[str, typer.Argument(metavar="[MART]", help="One of them.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tells which marts there are, and what each column means, its unit, and what is personal."""
    from upheld.insight.marts.declared import BY_NAME, MARTS
    from upheld.tables.problems import unknown

    if mart and mart not in BY_NAME:
        raise Refused(unknown(mart, BY_NAME))
    chosen = [BY_NAME[mart]] if mart else MARTS
    told = [
        {"mart": each.name, "about": each.about, "key": list(each.key),
         "columns": [{**asdict(column), "kind": column.kind.value} for column in each.columns]}
        for each in chosen
    ]  # fmt: skip
    if as_json:
        print_json(told)
        return
    screen = out()
    for each in chosen:
        screen.print(plain(f"\n{each.name}: {each.about}"))
        for column in each.columns:
            unit = f" ({column.unit})" if column.unit else ""
            screen.print(plain(f"  {column.name:24} {column.kind:14} {column.meaning}{unit}"))


def _check_spark() -> None:
    from upheld.tables.spark import NoSpark, check_spark

    try:
        check_spark()
    except NoSpark as error:
        raise Refused(str(error)) from None


def _data(built: "Built") -> dict[str, Any]:
    return {
        "folder": str(built.folder),
        "at": built.at.isoformat(),
        "engine": built.engine,
        "store": [asdict(each) for each in built.sources],
        "marts": [asdict(each) for each in built.marts],
    }


def _show(built: "Built") -> None:
    screen = out()
    for each in built.marts:
        screen.print(plain(f"{each.rows:12,}  {each.name}"))
    screen.print(plain(f"They lie in {built.folder}."))


def _answer(told: "Answer", output: Path | None) -> dict[str, Any]:
    columns = [{"name": name, "type": kind} for name, kind in told.columns]
    found = {"columns": columns, "more": told.more, "cut": told.cut}
    if output:
        return {**found, "rows": len(told.rows), "file": str(output)}
    return {**found, "rows": [list(row) for row in told.rows]}


def _more(told: "Answer") -> str:
    return " There are more: these are the first." if told.more else ""


def _show_answer(told: "Answer") -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, _ in told.columns:
        table.add_column(plain(name))
    for row in told.rows[:_SHOWN]:
        table.add_row(*(plain("" if value is None else value) for value in row))
    out().print(table)
    if len(told.rows) > _SHOWN or told.more:
        out().print(plain("There are more rows: --json or --output has them."))
