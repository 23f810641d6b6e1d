"""What somebody tells us in the portal beside their complaint: needs, how it was, ideas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import ceil

LONGEST_WORDS = 20_000
MOST_FILES = 10
# Complaints within an hour from one network under one mailbox, which anybody may write: from
# elsewhere its owner complains all the same. How many mails leave for it is counted where they do.
MOST_UNDER_ONE = 6
# A form may be sent often, and a disk is full once: so much of files from one place in an hour, 600
# MB. By one key three times that, of which a third is for places that send no more than is usual,
# 20 MB. A small file weighs little: few who send many stop nobody else.
_A_PIECE = 256 * 1024
MOST_PIECES = 2_400
USUAL_PIECES = 80


class PortalError(ValueError):
    """Something told in the portal that cannot be taken as it stands; it says what to mend."""


def pieces(sizes: Iterable[int | None]) -> int:
    """What files of these sizes weigh of what is taken in an hour."""
    return min(sum(ceil((size or 0) / _A_PIECE) for size in sizes), MOST_PIECES + 1)


class Way(StrEnum):
    """How somebody would like us to deal with them (BS ISO 22458:2022, clause 7)."""

    LARGE_PRINT = "large_print"
    BY_PHONE = "by_phone"
    BY_POST = "by_post"
    PLAIN_WORDS = "plain_words"
    MORE_TIME = "more_time"


@dataclass(frozen=True, slots=True)
class Needs:
    """What somebody asks of us so that they can complain. It may widen help and narrows nothing.

    `reach` is another way to reach them, `words` what we should know of how they are.
    """

    ways: tuple[Way, ...] = ()
    acts_for: str = ""
    reach: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.ways or self.acts_for or self.reach or self.words)

    @property
    def told(self) -> str:
        """All of it in one sentence or a few, for the record."""
        parts = [
            ", ".join(way.replace("_", " ") for way in self.ways),
            f"for {self.acts_for}" if self.acts_for else "",
            f"to be reached: {self.reach}" if self.reach else "",
            self.words,
        ]
        return "; ".join(filter(None, parts))


_FEWEST_DIGITS, _LONGEST_PHONE = 6, 40


def phone_in(reach: str) -> str:
    """Another way to reach somebody, where it is a telephone number; else empty."""
    is_one = sum(sign.isdigit() for sign in reach) >= _FEWEST_DIGITS
    return reach if is_one and len(reach) <= _LONGEST_PHONE else ""


class Fairness(StrEnum):
    """Fairness as it is felt: of the outcome, of the process, of how one was treated."""

    DISTRIBUTIVE = "distributive"
    PROCEDURAL = "procedural"
    INTERACTIONAL = "interactional"


@dataclass(frozen=True, slots=True)
class Felt:
    """One answer: from 1, not at all, to 5, entirely, or none; and words."""

    score: int | None = None
    words: str = ""


def checked(felt: "dict[Fairness, Felt]") -> "dict[Fairness, Felt]":
    """All three answers, of which none must be given but one. Raises PortalError."""
    whole = {kind: felt.get(kind, Felt()) for kind in Fairness}
    if not any(each.score is not None or each.words.strip() for each in whole.values()):
        raise PortalError("nothing was said yet: choose a number or write a few words")
    if any(each.score is not None and not 1 <= each.score <= 5 for each in whole.values()):
        raise PortalError("a number runs from 1 to 5: choose one of the five")
    return {kind: Felt(each.score, each.words.strip()) for kind, each in whole.items()}


# Fewer than these would tell what one person said.
LEAST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of so many answers, with one decimal; None while there are too few to tell."""

    count: int
    mean: Decimal | None


def mean(total: int, count: int) -> Mean:
    """The mean of `count` scores that add up to `total`."""
    if count < LEAST_ANSWERS:
        return Mean(count, None)
    return Mean(count, (Decimal(total) / count).quantize(Decimal("0.1")))


def listed_names(names: Sequence[str]) -> str:
    """What was sent, by its names: "Sent box.jpg and bill.pdf"."""
    *first, last = names
    return f"Sent {', '.join(first)} and {last}" if first else f"Sent {last}"
