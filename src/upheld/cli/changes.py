"""`upheld changes`: what was changed, and what came of it; and `upheld root-causes`."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .errors import Refused
from .screen import out, plain, progress
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.core.changes import Checked
    from upheld.insight.effects.cost import Cost
    from upheld.store import models as rows

changes = typer.Typer(invoke_without_command=True)


def root_causes(as_json: AsJson = False) -> None:
    """Lists what lies behind many cases: who sees to it, how it stands, what a year of it costs."""
    from .django import prepare

    prepare()
    from upheld.insight.effects.cost import costs
    from upheld.insight.effects.told import root_cause_data
    from upheld.store import changes as kept

    listed = list(kept.root_causes())
    found = costs({row.pk: kept.gathered(row) for row in listed}, datetime.now(UTC))
    if as_json:
        print_json([root_cause_data(row, found[row.pk]) for row in listed])
        return
    if not listed:
        typer.echo("No root cause is written down yet: open one in the desk, under Lessons.")
    for row in listed:
        out().print(plain(f"{row.pk:4}  {row.state:9} {row.label} ({row.owner.name})"))
        out().print(plain(f"      {_costs(found[row.pk])}"))


def _costs(cost: "Cost") -> str:
    money = ", ".join(
        f"{amount} ({interval.low:,.0f} to {interval.high:,.0f})" for amount, interval in cost.money
    )
    many = (
        f"{cost.complaints:,} complaints and {cost.contacts:,} contacts by {cost.people:,} people"
    )
    return f"in a year {many}; {money or 'nothing that is known'}"


@changes.callback(invoke_without_command=True)
def listed(context: typer.Context, as_json: AsJson = False) -> None:
    """Lists the changes, the newest first, each with what its newest check said."""
    if context.invoked_subcommand:
        return
    from .django import prepare

    prepare()
    from upheld.store import changes as kept

    found = list(kept.changes())
    if as_json:
        print_json([_row(row) for row in found])
        return
    if not found:
        typer.echo("No change is written down yet: write one at its root cause, in the desk.")
    for row in found:
        check = kept.latest(row)
        verdict = check.verdict.replace("_", " ") if check else "never checked"
        out().print(plain(f"{row.pk:4}  {row.made_on}  {verdict:14} {row.name}"))


def _row(row: "rows.Change") -> dict[str, Any]:
    from upheld.store import changes as kept

    check = kept.latest(row)
    return {
        "number": row.pk,
        "name": row.name,
        "root_cause": row.root_cause_id,
        "hypothesis": row.hypothesis,
        "made_on": row.made_on.isoformat(),
        "judge_from": row.judge_from.isoformat(),
        "measure": {"about": row.about, "key": row.key, "among": row.among},
        "expected": str(row.expected),
        "beside": list(row.beside),
        "owner": row.owner.name,
        "verdict": check.verdict if check else None,
        "checked_at": check.at.isoformat() if check else None,
    }


@changes.command()
def check(
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="One change; all of them without it.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help="Keep what was found.")] = True,
    as_json: AsJson = False,
) -> None:
    """Looks whether changes worked, from the numbers alone, and keeps what was found.

    Worked, did not, returned, or cannot be told yet and about when one can: with the interval of
    the effect, and on how many pretended days as much seemed to come of nothing.
    """
    from .django import prepare

    prepare()
    from upheld.core.changes import ChangeError
    from upheld.insight.effects.of_store import checked
    from upheld.insight.effects.told import check_data
    from upheld.steps.keep_changes import keep_check
    from upheld.steps.may import Operator
    from upheld.store import changes as kept

    now = datetime.now(UTC)
    try:
        asked = list(kept.changes()) if number is None else [kept.change(number)]
    except ChangeError as error:
        raise Refused(str(error)) from None
    told = []
    with progress("Checking", len(asked), True) as done:
        for row in asked:
            found = checked(kept.given(row), now)
            if keep:
                keep_check(row.pk, found, Operator(), now)
            told.append((row, found))
            done(1)
    if as_json:
        print_json([check_data(row, found) for row, found in told])
        return
    if not told:
        typer.echo("No change is written down yet: write one at its root cause, in the desk.")
    for row, found in told:
        _show(row, found)


def _show(row: "rows.Change", found: "Checked") -> None:
    from upheld.core.changes import sentence
    from upheld.core.intervals import told

    out().print(plain(sentence(row.name, row.made_on, found, row.expected)))
    out().print(
        plain(
            f"  {found.counted_before:,} before, {told(found.before)} for each thousand orders; "
            f"{found.counted_after:,} after, {told(found.after)}."
        )
    )
    if found.placebo:
        days, large = found.placebo.days, found.placebo.as_large
        out().print(
            plain(f"  As much seemed to come of nothing on {large} of {days} pretended days.")
        )
    for limit in found.limits:
        out().print(plain(f"  Note: {limit}"))
