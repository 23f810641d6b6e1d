"""What programs may send about exceptions, teams and budgets."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictStr

from upheld.core.budgets import Period
from upheld.core.deviations import LONGEST_TEXT
from upheld.core.goodwill import DeviationKind
from upheld.core.money import Money, exact
from upheld.steps.deviate import Wanted

from .given import Given
from .values import Day, InBody, Line, Said, Text, Words

_Sum = Annotated[
    StrictStr,
    Field(pattern=r"^[0-9]{1,10}(\.[0-9]{1,2})?$", examples=["12.50"]),
]
_Code = Annotated[StrictStr, Field(pattern=r"^[A-Z]{3}$", examples=["GBP"])]
_Told = Annotated[Text, Field(max_length=LONGEST_TEXT)]
Situation = Annotated[
    Text, Field(min_length=1, max_length=120, examples=["late/substantiated/core/medium"])
]


class OutlookGiven(Given):
    """What somebody would give. `amount` left out: it is no money, and nobody knows what it
    costs; `words` say what the customer gets, as the reply tells it."""

    kind: DeviationKind
    amount: _Sum | None = None
    currency: _Code = "GBP"
    words: _Told = ""

    def money(self) -> Money | None:
        return None if self.amount is None else exact(Decimal(self.amount), self.currency)

    def wanted(self) -> Wanted:
        return Wanted(self.kind, self.money(), self.words)


class ExceptionGiven(OutlookGiven):
    """An exception to grant, or to ask for where somebody else must agree."""

    decision: InBody = Field(description="The decision that was read.")
    reason: Annotated[Text, Field(min_length=1, max_length=LONGEST_TEXT)]
    expires_on: Day
    over_budget: Words = Field(
        "", description="Why it goes over a budget, or is granted though such were stopped."
    )

    def wanted(self) -> Wanted:
        return Wanted(self.kind, self.money(), self.words, self.reason, self.expires_on)


class OverGiven(Given):
    over_budget: Words = ""


class StopGiven(Given):
    situation: Situation
    why: Said


class RepeatGiven(Given):
    """From which day a rule is to give what was given as an exception."""

    situation: Situation
    valid_from: Day
    why: Words = ""


class TeamGiven(Given):
    name: Annotated[Line, Field(min_length=1)]


class MemberGiven(Given):
    team: InBody | None = Field(description="A team's id; null for none.")


class BudgetGiven(Given):
    """What a team may give in the period that `day` is in."""

    period: Period
    day: Day
    amount: _Sum
    currency: _Code = "GBP"

    def money(self) -> Money:
        return exact(Decimal(self.amount), self.currency)
