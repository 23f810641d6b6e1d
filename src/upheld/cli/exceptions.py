"""`upheld exceptions`: which repeat, who lives on them, what they led to; and finding them."""

from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.core.intervals import Share
    from upheld.core.living import Lives
    from upheld.core.money import Money
    from upheld.insight.exceptions import Afterwards, Repeat

exceptions = typer.Typer(invoke_without_command=True)
_MOST = 20


@exceptions.callback(invoke_without_command=True)
def ledger(context: typer.Context, as_json: AsJson = False) -> None:
    """Tells which exceptions repeat, who lives on them, and what they led to outside our personas.

    The same situation is what was alleged first, what was found, how far we built it for the
    customer, and the impact. Each interval holds the true figure 95 times in 100.
    """
    if context.invoked_subcommand:
        return
    from .django import prepare

    prepare()
    from upheld.insight.exceptions import afterwards, living, repeats

    now = datetime.now(UTC)
    found = repeats(now), living(), afterwards(now)
    print_json(_data(*found)) if as_json else _show(*found)


@exceptions.command()
def find(as_json: AsJson = False) -> None:
    """Goes through past decisions and records what was given beyond the policy.

    Each is asked again by the policy that was in force on the day of receipt, or where none was by
    the one of today. Run twice, nothing is found twice.
    """
    from .django import prepare

    prepare()
    from upheld.steps.find_deviations import find_deviations
    from upheld.steps.may import Operator

    found = find_deviations(Operator(), datetime.now(UTC))
    if as_json:
        print_json(asdict(found))
        return
    typer.echo(f"{found.looked_at:,} decisions that gave goodwill were looked at, and")
    typer.echo(f"{found.exceptions:,} of them went beyond the policy: they are exceptions now.")
    if found.unasked:
        told = ", ".join(found.unasked[:5])
        typer.echo(f"No policy can be asked about {len(found.unasked):,} of them, such as {told}.")


def _data(repeats: "list[Repeat]", lives: "Lives", afterwards: "Afterwards") -> dict[str, Any]:
    return {
        "repeats": [_repeat(each) for each in repeats],
        "customers": {**_plain(asdict(lives)), "found": [asdict(each) for each in lives.found]},
        "afterwards": {
            "with_an_exception": afterwards.excepted.size,
            "without": afterwards.like.size,
            "too_new": afterwards.too_new,
            "cannot_tell": afterwards.cannot_tell,
            "measures": [asdict(each) for each in afterwards.measures],
        },
    }


def _repeat(each: "Repeat") -> dict[str, Any]:
    price = each.price and {name: str(amount) for name, amount in asdict(each.price).items()}
    return {
        "situation": asdict(each.situation),
        "times": each.times,
        "customers": each.customers,
        "gave": _money(each.gave),
        "usual": _money(each.usual),
        "first": each.first.isoformat(),
        "last": each.last.isoformat(),
        "of_cases": asdict(each.of_cases),
        "similar_a_year": each.similar_a_year,
        "price_a_year": price,
        "asks_to_become_policy_or_stop": each.asks,
        "ruling": each.ruling.why if each.ruling else None,
    }


def _money(money: "Money") -> dict[str, str]:
    return {"amount": str(money.amount), "currency": money.currency}


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {name: str(v) if isinstance(v, Decimal) else v for name, v in told.items()}


def _show(repeats: "list[Repeat]", lives: "Lives", afterwards: "Afterwards") -> None:
    from .screen import out, plain

    screen = out()
    if not repeats:
        screen.print(plain("No exception was granted here yet. `upheld exceptions find` looks"))
        screen.print(plain("for those that past decisions gave without the name."))
        return
    asking = sum(each.asks for each in repeats)
    screen.print(plain(f"{asking} situations ask to become policy or to stop:"))
    screen.print(_repeats(repeats[:_MOST]))
    screen.print(plain(f"\n{len(lives.found)} customers live on exceptions:"))
    screen.print(_lives(lives))
    screen.print(plain(f"\nAfter an exception outside our personas ({_sizes(afterwards)}):"))
    screen.print(_afterwards(afterwards))


def _repeats(found: "list[Repeat]") -> Table:
    from upheld.core.intervals import told_part
    from upheld.tables import tell_money

    table = _table("situation", "of all in it", "for everyone, a year")
    for each in found:
        ends = each.price and [getattr(each.price, n) for n in ("likely", "low", "high")]
        told = [tell_money(end, each.usual.currency) for end in ends or ()]
        price = "{} ({} to {})".format(*told) if told else "cannot tell"
        table.add_row(each.situation.words, told_part(each.of_cases), price)
    return table


def _lives(lives: "Lives") -> Table:
    from upheld.core.intervals import told_part

    table = _table("customer", "exceptions", "by chance", "of their cases")
    for each in lives.found:
        told = f"{each.expected:.1f}", told_part(each.share)
        table.add_row(str(each.customer), str(each.exceptions), *told)
    return table


def _afterwards(found: "Afterwards") -> Table:
    from upheld.core.intervals import told_difference

    table = _table("afterwards", "with", "without", "difference")
    for each in found.measures:
        gap = each.difference
        told = told_difference(gap, 2) if gap else "cannot tell"
        table.add_row(each.name, _value(each.excepted), _value(each.like), told)
    return table


def _sizes(found: "Afterwards") -> str:
    with_one, without = found.excepted.size, found.like.size
    return f"{with_one} customers, beside {without} in like cases"


def _value(value: "Share | float | None") -> str:
    from upheld.core.intervals import told_part

    if value is None:
        return "nobody"
    return f"{value:.2f}" if isinstance(value, float) else told_part(value)


def _table(first: str, *rest: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first)
    for head in rest:
        table.add_column(head, justify="right", no_wrap=True)
    return table
