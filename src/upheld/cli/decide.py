"""`upheld decide`: what the tables say about one document, or about every case that waits."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from .errors import Refused
from .told import AsJson, as_data, print_json, print_plain

FACTS = "A case as JSON (docs/reference/facts.md), or - for standard input."
PolicyFolder = Annotated[
    Path | None, typer.Option("--policy", help="Decide by the policy in this folder instead.")
]


def decide(
    facts: Annotated[str | None, typer.Argument(metavar="FACTS", help=FACTS)] = None,
    policy: PolicyFolder = None,
    as_json: AsJson = False,
) -> None:
    """Prints the decision on FACTS, or decides every case that waits.

    Cases in the store are decided by the policy in force on their day of receipt.
    """
    if facts is None and policy is not None:
        raise Refused("--policy goes with FACTS: a case in the store has its policy by its date")
    if facts is None:
        from .waiting import decide_waiting

        decide_waiting(as_json)
        return
    _decide_document(facts, policy, as_json)


def _decide_document(facts: str, folder: Path | None, as_json: bool) -> None:
    from .deciding import from_file

    decision, policy = from_file(facts, folder, datetime.now(UTC))
    told = as_data(decision, policy)
    print_json(told) if as_json else print_plain(told)
