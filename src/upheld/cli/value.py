"""`upheld value`: what customers are expected to buy, by three models and by plain recency."""

from datetime import date as date_type
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .errors import Refused
from .frames import write_frame
from .moments import day_if_given
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.value import Valuation
    from upheld.insight.value.valuation import Terms

    from .transactions import Transactions

_Column = typer.Option(metavar="COLUMN", help="Its column, where the name does not say so.")


def value(
    context: typer.Context,
    transactions: Annotated[
        str | None, typer.Argument(metavar="TRANSACTIONS", help="CSV or Parquet: a row a purchase.")
    ] = None,
    store: Annotated[
        bool, typer.Option("--store", help="Value your own customers and keep what comes of it.")
    ] = False,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Look only at what was known on this day."),
    ] = None,
    weeks: Annotated[float, typer.Option(min=1, max=520, help="How far to look ahead.")] = 52,
    margin: Annotated[
        float, typer.Option(min=0, max=1, help="What is left of a sale, such as 0.3.")
    ] = 1,
    cost_of_capital: Annotated[
        float, typer.Option(min=0, max=1, help="A year's cost of money, such as 0.1.")
    ] = 0.1,
    customer: Annotated[str, _Column] = "",
    date: Annotated[str, _Column] = "",
    amount: Annotated[str, _Column] = "",
    month_first: Annotated[
        bool, typer.Option("--month-first", help="Read 03/04/2026 as the fourth of March.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(help="A row a customer, to FILE.csv or FILE.parquet.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tells from purchases who is likely to come again.

    Fits Pareto/NBD, MBG/NBD and BG/NBD with Gamma-Gamma, and tells what they cannot see. With
    --store it values your own customers at the margin of costs.yaml, for their pages.
    """
    if store == bool(transactions):
        raise Refused("name a file of transactions, or say --store: one of them")
    if store:
        _check_no_other(context)
        from .value_store import value_store

        value_store(as_json)
        return
    from upheld.insight.value.valuation import Terms

    from .transactions import Columns, read_transactions

    columns = Columns(customer, date, amount, month_first)
    read = read_transactions(str(transactions), columns, datetime.now().astimezone().date())
    day = day_if_given("--until", until)
    terms = Terms(weeks, margin, cost_of_capital)
    told, found = _valued(str(transactions), read, day, terms)
    if output:
        write_frame(found.table, output)
    print_json(told) if as_json else _show(told)


_WITH_STORE = frozenset({"transactions", "store", "as_json"})


def _check_no_other(context: typer.Context) -> None:
    """The store is valued for a year at the margin of costs.yaml: what a file may be asked for is
    refused, not passed over."""
    for name in context.params.keys() - _WITH_STORE:
        source = context.get_parameter_source(name)
        if source and source.name == "COMMANDLINE":
            told = name.replace("_", "-")
            raise Refused(f"--{told} is of a file: with --store the terms are those of costs.yaml")


def _valued(
    file: str, read: "Transactions", until: date_type | None, terms: "Terms"
) -> tuple[dict[str, Any], "Valuation"]:
    from upheld.insight.value import histories
    from upheld.insight.value import value as valued
    from upheld.insight.value.fitting import NothingToFit
    from upheld.insight.value.told import as_data

    if read.frame.is_empty():
        raise Refused(f"{file} holds no purchase: {_left_out(read) or 'it has no rows'}")
    day = until or _last_day(read)
    known = histories(read.frame.lazy(), day)
    if not len(known):
        raise Refused(f"{file} holds no purchase until {day}, only returns: look at its amounts")
    try:
        found = valued(known, terms)
    except NothingToFit as error:
        raise Refused(f"{file}: {error}") from None
    told = {"rows": read.rows, "left_out": read.left_out, "returns": read.returns}
    told |= as_data(known, found, terms)
    return told | {"limits": [*read.doubts, *found.limits]}, found


def _last_day(read: "Transactions") -> date_type:
    last: date_type = read.frame["day"].max()  # type: ignore[assignment]
    return last


def _left_out(read: "Transactions") -> str:
    return ", ".join(f"{count:,} rows with {why}" for why, count in read.left_out.items())


def _between(total: dict[str, Any]) -> str:
    if total["low"] is None:
        return "no interval"
    return f"{total['low']:,.0f} to {total['high']:,.0f}"


def _show(told: dict[str, Any]) -> None:
    typer.echo(
        f"{told['customers']:,} customers until {told['until']}, from {told['rows']:,} rows."
    )
    for why, count in told["left_out"].items():
        typer.echo(f"Left out: {count:,} rows with {why}.")
    for name, model in told["models"].items():
        held = ", ".join(f"{key} {number:.3f}" for key, number in model["parameters"].items())
        total = model["purchases"]
        typer.echo(
            f"{name}: {held}; {total['expected']:,.0f} purchases in {told['weeks']:g} weeks "
            f"({_between(total)}), {model['alive']:,.0f} still customers."
        )
    if spending := told["spending"]:
        typer.echo(f"A purchase comes to {spending['mean']:,.2f}.")
        typer.echo(f"Expected margin in all: {spending['margin']:,.2f}.")
    recent = told["recency"]["bought_in_the_last_13_weeks"]
    typer.echo(f"Bought in the last 13 weeks: {recent:,}.")
    for limit in told["limits"]:
        typer.echo(f"Beware: {limit}.")
