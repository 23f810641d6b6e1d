"""One table of the store, as the data map tells it: what is personal in it, why, for how long."""

from dataclasses import dataclass
from enum import StrEnum


class Kept(StrEnum):
    """How long something stays. Until when exactly is computed by core/retention.py."""

    CASE = "case"
    CUSTOMER = "customer"
    STAFF = "staff"
    SHORT = "short"
    FIRM = "firm"


HOW_LONG = {
    Kept.CASE: "as the rules of its regime, or the firm's own period, say of the case",
    Kept.CUSTOMER: "as long as a case of theirs is kept, and the firm's own period after that",
    Kept.STAFF: "as long as they work here; a name that acted stays in the record",
    Kept.SHORT: "days or weeks, then it goes by itself or with what it belongs to",
    Kept.FIRM: "for good: what names somebody in it goes with their case",
}


@dataclass(frozen=True, slots=True)
class Held:
    """Every field of one table, by name in `personal`, `special` (data that is sensitive: health,
    vulnerability, what somebody needs), `shared` or `plain`, words with spaces between.

    `why` it is held and where it is `shown`. Erasure empties what is personal or special; where
    `gone`, the row says nothing else and is deleted. What is `shared` is the firm's word for many
    and goes where nobody else has it (store/erased/topics.py): it may be somebody's own by then.
    """

    kept: Kept
    why: str
    shown: str
    personal: str = ""
    special: str = ""
    shared: str = ""
    plain: str = ""
    gone: bool = False

    @property
    def of_somebody(self) -> tuple[str, ...]:
        return (*self.personal.split(), *self.special.split())

    @property
    def declared(self) -> frozenset[str]:
        return frozenset({*self.of_somebody, *self.shared.split(), *self.plain.split()})
