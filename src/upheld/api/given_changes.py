"""What programs may send of root causes, changes and ideas."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictBool, WithJsonSchema

from upheld.core.changes import About, Among, ChangeGiven, IdeaState, Measure
from upheld.store.counted.gathered import Gathered

from .given import Given
from .values import Day, InBody, Line, Text

# A number or its text, as JSON has no decimals.
_Share = Annotated[
    Decimal,
    Field(ge=Decimal("0.05"), le=1, decimal_places=3),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0.05, "maximum": 1},
                {"type": "string", "pattern": r"^(0\.[0-9]{1,3}|1(\.0{1,3})?)$"},
            ]
        }
    ),
]
_Key = Annotated[Text, Field(min_length=1, max_length=200)]
_Words = Annotated[Text, Field(min_length=1, max_length=2_000)]


class EvidenceOfCause(Given):
    """What gathers complaints, and the key of that: a cause, a theme's number, a topic."""

    about: About
    key: _Key


class RootCauseGiven(Given):
    label: Line
    owner: InBody
    evidence: list[EvidenceOfCause] = Field(min_length=1, max_length=100)

    def gathered(self) -> list[Gathered]:
        return [Gathered(each.about, each.key) for each in self.evidence]


class RootCauseWhy(Given):
    why: _Words


class MeasureGiven(Given):
    about: About
    key: _Key
    among: Among = Among.ORDERS


class ChangeWritten(Given):
    """A change, written down before anybody looks at what came of it."""

    name: Line
    hypothesis: _Words
    told_as: _Words
    made_on: Day
    judge_from: Day | None = None
    measure: MeasureGiven
    expected: _Share
    owner: InBody
    beside: list[_Key] = Field([], max_length=50)

    def given(self) -> ChangeGiven:
        of = self.measure
        among = Among.PASSAGES if of.about is About.TOUCHPOINT else of.among
        from_day: date = self.judge_from or self.made_on
        return ChangeGiven(
            self.name, self.hypothesis, self.told_as, self.made_on,
            Measure(of.about, of.key, among), self.expected, from_day, tuple(self.beside),
        )  # fmt: skip


class TellingGiven(Given):
    """What we do now in other words, where the change's own are not to be told."""

    told_as: Annotated[Text, Field(max_length=2_000)] = ""


class PublicGiven(Given):
    words: _Words


class FateGiven(Given):
    state: IdeaState
    change: InBody | None = None
    because: Annotated[Text, Field(max_length=2_000)] = ""


class NewsGiven(Given):
    """Whether they want letters about what we change."""

    wanted: StrictBool
    words: Annotated[Text, Field(max_length=2_000)] = ""
