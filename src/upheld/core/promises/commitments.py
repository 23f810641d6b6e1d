"""What a letter promises, and by when: read from its own sentences, then from its decision."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from upheld.core.as_seen import is_blank
from upheld.core.checks.given import promised_again
from upheld.core.checks.money import given_before, given_by, owed_by, still_given_by
from upheld.core.checks.read import ANSWERS, BEFORE_A_FINDING
from upheld.core.days import named_days
from upheld.core.decision import Decision
from upheld.core.entitlement import Entitlement
from upheld.core.gives import may_give, repeats, written_out
from upheld.core.goodwill import Granted
from upheld.core.letter_text import as_read
from upheld.core.reading import ours, paragraphs, sentences
from upheld.core.reply import Letter
from upheld.core.sums import Amount, amounts, sums
from upheld.core.words import AllegationKind

from .given import Given
from .given_before import Kept, exceptions_left, less, of_promise
from .given_days import LATEST
from .meant import label, said_of


class CommitmentState(StrEnum):
    """Whether a promise was kept, as a person recorded it; nobody else can know. One that was
    replaced is neither: a newer promise of the same thing took its place. One that has ended is
    neither: they did not want it any more, or there is nothing left that it was of."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    REPLACED = "replaced"
    ENDED = "ended"


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
_EXCEPTION = "Exception: "
_BY_LETTER, _BY_DECISION = "the letter says this day", "owed by this day by the decision"
_BY_EXCEPTION = "what was granted names this day"
_BY_AIM = "no day was named: our own aim is two weeks"

_OURS = re.compile(
    r"\b(?:we|i|it|they|colleagues?|one of us|team|\w+ of ours|our \w+)\b[^.]*\b(?:will|shall)\b"
    r"|\byou (?:will|are going to)(?: still)? (?:hear|get|receive|have|be)\b|\bcomes? back to you\b"
    r"|\b(?:will|shall) hear from (?:us|me)\b"
    r"|^\W*(?:refund|repayment|repair|replacement|voucher|credit|correction)\b",
    re.IGNORECASE,
)
# What we ask of them by a day is no promise of ours.
_THEIRS = re.compile(
    r"\b(?:please|you (?:must|should|need to|can|may)|if you (?:do|reply|write|tell|send))\b"
    r"[^.]*\b(?:by|before|no later than|within)\b",
    re.IGNORECASE,
)


# Whom they know by name: who works here says it of themselves and of others.
_TITLES = "Mr|Mrs|Ms|Miss|Mx|Dr"


def _of_people(people: Collection[str]) -> re.Pattern[str] | None:
    """What says that somebody of ours will do something: by their name, their first one or their
    last with a title. What stands between them and it tells who they are."""
    parts = [each.split() for each in people if not is_blank(each)]
    names = {" ".join(each) for each in parts} | {each[0] for each in parts if len(each[0]) > 1}
    called = [*sorted(map(re.escape, names), key=len, reverse=True)]
    called += [rf"(?:{_TITLES})\.? {re.escape(each[-1])}" for each in parts]
    who = r"(?:,[^,.]*,| (?:and|or) [\w-]+| (?:from|of|in) (?:our|the) \w+)?"
    does = r"(?:(?: \w+ly)?(?: will| shall)|['’]ll)\b"
    return re.compile(rf"(?<![\w-])(?:{'|'.join(called)}){who}{does}") if called else None


def promised(
    letter: Letter,
    decision: Decision | None,
    today: date,
    clocked: Collection[date] = (),
    people: Collection[str] = (),
) -> tuple[Promise, ...]:
    """The promises of a letter that leaves on `today`: each dated one that it says, and each
    remedy of the decision it tells that it dates nowhere. Two points of one sum are two promises.

    A day on which a clock of the case ends (`clocked`) has its tracker already: an
    acknowledgement that names it makes no second one. What was given before is none. `people`
    are the names of who works here.
    """
    tracked = clocked if letter.kind in BEFORE_A_FINDING else ()
    said = [
        each
        for each in _said(letter, today, _of_people(people))
        if each.due_on not in tracked and not (decision and _is_known(each.words, decision))
    ]
    answered = decision if letter.kind in ANSWERS else None
    if answered is None:  # what stands beside an answer tells no decision
        return tuple(dict.fromkeys(said))
    once, of_it = _each_once(said, answered, today)
    left = _undated(answered, of_it, today)
    # What a person granted in words may say by which day.
    rest = (each for each in left if not any(_is_in(one, each) for one in once))
    return tuple(_told_apart([*once, *rest]))


def _is_known(words: str, decision: Decision) -> bool:
    """Whether it was given before, or is promised and stands: an exception in the same words."""
    granted = (each.words for each in decision.promised if each.words)
    return bool(promised_again(words, decision)) or any(said_of(each, words) for each in granted)


def _is_in(said: Promise, exception: Promise) -> bool:
    granted = exception.words.removeprefix(_EXCEPTION)
    return granted != exception.words and bool(said_of(granted, said.words))


