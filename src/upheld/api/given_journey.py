"""What programs may send of personas, of the journey, and of a customer's fit."""

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from upheld.core.words import JourneyStage, Touchpoint

from .given import Given
from .values import Day, Line, Text

_Said = Annotated[Text, Field(max_length=1_000)]
_Key = Annotated[Text, Field(max_length=40, pattern=r"^[a-z0-9_]+$")]


class PersonaGiven(Given):
    """A persona by needs, use and expectations: never by who anybody is."""

    name: Annotated[Line, Field(max_length=120)]
    description: _Said = ""
    needs: _Said = ""
    use: _Said = ""
    expectations: _Said = ""
    promise: _Said = ""
    designed_for: StrictBool = True

    def said(self) -> dict[str, str]:
        names = ("name", "description", "needs", "use", "expectations", "promise")
        return {name: getattr(self, name) for name in names}


class TouchpointGiven(Given):
    """A touchpoint; `place` 0 puts a new one behind the last."""

    name: Annotated[Line, Field(max_length=120)]
    stage: JourneyStage
    nature: Touchpoint
    promise: _Said = ""
    place: Annotated[StrictInt, Field(ge=0, le=1_000)] = 0
    personas: list[_Key] = Field([], max_length=100)


class FitNoteGiven(Given):
    """One sentence about what a customer needs, does or expects, and the day of it."""

    text: Annotated[Text, Field(min_length=1, max_length=300)]
    on: Day


class AssessingGiven(Given):
    """`instead` lets the assessment take the place of a fit that was recorded by hand."""

    instead: StrictBool = False


class ContestGiven(Given):
    """What is not right about a line; `by_customer` where it is said at the customer's word."""

    line: Annotated[Text, Field(min_length=1, max_length=80)]
    why: Annotated[Text, Field(min_length=1, max_length=1_000)]
    by_customer: StrictBool = False


class FitReviewGiven(Given):
    """Whether a contested line stands, and what was found."""

    stands: StrictBool
    found: Annotated[Text, Field(min_length=1, max_length=1_000)]
