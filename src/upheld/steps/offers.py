"""Which letters beside the next one make sense on a case now, and why another does not yet."""

from dataclasses import dataclass, replace
from datetime import datetime

from upheld.core.obligations import ANSWERS
from upheld.core.reply import told_day
from upheld.core.words import LetterKind
from upheld.store import models as rows

from . import answer_too, apologise, ask_too, hold, hold_too, may, part, resolve
from .hold import AT_THE_LIMIT, due_letters

# The step that sends each of them, as `may` names it.
SENT_BY = {
    LetterKind.FINAL: "answer_too",
    LetterKind.QUESTION: "ask_too",
    LetterKind.HOLDING: "hold",
    LetterKind.SUMMARY_RESOLUTION: "resolve",
    LetterKind.REFERRAL: "refer",
    LetterKind.APOLOGY: "apologise",
    LetterKind.PARTING: "part",
}
# Beside another customer, whose case it went over into (steps/answer_too.py).
_TOO = {LetterKind.HOLDING: "hold_too"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of letter: `why` it may be wanted, or in `not_now` why it cannot be sent yet.

    `due` when a clock of the case waits for it."""

    kind: LetterKind
    why: str
    not_now: str = ""
    due: bool = False


def offers(case: rows.Case, by: may.Actor, now: datetime) -> list[Offer]:
    """What `by` could send in this state, what is due first; nothing that their role may not."""
    steps = SENT_BY | (_TOO if answer_too.is_for(case) else {})
    kinds = [kind for kind, step in steps.items() if may.allowed(step, by, case.state)]
    found = [offer for kind in kinds if (offer := _offer(kind, case, by, now))]
    return sorted(found, key=lambda offer: not offer.due)


def offer_of(kind: LetterKind, case: rows.Case, by: may.Actor, now: datetime) -> Offer | None:
    return next((offer for offer in offers(case, by, now) if offer.kind is kind), None)


def _offer(kind: LetterKind, case: rows.Case, by: may.Actor, now: datetime) -> Offer | None:
    """None where this kind of letter has no place on the case at all."""
    match kind:
        case LetterKind.FINAL if answer_too.is_for(case):
            return Offer(kind, "They complained of it too.", answer_too.why_not(case, by))
        case LetterKind.QUESTION if answer_too.is_for(case) and not ask_too.why_not(case, by):
            return Offer(kind, "What only they can tell of what they told us.")
        case LetterKind.HOLDING if answer_too.is_for(case):
            return None if hold_too.why_not(case, by) else _holding(case, now)
        case LetterKind.HOLDING:
            first = hold.why_not(case, now)
            return replace(_holding(case, now), not_now=f"{first}." if first else "")
        case LetterKind.SUMMARY_RESOLUTION if resolve.windows(case):
            why = "They told us that they are satisfied: a short letter stands for the answer."
            return Offer(kind, why, resolve.why_not(case, by, now))
        case LetterKind.REFERRAL:
            return Offer(kind, "This, or a part of it, is for somebody else to answer.")
        case LetterKind.APOLOGY:
            why = "An apology on its own, with what we change."
            return Offer(kind, why, apologise.why_not(case))
        case LetterKind.PARTING if part.proposal(case):
            why = "A proposal to part was approved: notice, alternatives and their data."
            return Offer(kind, why, part.why_not(case, by))
    return None


def _holding(case: rows.Case, now: datetime) -> Offer:
    for clock in due_letters(case, now):
        return Offer(LetterKind.HOLDING, f"It is due by {told_day(clock.due_on)}.", due=True)
    for clock in case.clocks.all():
        if clock.kind in ANSWERS and not clock.met_at and clock.due - now <= AT_THE_LIMIT:
            why = f"An answer is due by {told_day(clock.due_on)}: say so if it takes longer."
            return Offer(LetterKind.HOLDING, why, due=True)
    return Offer(LetterKind.HOLDING, "How it stands, and by when they have our answer.")
