"""What was given in a case before: remedies of which a promise was kept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from upheld.core.money import Money

# What is no remedy of an allegation, by the beginning of its kind.
GOODWILL, EXCEPTION = "goodwill_", "exception_"


@dataclass(frozen=True, slots=True)
class Given:
    """What a kept promise gave: the remedy `kind` of an allegation, or goodwill, whose `allegation`
    is empty. `amount` is zero for work; `had` is all the money that they have back on the remedy by
    then, with what its facts knew of. A person recorded it `on` that day, and `how`. `words` say
    what an exception gives that is no money. Of what was promised and is not given yet `back` came
    back since, as the facts of a later decision know."""

    allegation: str
    kind: str
    amount: Decimal
    currency: str
    on: date
    how: str = ""
    had: Decimal = Decimal(0)
    words: str = ""
    apology: bool = False
    back: Decimal = Decimal(0)

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def open(self) -> Money:
        """What of a promised sum has not come back since."""
        return Money(max(self.amount - self.back, Decimal(0)), self.currency)

    @property
    def called(self) -> str:
        """What it is in plain words, such as "goodwill voucher"."""
        return "apology" if self.apology else self.kind.replace("_", " ")
