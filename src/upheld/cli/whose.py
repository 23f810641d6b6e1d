"""A customer or a case, as a command names it."""

from typing import TYPE_CHECKING, Annotated

import typer

from upheld.core.references import read_reference

from .errors import Refused

if TYPE_CHECKING:
    from upheld.core.words import CaseId

Whom = Annotated[
    str,
    typer.Argument(
        metavar="PERSON|CASE",
        help="A customer by number or e-mail address, or a case such as UP-000012.",
    ),
]


def named(whom: str) -> "tuple[int | None, CaseId | None]":
    """The number of a customer or of a case. Raises Refused."""
    from upheld.store import models as rows

    if "@" in whom:
        found = rows.Customer.objects.filter(email__iexact=whom.strip()).order_by("pk").first()
        if found is None:
            raise Refused("no customer has this address: name them by number, as their page does")
        return found.pk, None
    if whom.isascii() and whom.isdigit():
        if not rows.Customer.objects.filter(pk=int(whom)).exists():
            raise Refused(f"there is no customer {whom}: a case is named as UP-000012")
        return int(whom), None
    case = read_reference(whom)
    if case is None or not rows.Case.objects.filter(pk=case).exists():
        raise Refused(f"{whom} names no case: write one such as UP-000012, or a customer's number")
    return None, case
