"""What was given before in the case is not promised again, a colleague would give it twice; and
what we promised before and give by no decision since is said to stand.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from upheld.core.days import by_days, named_days
from upheld.core.decision import Decision
from upheld.core.entitlement import Entitlement
from upheld.core.gives import ours_to_give, promises
from upheld.core.promises.given import EXCEPTION, GOODWILL, Given
from upheld.core.reading import ours, sentences
from upheld.core.reply import told_day
from upheld.core.sums import Sum, sums
from upheld.core.words import AllegationKind

from .agreement import CONCERNED, IN_KIND, REFUSES, is_a_reason, says
from .money import given_before, still_given_by, still_promised
from .problems import Problem
from .read import Read

# A sentence that tells what was, and promises nothing by saying whose it is.
_PAST = re.compile(
    r"\b(already|before|had|was|were|been|paid|refunded|repaid|gave|given|sent|returned|recorded)\b",
    re.IGNORECASE,
)
# A word from us is no remedy, though it says "update", nor is what they are asked to tell us.
_NEWS = re.compile(
    r"\b(write to|update|call|ring|tell|let) you\b|\b(you|expect to)\b.*\bhear from (us|me)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(write to|update|call|ring|tell|let) (us|me)\b", re.IGNORECASE)
_ANY_DAY = date(2000, 1, 1)
_EXCEPTION, _GOODWILL = EXCEPTION.replace("_", " "), GOODWILL.replace("_", " ")
_CLAUSE = re.compile(r"[,;:()\u2013\u2014]| - |\band\b", re.IGNORECASE)
# Work may be done once more; whoever writes so says that it is on top.
_ON_TOP = re.compile(
    r"\b(again|once more|another|anew|further|on top|in addition)\b", re.IGNORECASE
)


def given_again(letter: Read) -> Iterator[Problem]:
    """What was given before is told, and promised no second time."""
    if letter.decision is None:
        return
    for sentence in letter.sentences:
        if again := promised_again(sentence, letter.decision):
            yield Problem("given_again", sentence, _mend(again))


def _mend(again: Given) -> str:
    day = told_day(again.on)
    if again.amount:
        return (
            f"{again.money} was given before, as was recorded on {day}: say so, and promise what "
            "is more. What comes on top is an exception: have it granted."
        )
    return f"This was done, as was recorded on {day}: say so, or that it is done once more."


def promised_again(sentence: str, decision: Decision) -> Given | None:
    """What was given before and is promised once more there; money on top is an exception, whose
    sum the decision has."""
    words = ours(sentence)
    if is_a_reason(words, decision):
        return None
    return _money(words, decision) or _work(words, decision)


def _money(words: str, decision: Decision) -> Given | None:
    before = [each for each in decision.given if each.amount]
    had = given_before(decision) if before else set()
    named = sums(words, decision.currency)
    if _PAST.search(words) and still_given_by(decision) & {each.money for each in named}:
        return None  # what they had, and what is more of it now
    stands = still_promised(decision)
    if _says_so(words) and {each.money for each in named} <= stands:
        return None  # another promise of as much
    for told in named:
        if told.money in had and _gives(words, told):
            return next((each for each in before if each.amount == told.amount), before[-1])
    return None


def _gives(words: str, told: Sum) -> bool:
    return promises(words, told) or (not _PAST.search(words) and ours_to_give(words, told))


def _work(words: str, decision: Decision) -> Given | None:
    """Work is promised by a day: what we say of it without one is nobody's to keep."""
    near = decision.decided_at.date()
    if not decision.given or not by_days(words, near) or _ON_TOP.search(words):
        return None
    kinds = decision.kinds
    if any(_still(item, kinds.get(item.allegation), words) for item in decision.entitlement):
        return None
    done = (each for each in decision.given if not each.amount)
    return next(
        (each for each in done if names_work(each.kind, kinds.get(each.allegation), words)), None
    )


def _still(item: Entitlement, on: AllegationKind | None, words: str) -> bool:
    work = not item.amount or item.kind in IN_KIND
    return says(item, on, words) or (work and names_work(item.kind, on, words))


