"""Goodwill that we can repeat: what goes beyond what is owed, priced as if given to everyone."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .hold_out import HoldOut, ask
from .money import Money
from .ruling import Inquiry
from .words import Basis


class DeviationKind(StrEnum):
    """What is done beyond the policy: money in two ways, or a term of ours that is not applied."""

    VOUCHER = "voucher"
    REFUND = "refund"
    HELP = "help"
    TERM_WAIVED = "term_waived"


MONEY_KINDS = frozenset({DeviationKind.VOUCHER, DeviationKind.REFUND})


@dataclass(frozen=True, slots=True)
class Granted:
    """An exception that a person granted beside the goodwill of a decision (core/deviations.py).

    `amount` is zero where it is no money; `words` say what the customer gets."""

    kind: DeviationKind
    amount: Decimal
    currency: str
    words: str = ""

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def is_money(self) -> bool:
        return self.kind in MONEY_KINDS


@dataclass(frozen=True, slots=True)
class Goodwill:
    """A gesture beyond any entitlement. `cost_a_year` is what it costs to give the same to
    everyone in the same situation: `amount` times `similar_a_year`; None when that is unknown.
    `help` is more help for who needs it now, beside any money. `hold_out` is what a lot decided
    of it, where the policy holds some back to learn what it does."""

    kind: str
    amount: Decimal
    currency: str
    because: str
    source: str
    similar_a_year: int | None
    cost_a_year: Decimal | None
    basis: Basis = Basis.GOODWILL
    help: bool = False
    hold_out: HoldOut | None = None

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def by_the_facts(self) -> Decimal:
        """What the same facts give where no lot holds it back: what like cases are compared by."""
        return self.hold_out.amount if self.hold_out else self.amount

    @property
    def given(self) -> bool:
        return self.help or self.kind != "none"


def goodwill(inquiry: Inquiry, similar_a_year: int | None, case: str = "") -> Goodwill:
    """What the policy offers beyond what is owed, with its price if repeated for a year.

    The price becomes a fact of the inquiry, so that authority can read it. `case` is what a lot is
    drawn for, empty where none may be.
    """
    ruling, hold_out = ask(inquiry, case)
    currency = inquiry.policy.currency
    amount = Money(ruling.gave["goodwill.amount"] or Decimal(0), currency).amount
    cost = None if similar_a_year is None else amount * similar_a_year
    inquiry.facts["goodwill.cost_a_year"] = cost
    more_help = bool(inquiry.ask("help").gave["help"])
    return Goodwill(
        kind=ruling.gave["goodwill.kind"] or "none",
        amount=amount,
        currency=currency,
        because=ruling.because,
        source=ruling.source,
        similar_a_year=similar_a_year,
        cost_a_year=cost,
        help=more_help,
        hold_out=hold_out,
    )
