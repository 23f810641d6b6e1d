"""What programs may send that is of the firm as a whole: causes, facts, texts and webhooks."""

from typing import Annotated

from pydantic import Field, StrictBool

from upheld.core.event_kinds import EventKind
from upheld.core.words import JourneyStage

from .given import Given
from .values import Day, Facts, Line, Text, Whole


class CauseGiven(Given):
    label: Line
    stage: JourneyStage
    needs_promise: StrictBool = False


class RetiringGiven(Given):
    retired: StrictBool


class OwedGiven(Given):
    """The facts of one point, and the laws to ask; those that the firm sells under if left out."""

    facts: Facts
    regimes: list[Annotated[Text, Field(min_length=1, max_length=40)]] = Field([], max_length=20)
    on: Day | None = None


class TextGiven(Given):
    text: Whole


class WebhookGiven(Given):
    url: Annotated[Text, Field(min_length=1, max_length=2_000)] = Field(
        examples=["https://example.org/upheld"]
    )
    kinds: list[EventKind] = Field(min_length=1, max_length=len(EventKind))
