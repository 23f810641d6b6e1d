"""`upheld tables worth`: beside every rule, what it decided, gave, and costs in a year."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from .errors import Refused
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.worth import RuleWorth, Worth

_HEAD = ("cases", "this year", "gave", "this year", "for everyone", "last")


def worth(
    policy: Annotated[
        Path | None,
        typer.Argument(metavar="POLICY", help="The folder that holds policy.yaml; else your own."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tells how many cases each rule decided, and what it gave.

    A rule of goodwill shows its price: what a year costs if all like this get it, and the
    interval that holds it 95 times in 100.
    """
    from .django import prepare

    prepare()
    from upheld.insight.worth import counted
    from upheld.insight.worth import worth as insight
    from upheld.store import policies

    folder = policy or policies.folder()
    if not (folder / "policy.yaml").is_file():
        raise Refused(f"there is no policy.yaml in {folder}: name the policy's folder")
    read = policies.read_policy(folder)
    found = insight(read, counted(datetime.now(UTC)))
    print_json(_data(read.version, found)) if as_json else _show(found)


def _data(version: str, found: "Worth") -> dict[str, Any]:
    return {
        "policy": version,
        "since": found.since and found.since.isoformat(),
        "currency": found.currency,
        "tables": {
            name: [_rule_data(each) for each in rules.values()]
            for name, rules in found.tables.items()
        },
    }


def _rule_data(each: "RuleWorth") -> dict[str, Any]:
    told = asdict(each)
    price = told["price"] and {name: str(amount) for name, amount in told["price"].items()}
    return {name: _text(value) for name, value in told.items()} | {"price": price}


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _show(found: "Worth") -> None:
    from .screen import out, plain

    screen = out()
    if found.since is None:
        screen.print(plain("No case was decided here yet, so no rule has shown its worth."))
        return
    screen.print(plain(f"Decided here since {found.since:%Y-%m-%d}:"))
    for name, rules in found.tables.items():
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(name, no_wrap=True)
        for head in _HEAD:
            table.add_column(head, justify="right", no_wrap=True)
        for each in rules.values():
            table.add_row(plain(each.rule), *_cells(each, found.currency))
        screen.print(plain(""))
        screen.print(table)


def _cells(each: "RuleWorth", currency: str) -> Iterator[str]:
    from upheld.tables import tell_money

    yield from (f"{each.cases:,}", f"{each.cases_a_year:,}")
    for amount in (each.gave, each.gave_a_year):
        yield "" if amount is None else tell_money(amount, currency)
    price = each.price and [getattr(each.price, name) for name in ("likely", "low", "high")]
    yield "{} ({} to {})".format(*(tell_money(p, currency) for p in price)) if price else ""
    yield f"{each.last:%Y-%m-%d}" if each.last else ""
