"""What the decision says, the letter says: remedies, days and the name."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from upheld.core.as_seen import as_seen
from upheld.core.days import by_days, named_days
from upheld.core.decision import Decision
from upheld.core.entitlement import Entitlement
from upheld.core.promises.given_days import LATEST
from upheld.core.reading import ours
from upheld.core.reply import told_day
from upheld.core.sums import amounts
from upheld.core.words import AllegationKind

from .privacy import addressee
from .problems import Problem
from .read import Read

_PROMISES = re.compile(r"\b(will|shall|owe|refund|repay|comes? back|get|have it)\b", re.IGNORECASE)
_PROMISED = re.compile(r"\b(promised|agreed|was|were|had)\b", re.IGNORECASE)


def date_past(letter: Read) -> Iterator[Problem]:
    if letter.today is None:
        return
    for sentence in letter.sentences:
        said = ours(sentence)
        promise = _PROMISES.search(said) and not _PROMISED.search(said)
        if promise and any(day < letter.today for day in by_days(said, letter.today)):
            mend = f"That day is over: give one that we can keep.{_days_owed(letter.decision)}"
            yield Problem("date_past", sentence, mend)


def date_far(letter: Read) -> Iterator[Problem]:
    """A day that no promise can be kept track of by, whatever it is said of."""
    if letter.today is None:
        return
    for sentence in letter.sentences:
        if any(day > LATEST for day in named_days(ours(sentence), letter.today)):
            mend = f"No day after {LATEST.year} can be kept track of: mend the year."
            yield Problem("date_far", sentence, mend)


def _days_owed(decision: Decision | None) -> str:
    if decision is None:
        return ""
    given = sorted({item.days for item in decision.entitlement if item.days is not None})
    days = [told_day((decision.decided_at + timedelta(days=each)).date()) for each in given]
    return f" By the decision it is due by {', '.join(days)}." if days else ""


def date_differs(letter: Read) -> Iterator[Problem]:
    """What is owed is promised by the day that it is owed by, and no later."""
    if not letter.answered:
        return
    decided_on = letter.answered.decided_at.date()
    leaves = max(letter.today or decided_on, decided_on)
    kinds = letter.answered.kinds
    for sentence in letter.sentences:
        said = ours(sentence)
        if is_a_reason(said, letter.answered):
            continue
        # Where a sentence may be about several, the latest of their days is right for it.
        days = max(
            (item.days for item in letter.answered.entitlement
             if item.days is not None and says(item, kinds.get(item.allegation), said)),
            default=None,
        )  # fmt: skip
        if days is not None and _later(said, due := leaves + timedelta(days=days), days):
            mend = f"By the decision it is due by {told_day(due)}: mend the day."
            yield Problem("date_differs", sentence, mend)


def is_a_reason(words: str, decision: Decision) -> bool:
    """Whether it is the policy's own reason, which names all that is owed of a remedy, beside what
    is still to be given of it."""
    return any(words in ours(item.because) for item in decision.entitlement)


_WITHIN = re.compile(
    r"\bwithin (\d{1,4}) (?:working |business |calendar )?(day|week)s?\b(?! of\b)", re.IGNORECASE
)


def _later(said: str, due: date, days: int) -> bool:
    spans = [
        int(count) * (7 if unit.lower() == "week" else 1) for count, unit in _WITHIN.findall(said)
    ]
    near = due - timedelta(days=days)
    return any(day > due for day in by_days(said, near)) or any(span > days for span in spans)


def name_differs(letter: Read) -> Iterator[Problem]:
    """It greets the customer, where it greets anybody by name."""
    known = _name_words(letter.to)
    greeted = _name_words(addressee(letter)) - _NOBODY
    if known and greeted and not known & greeted:
        mend = "The customer is called otherwise: mend the name, or check whose letter this is."
        yield Problem("name_differs", addressee(letter), mend)


_NOBODY = frozenset(
    [
        "sir",
        "madam",
        "customer",
        "valued",
        "client",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "and",
        "or",
        "all",
        "team",
    ]
)


def _name_words(name: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", name.lower()))


# Beside what is owed these refuse it; "it" alone takes back what the sentence before it gave.
REFUSES = re.compile(
    r"\b(will not|won't|shall not|cannot|can't|not pay|not going to|refus(e|es|ed|ing)|declin(e|ed)"
    r"|(do|does)(n't| not) owe|not owed)\b",
    re.IGNORECASE,
)
TAKES_BACK = re.compile(
    r"\b(will not|won't|shall not|cannot|can't|refuse to|not going to|decline to) "
    r"(pay|refund|send|give|return|repair|replace|do)( you)? (it|this|that|them)\b",
    re.IGNORECASE,
)

_APOLOGY = r"\b(apologi[sz]e|apology|sorry)\b"
# What is done beside an apology for how somebody dealt with them; alone it is none.
CONCERNED = re.compile(
    r"\b(people|person|those|colleagues?|staff|team) (concerned|involved)\b"
    r"|\bhow it should have been\b",
    re.IGNORECASE,
)
# How a remedy in kind may be named; another kind is looked for by its own words.
IN_KIND = {
    "repair_or_replacement": r"\b(repair|replac|mend|exchang|swap|fix)|\bnew (one|\w+)\b",
    "repeat_performance": r"\bwork\b[^.]*\b(again|properly)\b|\bcome back\b"
    r"|\b(re-?do|repeat|re-?lay|re-?fit|make good|finish)",
    "correction": r"\b(put|set)s? \w+( \w+)? (right|straight)\b|\bwhat we promised\b"
    r"|\b(correct|restor|remov|amend|updat|revers)",
    "apology": _APOLOGY,
}


def remedies(letter: Read) -> Iterator[Problem]:
    """Each remedy owed is said, and not taken back there or in the next sentence."""
    if not letter.answered:
        return
    kinds = letter.answered.kinds
    for item in letter.answered.entitlement:
        on = kinds.get(item.allegation)
        said = [sentence for sentence in letter.sentences if says(item, on, ours(sentence))]
        refusing = [
            here
            for here, after in pairwise((*letter.sentences, ""))
            if here in said and (REFUSES.search(ours(here)) or TAKES_BACK.search(ours(after)))
        ]
        if refusing:
            mend = f"This is owed: {item.because}"
            yield Problem("remedy_refused", refusing[0], mend)
        elif not said and item.amount:
            mend = f"{item.money} is owed and the letter does not say so."
            yield Problem("amount_missing", "", mend)
        elif not said:
            mend = f"This is owed and the letter does not say so: {item.because}"
            yield Problem("remedy_missing", "", mend)


def says(item: Entitlement, on: AllegationKind | None, sentence: str) -> bool:
    """Whether a sentence names this remedy: by its amount, or what is done in kind."""
    if item.amount:
        return (item.amount, item.currency) in amounts(sentence, item.currency)
    words = IN_KIND.get(item.kind) or re.escape(item.kind).replace("_", r"\W")
    if on is AllegationKind.STAFF_CONDUCT and item.kind == "correction":
        words = _APOLOGY
    return bool(re.search(words, sentence, re.IGNORECASE))


def exceptions(letter: Read) -> Iterator[Problem]:
    """What a person granted is told: an exception that stands only in our books is none."""
    for granted in letter.answered.exceptions if letter.answered else ():
        told = amounts(letter.body, granted.currency) if granted.is_money else ()
        words = " ".join(as_seen(granted.words).split()).rstrip(".").lower()
        if granted.is_money and (granted.amount, granted.currency) not in told:
            mend = f"An exception of {granted.money} was granted and the letter does not say so."
            yield Problem("exception_untold", "", mend)
        elif not granted.is_money and words not in " ".join(letter.letter.body.split()).lower():
            mend = f"This was granted and the letter does not say so: {granted.words}"
            yield Problem("exception_untold", "", mend)


RULES = (
    name_differs,
    date_past,
    date_far,
    date_differs,
    remedies,
    exceptions,
)
