"""What serving a customer costs, and whose doing it was: by what was found, never by who asks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from upheld.tables.problems import unknown

from .words import Channel


class CausedBy(StrEnum):
    """Whose doing a contact or a cost was; `neutral` is nobody's."""

    FIRM = "firm"
    CUSTOMER = "customer"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a case: how many points were alleged, found so (wholly or in part) and not
    found so, and the cause that it was closed with, empty while it is open."""

    alleged: int
    so: int
    not_so: int
    cause: str = ""
    explained_before: bool = False

    @property
    def ours(self) -> bool:
        return self.so > 0

    @property
    def nothing(self) -> bool:
        """Every point was looked into, and none was so."""
        return 0 < self.alleged == self.not_so


def caused_by(recorded: CausedBy, found: Found | None, own_doing: Collection[str]) -> CausedBy:
    """Whose doing a contact was. The first line that holds answers:

    | the contact                                                          | was caused by |
    |----------------------------------------------------------------------|---------------|
    | belongs to no case                                                   | as recorded   |
    | its case: a point was found so, wholly or in part                    | firm          |
    | was recorded as caused by us                                         | firm          |
    | its case: a point is not looked into yet, or cannot be determined    | neutral       |
    | its case: nothing so, and it had been explained before with reasons  | customer      |
    | its case: nothing so, and its cause is the customer's own doing      | customer      |
    | its case: nothing so, for any other cause                            | neutral       |

    To complain in good faith costs nobody their standing, and what was misread of our words has
    two sides: so most of what is not found so is nobody's doing. `own_doing` are the causes that
    the firm declares in costs.yaml. Sprint counted calls that it had caused itself, and gave
    notice to those who made them (29 June 2007): what we caused never counts against anybody.
    """
    if found is None:
        return recorded
    if found.ours or recorded is CausedBy.FIRM:
        return CausedBy.FIRM
    again = found.explained_before or found.cause in own_doing
    return CausedBy.CUSTOMER if found.nothing and again else CausedBy.NEUTRAL


def remedy_by(found: Found) -> CausedBy:
    """Whose cost a remedy or a return is: ours where a point was so, else nobody's. What we chose
    to give, and a right that the law or our terms give, is never the customer's doing."""
    return CausedBy.FIRM if found.ours else CausedBy.NEUTRAL


_CHANNELS = tuple(channel.value for channel in Channel)
# A word that is none of these is a slip.
_NO_MORE = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class PerContact:
    """How long a contact takes where nobody wrote it down, and what it costs besides."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _NO_MORE
    minutes: Decimal
    each: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rates:
    """What the firm declares of itself (costs.yaml), in `currency`. `margin` is the part of a sale
    that is left before anybody was served, `cost_of_capital` a year's cost of money."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _NO_MORE
    currency: str
    margin: Decimal
    cost_of_capital: Decimal
    minute: Decimal
    complaint_minutes: Decimal
    return_each: Decimal
    other_contacts: PerContact
    contacts: Mapping[str, PerContact] = field(default_factory=dict)
    own_doing: tuple[str, ...] = ()
    verified: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        for name in ("margin", "cost_of_capital"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name}: {getattr(self, name)} is not from 0 to 1")
        each = (self.other_contacts, *self.contacts.values())
        told = (self.minute, self.complaint_minutes, self.return_each)
        if min(*told, *(x.minutes for x in each), *(x.each for x in each)) < 0:
            raise ValueError("a cost is below nothing: write what it costs, or 0")
        for channel in self.contacts:
            if channel not in _CHANNELS:
                raise ValueError(f"contacts: {unknown(channel, _CHANNELS)}")

    def contact(self, channel: str, count: int, timed: int, minutes: Decimal) -> Decimal:
        """So many contacts by one channel, `timed` of which took `minutes` in all."""
        usual = self.contacts.get(channel, self.other_contacts)
        taken = minutes + (count - timed) * usual.minutes
        return taken * self.minute + count * usual.each

    @property
    def complaint(self) -> Decimal:
        return self.complaint_minutes * self.minute
