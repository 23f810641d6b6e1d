"""A case by the reference that somebody typed."""

from typing import TYPE_CHECKING

from upheld.core.references import read_reference

from .errors import Refused

if TYPE_CHECKING:
    from upheld.store import models as rows


def case_of(reference: str) -> "rows.Case":
    """The case with all that a page of it shows; the store is open (`prepare`).

    Raises Refused for what is no reference, or that of no case."""
    from upheld.store import load

    case_id = read_reference(reference)
    if case_id is None:
        raise Refused(f"{reference} is no reference of a case: write one such as UP-000012")
    try:
        return load.page(case_id)
    except load.CaseMissing as error:
        raise Refused(f"{error}: take the reference from the inbox") from None
