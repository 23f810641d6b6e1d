"""`upheld legal-hold`: what is kept for a dispute, whoever asks that it goes."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .django import prepare
from .errors import Refused
from .moments import near_day
from .told import AsJson, print_json
from .whose import Whom, named

if TYPE_CHECKING:
    from upheld.store.models import LegalHold

legal_hold = typer.Typer(
    help="Keeps what may be evidence: no erasure takes it until the hold is lifted.",
    rich_markup_mode=None,
)
Number = Annotated[int, typer.Argument(help="Its number, as `upheld legal-hold list` has it.")]
Review = Annotated[
    datetime,
    typer.Option(formats=["%Y-%m-%d"], help="The day by which it is looked at again, in a year."),
]


@legal_hold.command()
def place(
    whom: Whom,
    reason: Annotated[str, typer.Option(help="Which dispute, or which request of whom.")],
    review: Review,
    as_json: AsJson = False,
) -> None:
    """Puts a case, or a customer and all their cases, under a legal hold.

    Neither a retention period nor a request takes anything of it until the hold is lifted. The
    reason is handed over to whoever asks for all that we hold of them.
    """
    prepare()
    from upheld.core.legal_holds import LegalHoldError
    from upheld.steps import keep_legal_holds, may

    try:
        row = keep_legal_holds.place(
            *named(whom),
            reason,
            near_day("--review", review.date()),
            may.Operator(),
            datetime.now(UTC),
        )
    except LegalHoldError as error:
        raise Refused(str(error)) from None
    _tell([row], as_json)


@legal_hold.command()
def review(
    number: Number,
    because: Annotated[str, typer.Option(help="Why it is still needed.")],
    review: Review,
    as_json: AsJson = False,
) -> None:
    """Says that a hold is still needed, and when it is looked at again."""
    prepare()
    from upheld.core.legal_holds import LegalHoldError
    from upheld.steps import keep_legal_holds, may

    try:
        row = keep_legal_holds.review(
            number, because, near_day("--review", review.date()), may.Operator(), datetime.now(UTC)
        )
    except (LegalHoldError, keep_legal_holds.LegalHoldMissing) as error:
        raise Refused(str(error)) from None
    _tell([row], as_json)


@legal_hold.command()
def lift(
    number: Number,
    why: Annotated[str, typer.Option(help="Why it need not be kept any longer.")],
    as_json: AsJson = False,
) -> None:
    """Lifts a hold: what is due may go from now on."""
    prepare()
    from upheld.core.legal_holds import LegalHoldError
    from upheld.steps import keep_legal_holds, may

    try:
        row = keep_legal_holds.lift(number, why, may.Operator(), datetime.now(UTC))
    except (LegalHoldError, keep_legal_holds.LegalHoldMissing) as error:
        raise Refused(str(error)) from None
    _tell([row], as_json)


@legal_hold.command("list")
def list_holds(as_json: AsJson = False) -> None:
    """Lists the holds that stand, the first to be reviewed first."""
    prepare()
    from upheld.store import legal_holds

    found = list(legal_holds.standing().select_related("case"))
    if not found and not as_json:
        typer.echo("Nothing is under a legal hold.")
        return
    _tell(found, as_json)


def _tell(found: "list[LegalHold]", as_json: bool) -> None:
    if as_json:
        print_json([_told(each) for each in found])
        return
    for each in found:
        if each.lifted_at:
            typer.echo(f"Legal hold {each.pk} on {each.whose} is lifted.")
            continue
        due = f"{each.review_due:%-d %B %Y}"
        typer.echo(f"Legal hold {each.pk} on {each.whose}, to be reviewed by {due}: {each.reason}")


def _told(each: "LegalHold") -> dict[str, Any]:
    return {
        "id": each.pk,
        "on": each.whose,
        "reason": each.reason,
        "by": each.by,
        "at": each.at.isoformat(),
        "review_due": each.review_due.isoformat(),
        "lifted_at": each.lifted_at and each.lifted_at.isoformat(),
    }
