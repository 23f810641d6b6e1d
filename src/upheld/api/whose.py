"""A customer or a case, where what is done may be about either."""

from typing import Annotated

from pydantic import Field

from upheld.core.references import read_reference
from upheld.core.words import CaseId

from .given import Given
from .values import Id, Text


class WhoseUnclear(ValueError):
    """Both were given, or neither."""


class WhoseGiven(Given):
    """A customer by number, or a case by its reference: one of the two."""

    customer: Id | None = None
    case: Annotated[Text, Field(max_length=20)] = ""

    @property
    def numbers(self) -> tuple[int | None, CaseId | None]:
        """Raises WhoseUnclear."""
        case = read_reference(self.case) if self.case else None
        if (self.customer is None) is (case is None):
            raise WhoseUnclear("give a customer by number, or a case as UP-000012: one of the two")
        return self.customer, case
