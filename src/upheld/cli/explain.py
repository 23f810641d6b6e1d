"""`upheld explain`: one decision for people, each sentence with its reason and its source."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from upheld.core.decision import Decision
from upheld.core.decision import explain as traces_of
from upheld.tables import Policy

from .decide import PolicyFolder
from .errors import Refused

WHAT = "A case as JSON, - for standard input, or the reference of a case, such as UP-000012."
_REFERENCE = re.compile(r"(?:UP-)?(\d{1,18})", re.IGNORECASE)


def explain(
    what: Annotated[str, typer.Argument(metavar="FACTS|CASE", help=WHAT)],
    policy: PolicyFolder = None,
) -> None:
    """Tells what was found, what is owed, and which rule said so."""
    from .explained import show

    decision, by, note = _decided(what, policy)
    show(decision, traces_of(decision, by) if by else None, note)


def _decided(what: str, folder: Path | None) -> tuple[Decision, Policy | None, str]:
    """The decision, the policy whose tables can be walked again, and what to know beforehand."""
    reference = _REFERENCE.fullmatch(what)
    if reference and not Path(what).exists():
        return _of_case(int(reference[1]), folder)
    from .deciding import from_file

    return *from_file(what, folder, datetime.now(UTC)), ""


def _of_case(case_id: int, folder: Path | None) -> tuple[Decision, Policy | None, str]:
    """The decision of a case, made again from its record: the same facts give the same trace."""
    from .django import prepare

    prepare()
    from upheld.core.words import CaseId
    from upheld.store import load

    from .deciding import from_document, in_force

    try:
        case = load.page(CaseId(case_id))
    except load.CaseMissing as error:
        raise Refused(f"{error}: take the reference from the inbox") from None
    row = load.latest_decision(case_id)
    if row is None:
        raise Refused(f"{case.reference} has no decision yet: record its facts and decide it first")
    if folder is not None:
        return *from_document(row.document, folder, row.at), f"{case.reference}, by {folder}"
    if in_force(row.document).version == row.policy_version:
        return *from_document(row.document, None, row.at), case.reference
    note = f"{case.reference}, as recorded: the tables have changed since"
    return load.recalled(row), None, note
