"""`upheld value`: what customers are expected to buy, by three models and by plain recency."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .errors import Refused
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.value import History, Valuation
    from upheld.insight.value.customers import Floats

    from .transactions import Transactions

_Column = typer.Option(metavar="COLUMN", help="Its column, where the name does not say so.")


def value(
    transactions: Annotated[
        str, typer.Argument(metavar="TRANSACTIONS", help="CSV or Parquet: a row a purchase.")
    ],
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
    output: Annotated[
        Path | None, typer.Option(help="A row a customer, to FILE.csv or FILE.parquet.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tells from purchases who is likely to come again.

    Fits Pareto/NBD, MBG/NBD and BG/NBD with Gamma-Gamma, and tells what they cannot see.
    """
    from upheld.insight.value import histories
    from upheld.insight.value import value as valued
    from upheld.insight.value.fitting import NothingToFit
    from upheld.insight.value.valuation import Terms

    from .transactions import Columns, read_transactions

    read = read_transactions(transactions, Columns(customer, date, amount))
    if read.frame.is_empty():
        raise Refused(f"{transactions} holds no purchase: {_left_out(read) or 'it has no rows'}")
    day = until.date() if until else read.frame["day"].max()
    known = histories(read.frame.lazy(), day)  # type: ignore[arg-type]
    try:
        found = valued(known, Terms(weeks, margin, cost_of_capital))
    except NothingToFit as error:
        raise Refused(f"{transactions}: {error}") from None
    if output:
        _write(found, output)
    told = _told(read, known, found, weeks)
    print_json(told) if as_json else _show(told)


def _write(found: "Valuation", output: Path) -> None:
    if output.suffix == ".csv":
        found.table.write_csv(output)
    elif output.suffix == ".parquet":
        found.table.write_parquet(output)
    else:
        raise Refused(f"{output}: name a file that ends in .csv or .parquet")


def _left_out(read: "Transactions") -> str:
    return ", ".join(f"{count:,} rows with {why}" for why, count in read.left_out.items())


def _told(
    read: "Transactions", known: "History", found: "Valuation", weeks: float
) -> dict[str, Any]:
    return {
        "rows": read.rows,
        "left_out": read.left_out,
        "returns": read.returns,
        "customers": len(known),
        "bought_once": int((known.repeats == 0).sum()),
        "until": known.until.isoformat(),
        "weeks": weeks,
        "models": _models(found),
        "spending": _spending(found),
        "recency": _recency(found),
        "limits": list(found.limits),
    }


def _models(found: "Valuation") -> dict[str, Any]:
    from upheld.insight.value import MODELS

    told = {}
    for model in MODELS:
        fitted, total = found.fitted[model.name], found.total[model.name]
        told[model.name] = {
            "parameters": _named(model.names, fitted.parameters),
            "standard_errors": _named(model.names, fitted.errors),
            "log_likelihood": fitted.log_likelihood,
            "fitted_on": fitted.customers,
            "purchases": {"expected": total.expected, "low": total.low, "high": total.high},
            "alive": float(found.table[f"alive.{model.name}"].sum()),
            "source": model.source,
        }
    return told


def _named(names: tuple[str, ...], numbers: "Floats | None") -> dict[str, float] | None:
    return None if numbers is None else dict(zip(names, map(float, numbers), strict=True))


def _spending(found: "Valuation") -> dict[str, Any] | None:
    spending = found.spending
    if spending is None:
        return None
    return {
        "model": "gamma_gamma",
        "parameters": {"p": spending.p, "q": spending.q, "gamma": spending.gamma},
        "log_likelihood": spending.log_likelihood,
        "repeaters": spending.repeaters,
        "correlation": spending.correlation,
        "mean": spending.mean,
        "margin": float(found.table["margin"].sum()),
        "source": "Fader & Hardie 2013",
    }


_QUARTER = 13


def _recency(found: "Valuation") -> dict[str, Any]:
    """Beside every model: how many bought in the last quarter, which needs no model."""
    weeks = found.table["weeks_since_last"]
    recent = int((weeks <= _QUARTER).sum())
    median = float(found.table.select("weeks_since_last").median().item())
    return {"bought_in_the_last_13_weeks": recent, "median_weeks_since_last": median}


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
