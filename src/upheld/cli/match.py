"""`upheld match`: customers who may be one person, found at once and settled one by one."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .django import prepare
from .screen import out, plain
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.store import models as rows

match = typer.Typer(
    help="Customers who may be one person: nobody is merged unless you say so.",
    rich_markup_mode=None,
    invoke_without_command=True,
)
_SHOWN = 20
Pair = Annotated[int, typer.Argument(help="The number of the pair, from upheld match list.")]
Why = Annotated[str, typer.Option(help="Why, for whoever reads the record.")]
Most = Annotated[int, typer.Option(help="How many pairs to show, the likeliest first.", min=1)]


@match.callback()
def find(
    context: typer.Context,
    least: Annotated[
        float, typer.Option(help="How probable a pair must be, from 0 to 1.", min=0.01, max=1)
    ] = 0.5,
    most: Most = _SHOWN,
    as_json: AsJson = False,
) -> None:
    """Looks for them among all customers, keeps the pairs for the desk, and shows the likeliest."""
    if context.invoked_subcommand:
        return
    prepare()
    from upheld.insight.matching import candidates
    from upheld.steps import match_customers, may
    from upheld.store import matching

    pairs = candidates(matching.told(), least)
    kept = [(each.one, each.other, each.probability, each.told) for each in pairs]
    new, waiting = match_customers.propose(kept, may.Operator(), datetime.now(UTC))
    if as_json:
        shown = [_told(row) for row in matching.queue()[:most]]
        print_json({"found": len(kept), "new": new, "waiting": waiting, "pairs": shown})
        return
    out().print(plain(f"{waiting:,} pairs wait for you, {new:,} of them new"), style="bold")
    _show(most)


@match.command(name="list")
def list_(most: Most = _SHOWN, as_json: AsJson = False) -> None:
    """Shows the pairs that wait for a person, the likeliest first."""
    prepare()
    from upheld.store import matching

    if as_json:
        print_json([_told(row) for row in matching.queue()[:most]])
    else:
        _show(most)


@match.command()
def same(
    pair: Pair,
    stays: Annotated[
        int | None, typer.Option(help="The number of the customer who stays; else the older one.")
    ] = None,
    why: Why = "",
    as_json: AsJson = False,
) -> None:
    """They are one person: the one leads to the other, with all cases, orders and contacts."""
    prepare()
    from upheld.steps import may, merge_customers

    row = merge_customers.merge_match(pair, stays, why, may.Operator(), datetime.now(UTC))
    if as_json:
        print_json({"merge": row.pk, "customer": row.customer_id, "into": row.into_id})
        return
    told = f"{row.customer} ({row.customer_id}) leads to {row.into} ({row.into_id})"
    out().print(plain(told), soft_wrap=True)
    out().print(f"Undo it with upheld match undo {row.pk}")


@match.command()
def different(pair: Pair, why: Why = "", as_json: AsJson = False) -> None:
    """They are two people, which is remembered."""
    prepare()
    from upheld.steps import match_customers, may

    row = match_customers.tell_apart(pair, why, may.Operator(), datetime.now(UTC))
    told = {"pair": row.pk, "state": row.state}
    print_json(told) if as_json else out().print(f"Pair {row.pk}: two people")


@match.command()
def again(pair: Pair, as_json: AsJson = False) -> None:
    """Takes back that they are two people: the pair waits for a person again."""
    prepare()
    from upheld.steps import match_customers, may

    row = match_customers.ask_again(pair, may.Operator(), datetime.now(UTC))
    told = {"pair": row.pk, "state": row.state}
    print_json(told) if as_json else out().print(f"Pair {row.pk} waits again")


@match.command()
def undo(
    merge: Annotated[int, typer.Argument(help="The number of the merge.")], as_json: AsJson = False
) -> None:
    """Takes a merge apart: they are two again, each with all that is theirs."""
    prepare()
    from upheld.steps import may, merge_customers

    row = merge_customers.undo_customer_merge(merge, may.Operator(), datetime.now(UTC))
    if as_json:
        print_json({"merge": row.pk, "customer": row.customer_id, "into": row.into_id})
        return
    out().print(plain(f"{row.customer} ({row.customer_id}) is a customer of their own again"))


def _told(row: "rows.Match") -> dict[str, Any]:
    return {
        "pair": row.pk,
        "probability": round(row.probability, 4),
        "reasons": [{"words": words, "weight": weight} for words, weight in row.reasons],
        "customers": [_customer(each) for each in (row.one, row.other)],
    }


def _customer(row: "rows.Customer") -> dict[str, Any]:
    names = ("name", "email", "phone", "address")
    told = {name: getattr(row, name) for name in names}
    return {"customer": row.pk, **told, "leads_to": row.merged_into_id}


def _show(most: int) -> None:
    from upheld.core.matching import share
    from upheld.store import matching

    screen = out()
    for row in matching.queue()[:most]:
        screen.print(plain(f"{row.pk:>7}  {share(row.probability)}"), style="bold")
        for who in (row.one, row.other):
            parts = (f"customer {who.pk}", who.name, who.email, who.phone, who.address)
            told = ", ".join(" ".join(part.split()) for part in parts if part)
            screen.print(plain(f"         {told}"), soft_wrap=True)
        for words, weight in row.reasons:
            screen.print(plain(f"         {'for' if weight > 0 else 'against':>7}: {words}"))
