"""What programs may send to ask those who said nothing."""

from typing import Annotated

from pydantic import Field

from upheld.steps.ask_kindly import MOST_AT_ONCE

from .given import Given

_Number = Annotated[int, Field(ge=1, le=10**15)]


class AskGiven(Given):
    """The customers to ask, by their numbers."""

    customers: Annotated[list[_Number], Field(min_length=1, max_length=MOST_AT_ONCE)]
