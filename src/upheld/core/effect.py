"""What goodwill is expected to do, before this firm has measured it: a prior from the literature.

Nothing is the lower end of every range: money beyond what is owed may change nothing, and then
the answer that earns most is none.
"""

from dataclasses import dataclass
from decimal import Decimal

from .money import Money


@dataclass(frozen=True, slots=True)
class Prior:
    """By how many points in a hundred more customers stay, at the least and at the most, by other
    people's figures; `because` says how it was read, `source` where from."""

    low: int
    high: int
    because: str
    source: str

    def worth_from(self, cost: Money) -> Money | None:
        """What a customer who stays must still be worth to us so that `cost` can pay at the most
        hopeful end of the range; None where it costs nothing or can do nothing."""
        if not cost.amount or not self.high:
            return None
        return Money(cost.amount * 100 / self.high, cost.currency)


# Goodman's TARP figures as Fast Company prints them: of those who complained and were not content
# 46 in 100 bought again after a loss below $5 and 19 after one above $100; content 70 and 54.
_SMALL, _LARGE = 24, 35
_SMALL_LOSS = Decimal(5)
_TARP = "TARP (Goodman), fastcompany.com/663494"
_HALPERIN = "Halperin, Ho, List and Muir 2022, Economic Journal 132:273"
_SOURCE = f"{_TARP}; {_HALPERIN}"
_ZERO = (
    "At the least nothing: of 1.5 million late riders a coupon of $5 did best and words alone did "
    "little or harm, and no recovery was shown to raise repurchase."
)


def prior(loss: Money | None) -> Prior:
    """The range for a loss of this size; where nobody knows the loss, the wider of the two.

    The figures are for contentment with the whole answer, in dollars of the 1980s: goodwill is
    a part of it, so the upper end is a bound and no estimate."""
    small = loss is not None and loss.amount < _SMALL_LOSS
    high = _SMALL if small else _LARGE
    size = "a small loss" if small else "a loss that hurts" if loss else "a loss of unknown size"
    most = f"At the most {high} points: the gap between content and discontent after {size}."
    return Prior(0, high, f"{_ZERO} {most}", _SOURCE)
