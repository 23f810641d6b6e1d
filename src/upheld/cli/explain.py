"""`upheld explain`: one decision for people, each sentence with its reason and its source."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from upheld.core.decision import Decision
from upheld.core.decision import decide as made_again
from upheld.core.decision import explain as traces_of
from upheld.core.document import read_case
from upheld.core.references import read_reference
from upheld.tables import Policy

from .cases import case_of
from .decide import PolicyFolder
from .errors import Refused

WHAT = "A case as JSON, - for standard input, or the reference of a case, such as UP-000012."


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
    if read_reference(what) and not Path(what).exists():
        return _of_case(what, folder)
    from .deciding import from_file

    return *from_file(what, folder, datetime.now(UTC)), ""


def _of_case(reference: str, folder: Path | None) -> tuple[Decision, Policy | None, str]:
    """The decision of a case, made again from its record: the same facts give the same trace."""
    from .django import prepare

    prepare()
    from upheld.store import load, policies
    from upheld.store.record import kept_policies

    from .deciding import from_document

    case = case_of(reference)
    row = load.latest_decision(case.pk)
    if row is None:
        raise Refused(f"{case.reference} has no decision yet: record its facts and decide it first")
    if folder is not None:
        return *from_document(row.document, folder, row.at), f"{case.reference}, by {folder}"
    try:
        policy = kept_policies.policy_of(row.policy_version)
    except policies.PolicyMissing as error:
        return load.recalled(row), None, f"{case.reference}, as recorded: {error}"
    return made_again(read_case(row.document, policy), policy, row.at), policy, case.reference
