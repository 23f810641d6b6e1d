"""Parting is last (promise 9): what must be so first, each gate with what shows it.

What can be computed is computed from the rows; a person's word alone opens no gate that the rows
close. A complaint is never a reason: none may be open, none may have been upheld of late, and the
reasons of a proposal may not name one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from upheld.tables import Policy

from .conduct import ConductError, about_what_was_done
from .reading import sentences
from .reply import told_day
from .ruling import Inquiry
from .spoken import phrases, spoken

# Our own aims, for no law that we read sets them: a year is looked at; who had to come to us fewer
# than twelve times in it, what we caused left out, costs no more than anybody; and while somebody
# may still take an upheld complaint to an ombudsman (six months, DISP 1.6.2R), parting would look
# like the answer to it.
LOOKED_BACK = timedelta(days=365)
MANY = 12
AFTER_UPHELD = timedelta(days=183)
FEWEST_WAYS = 2
NOTICE = timedelta(days=28)
FOLLOWED = (30, 180)
# So many contacts in a year that we caused ask for the cause, whoever the customer is.
RAISES_CAUSE = 10


class PartingError(ValueError):
    """What may not be done about a parting now; `problems` names each, one line each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Way(StrEnum):
    """What is tried before anybody parts."""

    EDUCATION = "education"
    OTHER_PRODUCT = "other_product"
    OTHER_CHANNEL = "other_channel"
    PRICE = "price"
    REFERRAL = "referral"


class PartingState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"
    PARTED = "parted"


@dataclass(frozen=True, slots=True)
class Burden:
    """The contacts of a year by who caused them; `firm` is never counted against anybody.

    `latest_of_ours` is the day of the newest that we caused.
    """

    firm: int = 0
    customer: int = 0
    neutral: int = 0
    latest_of_ours: date | None = None

    @property
    def all(self) -> int:
        return self.firm + self.customer + self.neutral


@dataclass(frozen=True, slots=True)
class Tried:
    """One way that was tried, when, and what came of it."""

    way: Way
    on: date
    came_of_it: str


@dataclass(frozen=True, slots=True)
class Looked:
    """That somebody looked for our own cause: when, who, and what they found."""

    on: date
    by: str
    found: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows say about the two of us, as far as parting goes.

    `owed` and `open` are what is unpaid and what is unanswered, a line each; `fault_on` the day of
    the newest finding against us, `upheld_on` that of the newest complaint that was upheld.
    `needs` is what they told us that they need, since it was last recorded that they need none.
    `recorded` is what a person recorded of the relationship.
    """

    burden: Burden = Burden()
    looked: Looked | None = None
    tried: Sequence[Tried] = ()
    owed: Sequence[str] = ()
    open: Sequence[str] = ()
    fault_on: date | None = None
    upheld_on: date | None = None
    vulnerable: bool | None = None
    needs: Sequence[str] = ()
    recorded: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that must be so before anybody may propose to part, and what shows that it is.

    `contradicts` says where a person recorded otherwise.
    """

    key: str
    asks: str
    passed: bool
    shown: str
    contradicts: str = ""


def gates(known: Known, today: date) -> tuple[Gate, ...]:
    """Every gate, in the order in which they are looked at."""
    found = (
        _cost(known.burden),
        _cause(known),
        _ways(known.tried),
        _owed(known.owed),
        _open(known.open),
        _upheld(known.upheld_on, today),
        _help(known),
    )
    return tuple(_beside(gate, known.recorded or {}) for gate in found)


def _cost(burden: Burden) -> Gate:
    left = burden.customer + burden.neutral
    passed = burden.customer >= MANY and burden.customer > burden.firm
    told = (
        f"Of {burden.all} contacts in a year {burden.firm} were caused by us and are left out. "
        f"Of the {left} that are left, {burden.customer} were caused by the customer"
    )
    why = "" if passed else f"; it takes {MANY} or more (our own aim), and more than ours"
    return Gate("costs_both_sides", "It costs both sides more than it gives, what we caused left "
                "out", passed, f"{told}{why}.")  # fmt: skip


def _cause(known: Known) -> Gate:
    ask = "Our own cause was looked for first"
    looked = known.looked
    since = max(filter(None, (known.burden.latest_of_ours, known.fault_on)), default=None)
    ours = f"{known.burden.firm} contacts in a year were caused by us"
    if looked is None:
        return Gate("root_cause_checked", ask, False, f"{ours}, and nobody has looked for the "
                    "cause.")  # fmt: skip
    told = f"{looked.by} looked on {told_day(looked.on)}: {looked.found}"
    if since and since > looked.on:
        return Gate("root_cause_checked", ask, False, f"{told} Since then, on {told_day(since)}, "
                    "something was of our making again.")  # fmt: skip
    return Gate("root_cause_checked", ask, True, told)


