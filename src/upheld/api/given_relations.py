"""What programs may send about conduct, restrictions and partings."""

from typing import Annotated

from pydantic import Field, StrictBool

from upheld.core.parting import Way
from upheld.core.reply import Letter
from upheld.core.restriction import Measure, Scope
from upheld.core.words import LetterKind

from .given import Given
from .given_letters import Written
from .values import Day, InBody, Ref, Said, Text, Words

_Ids = Annotated[list[InBody], Field(max_length=100)]


class ConductGiven(Given):
    """What was done, in which case or contact; `behaviour` is a key of the firm's list."""

    behaviour: Annotated[Text, Field(min_length=1, max_length=40)]
    shown_by: Said = Field(description="What was said or done. Never what somebody is like.")
    case: Ref | None = None
    contact: InBody | None = None
    withheld: StrictBool = Field(False, description="The words are folded away for others.")


class SeenGiven(Given):
    support: Said = Field(description="What was offered to the colleague it happened to.")
    withheld: StrictBool = False


class ColleagueGiven(Given):
    owner: InBody = Field(description="The id of the person who goes on with the case.")


class SaidGiven(Given):
    words: Said


class NotShownGiven(Given):
    why: Words = Field("", description="A reason of law; empty shows it to them again.")


class RestrictionGiven(Given):
    """A restriction, the conduct that it rests on, and the case that its letters are written in."""

    case: Ref
    conduct: _Ids
    scope: Scope
    detail: Said
    reason: Said
    alternatives: Said
    vulnerability: Said = Field(description="How it was looked whether they need more help.")
    expires_on: Day
    review_due: Day | None = None

    def measure(self) -> Measure:
        names = ("detail", "reason", "alternatives", "vulnerability", "expires_on", "review_due")
        return Measure(self.scope, **{name: getattr(self, name) for name in names})


class RestrictionLetterGiven(Written):
    def of_restriction(self) -> Letter:
        return self.letter(LetterKind.RESTRICTION)


class LookGiven(Given):
    stands: StrictBool
    because: Said


class RestrictionReviewGiven(LookGiven):
    review_due: Day | None = None


class CauseLookGiven(Given):
    """`cause` is a key of the list of causes; empty where none of it was of our making."""

    cause: Annotated[Text, Field(max_length=60)] = ""
    found: Said


class WayGiven(Given):
    way: Way
    tried_on: Day
    what: Said
    came_of_it: Said


class PartingProposalGiven(Given):
    reasons: Said = Field(description="Never a complaint, nor how many there were.")
    alternatives: Said


class AfterGiven(Given):
    """What became of it; null is not known."""

    came_back: StrictBool | None = None
    complained: StrictBool | None = None
    went_to_a_body: StrictBool | None = None
    paid_up: StrictBool | None = None
    words: Words = ""
