"""What a letter promises, and by when: read from its own sentences, then from its decision."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .as_seen import is_blank
from .checks.agreement import says
from .checks.given import promised_again
from .checks.money import given_before, given_by, owed_by
from .checks.read import BEFORE_A_FINDING
from .days import named_days
from .decision import Decision
from .entitlement import Entitlement
from .given_days import LATEST
from .gives import may_give, repeats, written_out
from .goodwill import Goodwill, Granted
from .letter_text import as_read
from .reading import ours, paragraphs, sentences
from .reply import Letter
from .sums import Amount, amounts, sums


class CommitmentState(StrEnum):
    """Whether a promise was kept, as a person recorded it; nobody else can know."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


class CommitmentError(ValueError):
    """A promise that cannot be kept track of so; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, in the letter's words, by the end of `due_on`; `source` says why then."""

    words: str
    due_on: date
    source: str


# Our own aim for what is given without a day: nobody set it for us.
_OWN_AIM = timedelta(days=14)
_BY_LETTER, _BY_DECISION = "the letter says this day", "owed by this day by the decision"
_BY_AIM = "no day was named: our own aim is two weeks"

_OURS = re.compile(
    r"\b(?:we|i|it|they|colleagues?|one of us|team|\w+ of ours|our \w+)\b[^.]*\b(?:will|shall)\b"
    r"|\byou (?:will|are going to) (?:hear|get|receive|have|be)\b|\bcomes? back to you\b"
    r"|^\W*(?:refund|repayment|repair|replacement|voucher|credit|correction)\b",
    re.IGNORECASE,
)
# What we ask of them by a day is no promise of ours.
_THEIRS = re.compile(
    r"\b(?:please|you (?:must|should|need to|can|may)|if you (?:do|reply|write|tell|send))\b"
    r"[^.]*\b(?:by|before|no later than|within)\b",
    re.IGNORECASE,
)


def promised(
    letter: Letter, decision: Decision | None, today: date, clocked: Collection[date] = ()
) -> tuple[Promise, ...]:
    """The promises of a letter that leaves on `today`: each dated one that it says, and each
    remedy of the decision it tells that it dates nowhere.

    A day on which a clock of the case ends (`clocked`) has its tracker already: an
    acknowledgement that names it makes no second one. What was given before is none.
    """
    tracked = clocked if letter.kind in BEFORE_A_FINDING else ()
    said = [
        each
        for each in _said(letter, today)
        if each.due_on not in tracked and not (decision and promised_again(each.words, decision))
    ]
    answered = decision if decision and letter.kind not in BEFORE_A_FINDING else None
    return tuple(dict.fromkeys((*said, *_undated(answered, said, today))))


def _said(letter: Letter, today: date) -> Iterator[Promise]:
    for paragraph in paragraphs(as_read(letter.body)):
        for sentence in sentences(paragraph):
            words = ours(sentence)
            days = [day for day in named_days(words, today) if day >= today]
            if days and _OURS.search(words) and not _THEIRS.search(words):
                yield Promise(_bare(sentence), max(days), _BY_LETTER)


def _bare(sentence: str) -> str:
    """A sentence without the dash of an item."""
    return sentence.lstrip("-• ").strip()


def _undated(decision: Decision | None, said: Sequence[Promise], today: date) -> Iterator[Promise]:
    if decision is None:
        return
    kinds = {finding.allegation: finding.kind for finding in decision.findings}
    texts = [each.words for each in said]
    for item in decision.entitlement:
        if not any(says(item, kinds.get(item.allegation), text) for text in texts):
            yield _of_remedy(item, today)
    gesture = decision.goodwill
    if gesture.amount and not any(_names(gesture, text) for text in texts):
        words = f"Goodwill: {gesture.kind.replace('_', ' ')} of {gesture.money}"
        yield Promise(words, today + _OWN_AIM, _BY_AIM)
    for granted in decision.exceptions:
        if not (granted.is_money and any(_names(granted, text) for text in texts)):
            yield Promise(_of_exception(granted), today + _OWN_AIM, _BY_AIM)


def _of_exception(granted: Granted) -> str:
    told = f"{granted.kind} of {granted.money}" if granted.is_money else granted.words
    return f"Exception: {told}"


def _names(gesture: Goodwill | Granted, text: str) -> bool:
    return (gesture.amount, gesture.currency) in amounts(text, gesture.currency)


def _of_remedy(item: Entitlement, today: date) -> Promise:
    amount = f" of {item.money}" if item.amount else ""
    words = f"{item.kind.replace('_', ' ').capitalize()}{amount}: {item.because}"
    if item.days is None:
        return Promise(words, today + _OWN_AIM, _BY_AIM)
    return Promise(words, today + timedelta(days=item.days), _BY_DECISION)


Sums = Collection[Amount]


def sums_of(decision: Decision, waits: bool) -> Sums:
    """What may be promised by hand: what was decided and granted, and of a decision that `waits`
    for its approval what is owed alone. What was given before is promised no second time."""
    return owed_by(decision) if waits else given_by(decision) - given_before(decision)


def by_hand(words: str, due_on: date, today: date, given: Sums, currency: str) -> Promise:
    """A promise that a person gave, such as by telephone. Money is given by a decision, or by an
    exception beside it: no limit, budget or second person would know of any other sum.

    Raises CommitmentError."""
    words = " ".join(words.split())
    if is_blank(words):
        raise CommitmentError("say what was promised")
    if due_on < today:
        raise CommitmentError(f"{due_on} is over: give a day that can still be kept")
    if due_on > LATEST:
        raise CommitmentError(f"{due_on} is after {LATEST.year}: mend the year")
    _check_sums(words, given, currency)
    return Promise(words, due_on, "a person wrote it down")


def _check_sums(words: str, given: Sums, currency: str) -> None:
    for sentence in sentences(as_read(words)):
        if written_out(sentence):
            raise CommitmentError("write the money in figures, so that it is held to what is given")
        for each in sums(sentence, currency):
            known = each.money in given
            if repeats(sentence, each) or (not known and may_give(sentence, each)):
                raise CommitmentError(
                    f"{each.code} {each.amount:,} was not decided in this case: decide it, or have "
                    "an exception granted, and promise it then"
                )
