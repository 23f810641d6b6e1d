"""`upheld silent`: who was unhappy and said nothing, and asking them kindly how it was."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from .errors import Refused
from .moments import read_day_if_given
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.insight.silence.made import Silence

silent = typer.Typer(
    name="silent",
    help="Tells who was unhappy and said nothing, and asks them kindly how it was.",
    invoke_without_command=True,
)
_Key = Annotated[str, typer.Argument(help="The key of a fault, such as late.delivery.")]


@silent.callback()
def told_silent(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="From this day, such as 2026-01-01.")] = "",
    until: Annotated[str, typer.Option(help="Until this day, it included.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tells who was unhappy and said nothing, at each touchpoint, with an interval.

    By what share of people complains of such a thing, as others measured it, and by our own records
    where they show whom a fault hit. Without days it is the last year.
    """
    if context.invoked_subcommand:
        return
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.insight.silence.made import silence
    from upheld.insight.silence.told import silence_data

    first, last = read_day_if_given("--since", since), read_day_if_given("--until", until)
    if first and last and first > last:
        raise Refused(f"--since: {first} is after {last}: give the earlier day first")
    found = silence(timezone.now(), first, last)
    print_json(silence_data(found)) if as_json else _show(found)


def _show(found: "Silence") -> None:
    from upheld.core.intervals import told, told_share

    from .screen import out, plain

    screen = out()
    if not found.points and not found.faults:
        screen.print(plain("Nothing is on record from which the silent could be told."))
    if found.points:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for at, head in enumerate(("touchpoint", "complained", "said nothing", "rests on")):
            table.add_column(head, justify="left" if at in (0, 3) else "right")
        for each in found.points:
            rests = sorted({kind.found.rests_on for kind in each.kinds if kind.found.silent})
            table.add_row(
                plain(each.name), f"{each.heard:,}", told(each.silent, 0), plain(", ".join(rests))
            )
        screen.print(table)
    for known in found.faults:
        screen.print(plain(f"\n{known.fault.key}: {known.name}. {known.fault.says}"))
        screen.print(
            plain(
                f"{known.orders:,} orders, {known.said:,} complained of; {known.quiet:,} people "
                "said nothing."
            )
        )
        if known.lost:
            screen.print(
                plain(
                    f"Lost more than expected: {told(known.lost.customers, 0)} of them; "
                    f"{told_share(known.lost.more.times(0.01))} more than like customers ordered "
                    f"nothing within {known.lost.span.days} days."
                )
            )
        else:
            screen.print(plain("Too few can be compared to tell whom it cost us."))
    for limit in found.limits:
        screen.print(plain(limit))


@silent.command()
def who(
    fault: _Key,
    as_json: AsJson = False,
) -> None:
    """Lists whom a known fault hit in the last year and who said nothing, and who may be asked."""
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.core.kindly import why_not
    from upheld.store import asked, hit

    now = timezone.now()
    found = hit.quiet(hit.fault(fault)[0], now)
    standings = asked.standings(found)
    today = timezone.localdate(now)
    told = [
        {
            "customer": one.person,
            "name": order.customer.name,
            "order": order.reference,
            "on": one.on.isoformat(),
            "why_not": why_not(standings[one.person], today, asked.every()),
        }
        for one, order in hit.named(found)
    ]
    if as_json:
        print_json(told)
        return
    for each in told:
        why = each["why_not"] or "may be asked"
        typer.echo(f"{each['customer']}\t{each['order']}\t{each['on']}\t{why}")
    asking = sum(not each["why_not"] for each in told)
    typer.echo(f"{len(told):,} people, of whom {asking:,} may be asked.")


@silent.command()
def ask(
    fault: _Key,
    customer: Annotated[
        list[int], typer.Option(help="The number of a customer, as often as there are people.")
    ],
    site: Annotated[
        str,
        typer.Option(
            help="Our own address, for answers by a click, in place of UPHELD_SITE. "
            "Without either the letter is answered by mail alone."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Asks people kindly how it was: one letter each, and nobody more often than allowed."""
    from .django import prepare

    prepare()
    from django.conf import settings
    from django.utils import timezone

    from upheld.steps.ask_kindly import ask_kindly
    from upheld.steps.may import Operator
    from upheld.store import hit
    from upheld.store.asked import NotAsked

    try:
        done = ask_kindly(
            hit.fault(fault)[0], set(customer), Operator(), (site or settings.SITE).rstrip("/"),
            timezone.now(),
        )  # fmt: skip
    except NotAsked as error:
        raise Refused(f"--customer: {error}") from None
    if as_json:
        print_json(
            {"asked": [row.customer_id for row in done.sent], "kept_back": [*done.kept_back]}
        )
        return
    typer.echo(f"Asked: {len(done.sent)}.")
    for why in done.kept_back:
        typer.echo(why)


@silent.command()
def declare(
    name: Annotated[str, typer.Argument(help="What went wrong, in a few words.")],
    touchpoint: Annotated[str, typer.Option(help="Where it hurts, by the key of the touchpoint.")],
    first: Annotated[str, typer.Option(help="From this day, such as 2026-01-01.")],
    because: Annotated[str, typer.Option(help="How it is known.")],
    last: Annotated[str, typer.Option(help="Until this day, it included.")] = "",
    area: Annotated[
        list[str] | None, typer.Option(metavar="<str>", help="A postcode area, or several.")
    ] = None,
    word: Annotated[
        list[str] | None,
        typer.Option(metavar="<str>", help="A word of what was bought, or several."),
    ] = None,
) -> None:
    """Declares a fault that hit a whole group of orders: from a batch, a depot, or complaints."""
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.core.faults import Declared, FaultError
    from upheld.steps.keep_faults import declare_fault
    from upheld.steps.may import Operator

    begun, ended = read_day_if_given("--first", first), read_day_if_given("--last", last)
    if begun is None:
        raise Refused("--first: say from which day on, such as 2026-01-31")
    areas, words = tuple(area or ()), tuple(word or ())
    given = Declared("", name, touchpoint, begun, ended, areas, words, because)
    try:
        made = declare_fault(given, Operator(), timezone.now())
    except FaultError as error:
        raise Refused(str(error)) from None
    typer.echo(f"declared.{made.key}")


@silent.command()
def end(key: Annotated[str, typer.Argument(help="Its key, without declared.")]) -> None:
    """Looks at a declared fault no more."""
    from .django import prepare

    prepare()
    from django.utils import timezone

    from upheld.core.faults import FaultError
    from upheld.steps.keep_faults import end_fault
    from upheld.steps.may import Operator

    try:
        end_fault(key.removeprefix("declared."), Operator(), timezone.now())
    except FaultError as error:
        raise Refused(str(error)) from None
