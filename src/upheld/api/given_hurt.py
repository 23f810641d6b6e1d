"""What programs may send to ask those who said nothing, and to declare a fault."""

from typing import Annotated

from pydantic import Field

from upheld.core.faults import Declared
from upheld.steps.ask_kindly import MOST_AT_ONCE

from .given import Given
from .values import Day, Line, Text

_Number = Annotated[int, Field(ge=1, le=10**15)]
FaultKey = Annotated[Text, Field(min_length=1, max_length=120, examples=["late.delivery"])]


class AskKindlyGiven(Given):
    """The customers to ask, by their numbers."""

    customers: Annotated[list[_Number], Field(min_length=1, max_length=MOST_AT_ONCE)]


class FaultGiven(Given):
    """A fault that hit a group of orders; its key is made of its name."""

    name: Annotated[Line, Field(max_length=120)]
    touchpoint: Annotated[Line, Field(max_length=40)]
    first_on: Day
    last_on: Day | None = None
    areas: Annotated[list[Line], Field(max_length=200)] = Field(default_factory=list)
    words: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)
    because: Annotated[Text, Field(min_length=1, max_length=1_000)]

    def declared(self) -> Declared:
        told = self.model_dump() | {"areas": tuple(self.areas), "words": tuple(self.words)}
        return Declared(key="", **told)
