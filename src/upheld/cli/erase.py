"""`upheld erase` and `upheld retention`: what goes, what must stay, and until when."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core.erasing import ErasureWhy

from .django import prepare
from .errors import Refused
from .told import AsJson, print_json
from .whose import Whom, named

if TYPE_CHECKING:
    from upheld.steps.erase import Look
    from upheld.store.models import Erasure, Person
    from upheld.store.retention import Due

_MUST_STAY = 1
_MOST = 20


def erase(
    whom: Whom,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would go, and change nothing.")
    ] = False,
    approved_by: Annotated[
        str, typer.Option(metavar="EMAIL", help="The lead who approves it; needed unless dry.")
    ] = "",
    why: Annotated[
        ErasureWhy, typer.Option(help="They asked for it, or the time to keep it is over.")
    ] = ErasureWhy.REQUEST,
    as_json: AsJson = False,
) -> None:
    """Takes out what names somebody, in every table, file and index.

    What a law wants kept is refused with the day and the rule. The record goes on and says that it
    happened; decisions can still be replayed. Exits 1 when something must stay.
    """
    if bool(approved_by) is dry_run:
        raise Refused("name who approves it with --approved-by, or look first with --dry-run")
    prepare()
    from upheld.core.erasing import ErasureError
    from upheld.steps import erase as step
    from upheld.steps import may
    from upheld.store.erased import cleaning

    now, by = datetime.now(UTC), may.Operator()
    customer, case = named(whom)
    try:
        if dry_run:
            _tell_look(step.look(customer, case, by, now), as_json)
            return
        approver = _approver(approved_by)
        row = step.propose(customer, case, why, by, now)
        row = step.approve(row.pk, approver, now)
    except (ErasureError, may.NotAllowed) as error:
        raise Refused(*str(error).splitlines()) from None
    cleaning.clean(now)
    row.refresh_from_db()
    _tell_done(row, as_json)


def retention(as_json: AsJson = False) -> None:
    """Tells which cases are over their time, and how long each regime wants one kept.

    Nothing is erased by it. With UPHELD_ERASE_DUE the jobs erase what is due, in the name of whom
    it names.
    """
    prepare()
    from upheld.store import retention as store
    from upheld.store.erased import again as erased_again
    from upheld.store.policy_files import retention_files

    now = datetime.now(UTC)
    due, held = store.due(now), store.held_back(now)
    periods = [_period(each) for each in retention_files.everywhere()]
    again = list(erased_again.people())
    if as_json:
        told = [store.told(each) for each in (*due, *held)]
        numbers = [each.pk for each in again]
        print_json({"due": told, "erased_and_has_words": numbers, "periods": periods})
        return
    _tell_due(due)
    _tell_held(held)
    for each in again:
        typer.echo(f"  {erased_again.told(each)}")
    _tell_periods(periods)


def _approver(email: str) -> "Person":
    from upheld.store.models import Person

    found = Person.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise Refused(f"nobody here signs in as {email}: see `upheld person add`")
    return found


def _tell_look(found: "Look", as_json: bool) -> None:
    stays = [
        {
            "case": each.case,
            "until": each.until and each.until.isoformat(),
            "why": each.words,
            "legal_hold": each.hold and each.hold.id,
            "review_due": each.hold and each.hold.review_due.isoformat(),
        }
        for each in found.stays
    ]
    if as_json:
        print_json({"would_go": found.plan.counts, "stays": stays})
    else:
        _print_look(found)
    if stays:
        raise typer.Exit(_MUST_STAY)


def _print_look(found: "Look") -> None:
    for table, count in found.plan.counts.items():
        typer.echo(f"{table}: {count:,}")
    for each in found.stays:
        typer.echo(each.words)
    if found.stays:
        typer.echo("Nothing goes while something must stay. A case alone can be erased by itself.")


_NOT_YET = (
    "Old bytes are in the database's log still, since somebody reads it without a pause: the jobs "
    "of `upheld serve` write them over as soon as nobody does."
)


def _tell_done(row: "Erasure", as_json: bool) -> None:
    if as_json:
        told = {"erasure": row.pk, "went": row.rows, "approved_by": row.approved_by_name}
        print_json(told | {"written_over": row.cleaned_at is not None})
        return
    many = sum(row.rows.values())
    typer.echo(f"Erased: {many:,} rows and files, approved by {row.approved_by_name}.")
    if row.cleaned_at is None:
        typer.echo(_NOT_YET)
    typer.echo("A backup from before still holds it: restore erases it again by the list.")


def _tell_due(due: "list[Due]") -> None:
    if not due:
        typer.echo("Nothing is over its time.")
        return
    typer.echo(f"{len(due):,} case{'' if len(due) == 1 else 's'} over our own period:")
    for each in due[:_MOST]:
        kept = f", kept by law until {each.law.until}" if each.law else ""
        typer.echo(f"  {each.case.reference}: ours ended on {each.own.until}{kept}")
    if len(due) > _MOST:
        typer.echo(f"  and {len(due) - _MOST:,} more (--json tells all)")


def _tell_held(held: "list[Due]") -> None:
    from upheld.store import legal_holds

    for each in held[:_MOST]:
        told = legal_holds.told(each.holds[0]).words
        typer.echo(f"  {each.case.reference}: over its time, and stays under {told}")
    if len(held) > _MOST:
        typer.echo(f"  and {len(held) - _MOST:,} more under a legal hold (--json tells all)")


def _tell_periods(periods: list[dict[str, Any]]) -> None:
    for each in periods:
        whose = each["regime"] or "our own"
        kinds = f" ({', '.join(each['kinds'])})" if each["kinds"] else ""
        unsure = "" if each["verified"] or not each["law"] else "; nobody has verified this"
        typer.echo(f"{whose}{kinds}: {each['keep']}. {each['clause']}{unsure}")


def _period(each: Any) -> dict[str, Any]:
    return {
        "id": each.id,
        "regime": each.regime,
        "kinds": list(each.kinds),
        "keep": each.words,
        "clause": each.clause,
        "source": each.source,
        "verified": each.verified,
        "law": each.law,
    }
