"""`upheld facts`: what the firm's own records say of a case, and kept with it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core.words import CaseId

from .cases import case_of
from .django import prepare
from .errors import Refused
from .screen import out, plain
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.core.facts import Found, Pull
    from upheld.store import models as rows

WHAT = "The reference of a case, such as UP-000012."


def facts(
    case: Annotated[str, typer.Argument(metavar="CASE", help=WHAT)],
    order: Annotated[str, typer.Option(help="Link the order of this reference first.")] = "",
    take: Annotated[
        list[str] | None,
        typer.Option(
            metavar="<str>", help="A fact to take although another is written down. Repeatable."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Tell what they say and keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Asks your own records about each allegation of a case.

    facts.yaml says which they are.

    What is new is kept with its source; what a person wrote down stays unless it is taken by name.
    """
    if order and dry_run:
        raise Refused("--order links an order and --dry-run keeps nothing: leave one of them out")
    prepare()
    found = case_of(case)
    if order:
        found = _linked(found, order)
    allegations = list(found.allegations.all())
    if not allegations:
        raise Refused(f"{found.reference} has no allegation yet: write down what is alleged first")
    pulls = [(row, _pulled(found, row, take or [], dry_run)) for row in allegations]
    if as_json:
        told = [_as_data(row, pull) for row, pull in pulls]
        print_json({"reference": found.reference, "kept": not dry_run, "allegations": told})
    else:
        for row, pull in pulls:
            _print(row, pull)


def _linked(found: "rows.Case", order: str) -> "rows.Case":
    from upheld.steps import may
    from upheld.steps.link_order import OrderError, link_order

    try:
        link_order(CaseId(found.pk), order, may.Operator(), datetime.now(UTC))
    except OrderError as error:
        raise Refused(f"--order: {error}") from None
    return case_of(found.reference)


def _pulled(found: "rows.Case", row: "rows.Allegation", chosen: list[str], dry_run: bool) -> "Pull":
    from upheld.steps import may
    from upheld.steps.investigate import RecordsError, ask_records, pull_facts

    where, by, now = (CaseId(found.pk), row.pk), may.Operator(), datetime.now(UTC)
    try:
        pull = ask_records(*where, by, now)
        if not dry_run:
            pull_facts(*where, pull.mark, chosen, by, now)
    except RecordsError as error:
        raise Refused(str(error)) from None
    return pull


def _as_data(row: "rows.Allegation", pull: "Pull") -> dict[str, Any]:
    from upheld.core.facts import disputes

    found = [
        {
            "fact": each.name,
            "change": each.change,
            "value": each.value,
            "known": each.known,
            "said": [one.told for one in each.said],
        }
        for each in pull.found
    ]
    told = {"allegation": f"a{row.pk}", "kind": row.kind, "statement": row.statement}
    return {**told, "facts": found, "questions": [*pull.troubles, *disputes(pull)]}


def _print(row: "rows.Allegation", pull: "Pull") -> None:
    from upheld.core.facts import disputes

    screen = out()
    screen.print(plain(row.statement), style="bold")
    for line in (*map(_line, pull.found), *_questions([*pull.troubles, *disputes(pull)])):
        screen.print(plain(f"  {line}"), soft_wrap=True)


def _line(each: "Found") -> str:
    from upheld.core.facts import Change

    sources = ", ".join(one.source for one in each.said)
    match each.change:
        case Change.DISPUTED:
            return f"{each.name}: the records disagree ({sources})"
        case Change.NEW:
            return f"{each.name}: {_spoken(each.value)} ({sources})"
        case Change.AGREES:
            return f"{each.name}: {_spoken(each.value)} ({sources}, as written down)"
    known = _spoken(each.known)
    return f"{each.name}: {_spoken(each.value)} ({sources}), and {known} is written down"


def _spoken(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _questions(questions: list[str]) -> Iterator[str]:
    for question in questions:
        yield f"to find out: {question}"
