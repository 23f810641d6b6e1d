"""What programs may send of a letter: its words, and what its kind needs besides."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from upheld.core.reply import End, Handover, Letter
from upheld.core.words import LetterKind

from .given import Given
from .values import Body, Day, InBody, Said, Text

_Subject = Annotated[Text, Field(min_length=1, max_length=300)]


class Written(Given):
    """The letter itself, as it would leave."""

    subject: _Subject
    body: Body

    def letter(self, kind: LetterKind) -> Letter:
        return Letter(kind, self.subject, self.body)


class CheckGiven(Written):
    """A letter of any kind, to be looked at."""

    kind: LetterKind


class LetterGiven(Written):
    """A letter; `decision` is the id of the decision that a final answer was written to."""

    kind: Literal[LetterKind.ACKNOWLEDGEMENT, LetterKind.QUESTION, LetterKind.FINAL]
    decision: InBody | None = None


class ResolutionWords(Given):
    words: Said = Field(description="What they said, as they said it to us today.")


class ResolutionGiven(Written, ResolutionWords):
    decision: InBody = Field(description="The decision that was read.")


class HandoverGiven(Given):
    """Whose it is to answer, what goes there, and since when the customer agrees to that."""

    whom: Annotated[Text, Field(min_length=1, max_length=200)]
    reach: Annotated[Text, Field(min_length=1, max_length=300)]
    why: Said
    handed: Said
    agreed_on: Day

    def handover(self) -> Handover:
        return Handover(self.whom, self.why, self.reach, self.handed, self.agreed_on)


class ReferralGiven(Written, HandoverGiven):
    """A referral, and what it hands over."""


class ChangeGiven(Given):
    change: Said = Field(description="What is changed, by whom and by when: a fact, no feeling.")


class EndGiven(Given):
    """Until when we go on, and who may suit them better."""

    last_day: Day
    alternatives: Said

    def end(self, approver: str) -> End:
        last_day: date = self.last_day
        return End(last_day, approver, self.alternatives)


class PartingGiven(Written, EndGiven):
    """`settled` says that all that was owed has been paid or done."""

    settled: StrictBool
