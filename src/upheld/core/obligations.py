"""By when: obligations bind the firm, targets are its own aim. No status moves either."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from .words import CaseState


class Unit(StrEnum):
    HOURS = "hours"
    BUSINESS_HOURS = "business hours"
    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"
    WEEKS = "weeks"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Within:
    """How long there is: 8 weeks, 3 business days, 24 hours."""

    amount: int
    unit: Unit

    @property
    def whole_days(self) -> bool:
        """Whether it ends with a day, not at an hour."""
        return self.unit not in (Unit.HOURS, Unit.BUSINESS_HOURS)

    def __str__(self) -> str:
        told = f"{self.amount} {self.unit}"
        return told.removesuffix("s") if self.amount == 1 else told


class ObligationKind(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    SUMMARY_RESOLUTION = "summary_resolution"
    RESPONSE = "response"
    HOLDING_RESPONSE = "holding_response"
    DELAY_NOTICE = "delay_notice"
    FINAL_RESPONSE = "final_response"
    ADR_LETTER = "adr_letter"
    PROGRESS = "progress"
    RECORD = "record"
    RETENTION = "retention"
    REOPENING = "reopening"


# What somebody waits for; a record is kept, which no clock on a case page needs to count down.
CLOCKED = frozenset(ObligationKind) - {
    ObligationKind.PROGRESS,
    ObligationKind.RECORD,
    ObligationKind.RETENTION,
    ObligationKind.REOPENING,
}
# Those that tell the complainant what we found.
ANSWERS = frozenset({ObligationKind.RESPONSE, ObligationKind.FINAL_RESPONSE})

# Sent in time, they stand in for a final response that is due at the same moment: the rule asks
# for the one or the other (DISP 1.6.2R and 1.6.2AR, RG 271.64).
STAND_INS = frozenset({ObligationKind.HOLDING_RESPONSE, ObligationKind.DELAY_NOTICE})
# What a holding letter is near its limit: why there is no answer yet, and where else to go.
HOLDING = STAND_INS | {ObligationKind.ADR_LETTER}
# Letters that may leave another way than from the desk: a person records that they left.
RECORDED = HOLDING | {ObligationKind.RESPONSE}


class Force(StrEnum):
    """Whose rule it is. An own aim may pause; nothing else does."""

    LAW = "law"
    PROMPT = "prompt"  # the law binds and gives no number: the number is the firm's own
    CHANCE = "chance"  # nothing is broken when it passes: what is done by then needs less
    OWN = "own"


class Start(StrEnum):
    """What an obligation is counted from. Only receipt is known on the day of receipt."""

    RECEIPT = "receipt"
    CONTACT = "contact"
    LETTER = "letter"
    DEADLOCK = "deadlock"
    CLOSING = "closing"


class End(StrEnum):
    """What meets an obligation."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ANSWER = "answer"
    ACCEPTANCE = "acceptance"
    RECORD = "record"
    TIME = "time"


STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One time rule of a regime, in force from `valid_from` until before `valid_to`.

    `applies` names the kinds of complaint it is for; none means every kind. `within` is None where
    no day can be told. `content` are the codes of what the message must say. `condition` is when it
    is due at all, `note` what a reader should know, `off_day` what of a receipt on a day off.
    """

    id: str
    regime: str
    kind: ObligationKind
    within: Within | None
    force: Force
    clause: str
    source: str
    verified: bool
    valid_from: date
    valid_to: date | None = None
    applies: tuple[str, ...] = ()
    starts: Start = Start.RECEIPT
    ends: End = End.ANSWER
    or_within: Within | None = None
    content: tuple[str, ...] = ()
    condition: str = ""
    note: str = ""
    off_day: str = ""

    @property
    def dated(self) -> bool:
        """Whether the day of receipt tells the day of the deadline."""
        return self.within is not None and self.starts is Start.RECEIPT

    @property
    def binding(self) -> bool:
        return self.force in (Force.LAW, Force.PROMPT)

    def is_for(self, complaint_kind: str) -> bool:
        return not self.applies or complaint_kind in self.applies


def in_force(obligations: Iterable[Obligation], received_on: date) -> tuple[Obligation, ...]:
    """The rule versions of the day of receipt: today's law never moves yesterday's deadline."""
    return tuple(
        o
        for o in obligations
        if o.valid_from <= received_on and (o.valid_to is None or received_on < o.valid_to)
    )


_WITHIN = re.compile(r"(\d{1,4}) (.+)")
_MOST_YEARS = 100  # far past what is kept, and a day that every calendar still has


def read_within(text: str) -> Within:
    """A span as it is written in a table, such as `3 business days`. Raises ValueError."""
    found = _WITHIN.fullmatch(text.strip())
    unit = found and next((u for u in Unit if u.rstrip("s") == found[2].rstrip("s")), None)
    if not found or unit is None:
        raise ValueError(f'"{text}" is no span: write one such as 15 calendar days or 8 weeks')
    if unit is Unit.YEARS and int(found[1]) > _MOST_YEARS:
        raise ValueError(f'"{text}" is too long: write {_MOST_YEARS} years at most')
    return Within(int(found[1]), unit)


# What a state still waits for, in the order of the story.
_NEXT_STEP = {
    CaseState.RECEIVED: "acknowledge",
    CaseState.ACKNOWLEDGED: "investigate",
    CaseState.INVESTIGATING: "decide",
    CaseState.DECIDED: "answer",
    CaseState.ANSWERED: "close",
    CaseState.CLOSED: "",
}


def next_step(state: CaseState) -> str:
    """The one step a case in `state` waits for; empty when it is closed."""
    return _NEXT_STEP[state]


# The step of a case in which a promise is due before anything else.
KEEP = "keep"

# The step of an answered case to which they wrote since: what they wrote is read before it closes.
HEAR = "hear"

# How long we wait for a reply to our answer, and our own aim for a case whose clocks are all met.
_OWN_AIM = timedelta(days=28)

# Our own aim for what they wrote since our answer: it may say that they do not accept it.
_READ_AIM = timedelta(days=3)


def next_due(
    state: CaseState,
    open_dues: Iterable[datetime],
    now: datetime,
    promised: Iterable[datetime] = (),
    wrote: datetime | None = None,
) -> datetime | None:
    """By when the next step must be done, given the moments of the deadlines not yet met and of
    the promises still to be kept, and when they first wrote since our answer.

    None for a closed case. An answered one is closed four weeks later if nobody objects, and what
    they wrote since is read within three days.
    """
    if state is CaseState.CLOSED:
        return None
    own = wrote + _READ_AIM if wrote else now + _OWN_AIM
    if state is CaseState.ANSWERED:
        return min((own, *promised))
    return min((*open_dues, *promised), default=own)