def _each_once(
    said: Sequence[Promise], decision: Decision, today: date
) -> tuple[list[Promise], list[Given]]:
    """What was said, and what of the decision that is. A sentence that stands there again is a
    promise of its own where it is of another point."""
    once: list[Promise] = []
    of_it: list[Given] = []
    for each in said:
        days = (each.due_on - today).days
        more = of_promise(Kept(each.words, decision, today, "", days), of_it)
        if more or each not in once:
            once.append(each)
        of_it += more
    return once, of_it


def _told_apart(promises: Sequence[Promise]) -> Iterator[Promise]:
    """Those that would read the same have a number each: one of them is not taken for both."""
    times, so_far = Counter(promises), Counter[Promise]()
    for each in promises:
        so_far[each] += 1
        numbered = f"{each.words} ({so_far[each]} of {times[each]})"
        yield replace(each, words=numbered) if times[each] > 1 else each


def _said(letter: Letter, today: date, by_name: re.Pattern[str] | None) -> Iterator[Promise]:
    for paragraph in paragraphs(as_read(letter.body)):
        for sentence in sentences(paragraph):
            words = ours(sentence)
            days = [day for day in named_days(words, today) if day >= today]
            of_ours = _OURS.search(words) or (by_name and by_name.search(words))
            if days and of_ours and not _THEIRS.search(words):
                yield Promise(_bare(sentence), max(days), _BY_LETTER)


def _bare(sentence: str) -> str:
    """A sentence without the dash of an item."""
    return sentence.lstrip("-• ").strip()


def _undated(decision: Decision, said: Sequence[Given], today: date) -> Iterator[Promise]:
    """What of the decision was `said` with no day."""
    left = less(decision, said)
    kinds = decision.kinds
    yield from (_of_remedy(each, kinds.get(each.allegation), today) for each in left.entitlement)
    if (gesture := left.goodwill).amount:
        words = f"Goodwill: {gesture.kind.replace('_', ' ')} of {gesture.money}"
        yield Promise(words, today + _OWN_AIM, _BY_AIM)
    for granted in exceptions_left(decision, said):
        days = [day for day in named_days(ours(granted.words), today) if day >= today]
        by, why = (max(days), _BY_EXCEPTION) if days else (today + _OWN_AIM, _BY_AIM)
        yield Promise(_of_exception(granted), by, why)


def _of_exception(granted: Granted) -> str:
    told = f"{granted.kind} of {granted.money}" if granted.is_money else granted.words
    return f"{_EXCEPTION}{told}"


def _of_remedy(item: Entitlement, on: AllegationKind | None, today: date) -> Promise:
    if item.days is None:
        return Promise(label(item, on), today + _OWN_AIM, _BY_AIM)
    return Promise(label(item, on), today + timedelta(days=item.days), _BY_DECISION)


Sums = Collection[Amount]


def sums_of(decision: Decision, waits: bool) -> set[Amount]:
    """What may be promised by hand: what was decided and granted, and of a decision that `waits`
    for its approval what is owed alone. What was given before is promised no second time."""
    return owed_by(decision) if waits else given_by(decision) - given_before(decision)


def sums_left(
    decision: Decision, waits: bool, before: Sequence[Given], open_words: Sequence[str]
) -> set[Amount]:
    """What of it may still be promised: `before` was given or is promised in these words, which may
    name also what no remedy is, such as a sum that a reason tells."""
    granted = exceptions_left(decision, before)
    left = replace(less(decision, before), exceptions=granted)
    named = {each for words in open_words for each in amounts(ours(words), decision.currency)}
    return sums_of(left, waits) - (named - still_given_by(left))


def by_hand(
    words: str, due_on: date, today: date, given: Sums, currency: str, promised: Sums = ()
) -> Promise:
    """A promise that a person gave, such as by telephone. Money is given by a decision, or by an
    exception beside it: no limit, budget or second person would know of any other sum. What is
    `promised` already is promised once.

    Raises CommitmentError."""
    words = " ".join(words.split())
    if is_blank(words):
        raise CommitmentError("say what was promised")
    if due_on < today:
        raise CommitmentError(f"{due_on} is over: give a day that can still be kept")
    if due_on > LATEST:
        raise CommitmentError(f"{due_on} is after {LATEST.year}: mend the year")
    _check_sums(words, given, currency, promised)
    return Promise(words, due_on, "a person wrote it down")


def _check_sums(words: str, given: Sums, currency: str, promised: Sums) -> None:
    for sentence in sentences(as_read(words)):
        if written_out(sentence):
            raise CommitmentError("write the money in figures, so that it is held to what is given")
        for each in sums(sentence, currency):
            known = each.money in given
            if repeats(sentence, each) or (not known and may_give(sentence, each)):
                why = _PROMISED if not known and each.money in promised else _NOT_DECIDED
                raise CommitmentError(f"{each.code} {each.amount:,} {why}")


_NOT_DECIDED = (
    "was not decided in this case: decide it, or have an exception granted, and promise it then"
)
_PROMISED = (
    "is promised already, or a part of it is: look at the promises of the case, and leave the sum "
    "out where you promise something else"
)