def names_work(kind: str, on: AllegationKind | None, words: str) -> bool:
    """Whether words name a remedy by what is done, whatever money comes with it: beside a word from
    us, and not in it. What is promised by a day is what stands beside that."""
    clauses = _CLAUSE.split(words)
    if any(_NEWS.search(each) and named_days(each, _ANY_DAY) for each in clauses):
        return False
    told = ", ".join(each for each in clauses if not (_NEWS.search(each) or _ASKED.search(each)))
    bare = Entitlement("", kind, Decimal(0), "", None, None, "", "")
    sorry = kind == "apology" or (on is AllegationKind.STAFF_CONDUCT and kind == "correction")
    return says(bare, on, told) or (sorry and CONCERNED.search(told) is not None)


# What says that an earlier promise stands, what only says what is to come of it, and what that it
# does not.
_STILL = re.compile(r"\b(stands?|still|as (we )?promised|keep (our|that|this))\b", re.IGNORECASE)
_COMES = re.compile(
    r"\b(will|shall) (be (paid|refunded|repaid|done|made|in|on|with|yours)|reach|come|arrive|go)\b",
    re.IGNORECASE,
)
_WE_DO = re.compile(
    r"\b(we|I|they|colleagues?|team|one of us|our \w+)( \w+ly)?(( will| shall)\b|'ll\b)",
    re.IGNORECASE,
)
_NOT_STILL = re.compile(
    r"\b(no longer|not any more|never|(does|do)(n't| not) (still )?stand)\b", re.IGNORECASE
)
# That it was promised says nothing of what was done.
_WAS_PROMISED = re.compile(
    r"\b((that|which|what|as|we|I|was|were|had|have|has|been|you) )*promised\b", re.IGNORECASE
)


def promise_untold(letter: Read) -> Iterator[Problem]:
    """An answer says of each earlier promise, which its decision gives no more, that it stands."""
    for one in letter.answered.promised if letter.answered else ():
        told = [said for said in letter.sentences if _tells(one, ours(said), letter.answered)]
        if not told or _is_cut(one, letter):
            yield Problem("promise_untold", "", _stands(one))
        for said in told:
            if _takes_back(said, one):
                yield Problem("promise_untold", said, _stands(one))


def _tells(one: Given, words: str, decision: Decision | None) -> bool:
    """Whether a sentence names it and says that it stands, or is still to come."""
    if one.amount:
        either = {(each.amount, each.currency) for each in (one.money, one.open) if each.amount}
        named = [each for each in sums(words, one.currency) if each.money in either]
        if not one.open.amount:
            return bool(named)  # all of it came back since
        promised = any(promises(words, each) for each in named)
        ours = any(ours_to_give(words, each) for each in named)
        return bool(named) and (_says_so(words) or promised or (ours and _to_come(words, one)))
    if not _names(one, words, decision):
        return False
    return _says_so(words) or _to_come(words, one) or bool(_WE_DO.search(words))


def _is_cut(one: Given, letter: Read) -> bool:
    """Whether an exception is told in the words in which it was granted, but for a part."""
    body = " ".join(letter.letter.body.split())
    there = [" ".join(each.split()).rstrip(".") in body for each in sentences(one.words)]
    return any(there) and not all(there)


def _says_so(words: str) -> bool:
    return _STILL.search(words) is not None


def _to_come(words: str, one: Given) -> bool:
    """By a day, or without one: what is past is told, and not to come."""
    coming = _COMES.search(words) or by_days(words, one.on)
    return bool(coming) and not _PAST.search(_WAS_PROMISED.sub("", words))


def _names(one: Given, words: str, decision: Decision | None) -> bool:
    """Whether it names a promise of work."""
    if one.words and any(each.rstrip(".") in words for each in sentences(one.words)):
        return True
    kinds = decision.kinds if decision else {}
    kind = one.kind.removeprefix(EXCEPTION).removeprefix(GOODWILL)
    named = one.called.removeprefix(_EXCEPTION).removeprefix(_GOODWILL) in words.lower()
    return named or names_work(kind, kinds.get(one.allegation), words)


def _takes_back(sentence: str, one: Given) -> bool:
    words = ours(sentence)
    for each in sentences(one.words):  # what was granted may itself be that we do not do something
        words = words.replace(each.rstrip("."), "")
    return bool(_NOT_STILL.search(words) or REFUSES.search(words))


def _stands(one: Given) -> str:
    day, what = told_day(one.on), one.words.rstrip(".") or one.called.removeprefix(_EXCEPTION)
    if one.back and not one.open.amount:
        return f"What we promised on {day} came back since, so say it: {what} of {one.money}."
    of = f" of {one.open}" if one.amount else ""
    return f"What we promised on {day} still stands, so say it: {what}{of}."


RULES = (given_again, promise_untold)