def _ways(tried: Sequence[Tried]) -> Gate:
    told = "; ".join(
        f"{each.way.replace('_', ' ').capitalize()} on {told_day(each.on)}: "
        f"{each.came_of_it.rstrip('.')}"
        for each in tried
    )
    passed = len({each.way for each in tried}) >= FEWEST_WAYS
    lacks = "" if passed else f" At least {FEWEST_WAYS} different ways are tried first (our aim)."
    return Gate("alternatives_tried", "Other ways were tried", passed,
                (f"{told}." if told else "No other way is on record.") + lacks)  # fmt: skip


def _owed(owed: Sequence[str]) -> Gate:
    told = " ".join(owed) or "No decision, no promise and no remedy is unsettled."
    return Gate("owed_settled", "Nothing is owed", not owed, told)


def _open(waiting: Sequence[str]) -> Gate:
    told = f"Open: {', '.join(waiting)}. It is answered first." if waiting else "None is open."
    return Gate("open_complaints", "No complaint is open", not waiting, told)


def _upheld(upheld_on: date | None, today: date) -> Gate:
    ask = "None was upheld of late"
    if upheld_on is None:
        return Gate("none_upheld_of_late", ask, True, "None was upheld.")
    free = upheld_on + AFTER_UPHELD
    told = f"The last one that was upheld was decided on {told_day(upheld_on)}"
    if today <= free:
        return Gate("none_upheld_of_late", ask, False, f"{told}: nobody is parted from before "
                    f"{told_day(free + timedelta(days=1))} (our own aim).")  # fmt: skip
    return Gate("none_upheld_of_late", ask, True, f"{told}.")


def _help(known: Known) -> Gate:
    ask = "Nobody who needs more help now"
    if known.vulnerable is None:
        return Gate("no_vulnerability", ask, False, "Nobody has recorded whether more help is "
                    "needed: look first.")  # fmt: skip
    if known.vulnerable:
        return Gate("no_vulnerability", ask, False, "More help is needed now: nobody who needs it "
                    "is parted from.")  # fmt: skip
    if known.needs:
        return Gate("no_vulnerability", ask, False, f"It was recorded that no more help is needed; "
                    f"they told us: {'; '.join(known.needs)}")  # fmt: skip
    return Gate("no_vulnerability", ask, True, "It was looked at, and no more help is needed.")


def _beside(gate: Gate, recorded: Mapping[str, object]) -> Gate:
    """A person's record that the rows contradict is told, and opens nothing."""
    if recorded.get(gate.key) is not True or gate.passed:
        return gate
    told = "A person recorded that this is so; what is on record says otherwise."
    return Gate(gate.key, gate.asks, gate.passed, gate.shown, told)


_FACTS = ("costs_both_sides", "root_cause_checked", "alternatives_tried", "owed_settled")


def facts(found: Sequence[Gate], known: Known) -> dict[str, Any]:
    """What the gates say, in the words of a policy's table `parting`."""
    told: dict[str, Any] = {
        f"relationship.{gate.key}": gate.passed for gate in found if gate.key in _FACTS
    }
    told["relationship.open_complaints"] = Decimal(len(known.open))
    if known.vulnerable is not None:
        told["vulnerable"] = known.vulnerable or bool(known.needs)
    return told


def by_policy(found: Sequence[Gate], known: Known, policy: Policy) -> Gate:
    """What the firm's own table says over the same facts: it may ask for more than the gates do."""
    told = {name: fact for name, fact in facts(found, known).items() if name in policy.inputs}
    ruling = Inquiry(policy, told).ask("parting")
    passed = ruling.gave["parting.may_propose"] is True
    asks = f'The policy "{policy.name}" allows it'
    return Gate("policy", asks, passed, ruling.because)


_A_COMPLAINT = phrases(
    "complain*", "(a|an|the|your|their|our|each|every|another|many|several|NUMBER) "
    "[upheld|open|earlier|past] (dispute*|grievance*|claim*|chargeback*|review*|allegation*)",
    "ombudsm*", "arbitrat*", "adjudicat*", "regulator*", "trading standards", "small claims",
    "(went|go|goes|going|gone|turned) to (court|law|the press|the papers|social media)",
    "up-NUMBER",
)  # fmt: skip


def reasons(text: str) -> str:
    """The reasons of a proposal. Raises PartingError where they name a complaint or a person."""
    try:
        told = about_what_was_done(text, "say why: what was tried, and why neither side gains")
    except ConductError as error:
        raise PartingError(str(error)) from None
    for sentence in sentences(told):
        if _A_COMPLAINT.search(spoken(sentence)):
            raise PartingError(
                "nobody is parted from because of a complaint, nor for how many there were, nor "
                f"for going elsewhere with one: {sentence}"
            )
    return told
