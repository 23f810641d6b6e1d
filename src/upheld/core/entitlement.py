"""What is owed, to everyone: a function of facts, law, contract and promise (DISP 1.4.1R).

Nothing here can name the customer: an `Allegation` holds only what happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from upheld.tables import Policy

from .case import Allegation, Facts
from .findings import Finding, Question
from .money import Money
from .ruling import Inquiry, Ruling
from .words import AllegationKind, Basis


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One remedy owed. `amount` in major units of `currency`, zero for a remedy in kind;
    `days` from the decision until it must be performed."""

    allegation: str
    kind: str
    amount: Decimal
    currency: str
    chooser: str | None
    days: int | None
    because: str
    source: str
    basis: Basis = Basis.ENTITLEMENT

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    def is_apology(self, on: AllegationKind | None) -> bool:
        """Whether a correction is a word from us: of how somebody was dealt with nothing else can
        be put right."""
        return self.kind == "correction" and not self.amount and on is AllegationKind.STAFF_CONDUCT


@dataclass(frozen=True, slots=True)
class Owed:
    """What one allegation gives: a remedy, or the question without which none can be computed.

    `facts` are all that is known about the allegation afterwards, for the case's summary.
    """

    remedy: Entitlement | None
    question: Question | None
    facts: Facts
    trace: tuple[Ruling, ...]


def owed(allegation: Allegation, finding: Finding, policy: Policy) -> Owed:
    """What is owed for one allegation. The customer is not an argument."""
    known = {**allegation.readable, **finding.gave}
    inquiry = Inquiry(policy, known, allegation.id)
    ruling = inquiry.ask("entitlement")
    inquiry.ask_rest("allegation")
    question = _question(allegation, ruling.gave)
    nothing = question or ruling.gave["owed.kind"] in (None, "none")
    remedy = None if nothing else _remedy(allegation, ruling, policy.currency)
    return Owed(remedy, question, inquiry.facts, tuple(inquiry.rulings))


def _question(allegation: Allegation, gave: Mapping[str, Any]) -> Question | None:
    text = gave["owed.question"]
    return Question(allegation.id, text, gave["owed.ask_whom"]) if text else None


def _remedy(allegation: Allegation, ruling: Ruling, currency: str) -> Entitlement:
    gave = ruling.gave
    return Entitlement(
        allegation=allegation.id,
        kind=gave["owed.kind"],
        amount=Money(gave["owed.amount"] or Decimal(0), currency).amount,
        currency=currency,
        chooser=gave["owed.chooser"],
        days=None if gave["owed.days"] is None else int(gave["owed.days"]),
        because=ruling.because,
        source=ruling.source,
    )
