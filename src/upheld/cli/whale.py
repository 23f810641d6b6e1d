"""`upheld whale`: what customers bring all together, and what we cause ourselves."""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from upheld.core.looking import Sensitive

from .frames import write_frame
from .looking import noted
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.profit import Whale

_YEAR = timedelta(days=365)


class Period(StrEnum):
    """Which time is looked at: the last twelve months, or everything."""

    YEAR = "year"
    ALL = "all"


def whale(
    period: Annotated[Period, typer.Option(help="The last twelve months, or all.")] = Period.YEAR,
    output: Annotated[
        Path | None, typer.Option(help="A row a customer, to FILE.csv or FILE.parquet.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tells what customers bring, the most profitable first, and what serving them costs.

    What we caused ourselves is told apart and laid on nobody; failure demand says how much of what
    people come with it is.
    """
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.insight.profit import Scope, failure
    from upheld.insight.profit import whale as insight
    from upheld.insight.profit.curve import curve_of
    from upheld.insight.profit.told import failure_data, whale_data
    from upheld.store.policy_files.costs_file import rates

    now = timezone.now()
    scope = Scope(now, now - _YEAR if period is Period.YEAR else None)
    declared = rates()
    found = insight(declared, scope)
    told = whale_data(curve_of(found)) | {"failure_demand": failure_data(failure(declared, scope))}
    if output:
        _write(found, output)
    print_json(told) if as_json else _show(told)


def _write(found: "Whale", output: Path) -> None:
    import polars as pl

    from upheld.insight.profit.told import account_data

    lines = [account_data(each, found.rates.currency) for each in found.one_by_one(found.ranked)]
    write_frame(pl.DataFrame(lines), output)
    noted(Sensitive.EXPORT)


_COLUMNS = ("customers", "orders", "margin", "neutral", "customer_caused", "profit", "so_far",
            "share_so_far", "firm_caused")  # fmt: skip


def _show(told: dict[str, Any]) -> None:
    from .screen import out, plain

    screen = out()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("tenth", justify="right")
    for name in _COLUMNS:
        table.add_column(name.replace("_", " "), justify="right")
    for line in told["deciles"]:
        share = line["share_so_far"]
        cells = {**line, "share_so_far": "" if share is None else f"{share:.1%}"}
        table.add_row(str(line["decile"]), *(str(cells[name]) for name in _COLUMNS))
    screen.print(table)
    total = told["total"]
    screen.print(
        plain(
            f"{total['customers']:,} customers bring {total['profit']} {told['currency']}; what we "
            f"caused ourselves cost {total['firm_caused']} and is laid on nobody."
        )
    )
    if (came := told["failure_demand"]["total"]) is not None:
        screen.print(
            plain(
                f"Failure demand: {came['share']:.0%} of {came['contacts']:,} contacts were caused "
                f"by us ({came['low']:.0%} to {came['high']:.0%})."
            )
        )
    for limit in told["limits"]:
        screen.print(plain(f"Beware: {limit}."))
