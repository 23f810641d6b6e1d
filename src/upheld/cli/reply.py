"""`upheld reply`: a letter checked before it leaves, wherever it was written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core.obligations import STANDARD
from upheld.core.words import LetterKind

from .errors import Refused
from .moments import day_if_given
from .print_letter import print_letter
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.core.checks import Problem
    from upheld.core.decision import Decision
    from upheld.core.reply import Required
    from upheld.core.words import Outcome

_TO_MEND = 1

reply = typer.Typer(help="Checks a letter before it leaves, and prints it.", rich_markup_mode=None)
reply.command("print")(print_letter)


@reply.command()
def check(
    letter: Annotated[
        str,
        typer.Argument(
            metavar="LETTER", help="The letter as text or Markdown, or - for standard input."
        ),
    ],
    kind: Annotated[LetterKind, typer.Option(help="What the letter is for.")],
    decision: Annotated[
        Path | None,
        typer.Option(help="What it must say: a decision (upheld decide --json) or a case as JSON."),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="The day it leaves; no promise may be for a day before."
        ),
    ] = None,
    regime: Annotated[
        str | None,
        typer.Option(help="Whose rules it must keep, such as uk-fca-disp: what they want in it."),
    ] = None,
    complaint_kind: Annotated[
        str, typer.Option(help="The kind of complaint, where those rules tell kinds apart.")
    ] = STANDARD,
    as_json: AsJson = False,
) -> None:
    """Finds what is dishonest, unkind or missing in a letter.

    Exits 1 when a problem blocks: such a letter is not sent from the desk.
    """
    from upheld.core.checks import blocked
    from upheld.core.checks import check as checked
    from upheld.core.reply import Letter
    from upheld.store import policies

    from .reading import read_text

    body = read_text(letter)
    said, to = _decision(decision, datetime.now(UTC)) if decision else (None, "")
    # The letter may be another firm's, so any outside body will do. What blocks is ours to say.
    voice = replace(policies.voice(), outside_body="")
    day = day_if_given("--on", on)
    outcome = said.outcome if said else None
    wanted = _required(regime, complaint_kind, kind, day, outcome) if regime else ()
    problems = checked(Letter(kind, "", body), said, voice, day, to, wanted)
    ok = not blocked(problems)
    if as_json:
        print_json({"ok": ok, "problems": [_data(problem) for problem in problems]})
    else:
        _show(problems)
    if not ok:
        raise typer.Exit(_TO_MEND)


def _required(
    name: str, complaint_kind: str, kind: LetterKind, on: date | None, outcome: "Outcome | None"
) -> "tuple[Required, ...]":
    """What the rules want in such a letter; in a holding letter, that of the limit."""
    from upheld.core.reply import required
    from upheld.store import policies

    regime = policies.regime(name)
    policies.check_kind(regime, complaint_kind)
    due = [each.id for each in regime.obligations]
    day = on or datetime.now(regime.zone).date()
    return required(regime, kind, complaint_kind, day, outcome, due)


def _decision(file: Path, now: datetime) -> "tuple[Decision, str]":
    """The decision in the file, or on the case in it, and the customer's name as far as told."""
    from .reading import read_document

    told = read_document(str(file))
    if "allegations" in told:
        from .deciding import from_document

        customer = told.get("customer")
        name = str(customer.get("name", "")) if isinstance(customer, Mapping) else ""
        return from_document(told, None, now)[0], name
    return _told(told, file, now), str(told.get("customer", ""))


def _told(told: Mapping[str, Any], file: Path, now: datetime) -> "Decision":
    from pydantic import ValidationError

    from upheld.core import record

    try:
        return record.told(told, now)
    except ValidationError as error:
        raise Refused(*(_amiss(file, each) for each in error.errors())) from None
    except (AttributeError, TypeError):
        raise Refused(f"{file} holds no decision: write what upheld decide --json prints") from None


def _amiss(file: Path, error: Mapping[str, Any]) -> str:
    where = ".".join(map(str, error["loc"]))
    return f"{file}: {where}: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _data(problem: "Problem") -> dict[str, str]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "sentence": problem.sentence,
        "mend": problem.mend,
    }


def _show(problems: "Sequence[Problem]") -> None:
    for problem in problems:
        typer.echo(f"{problem.severity} {problem.code}: {problem.mend}")
        if problem.sentence:
            typer.echo(f"  > {problem.sentence}")
    typer.echo(f"{len(problems)} to mend." if problems else "Nothing to mend.")
