"""Money that a letter gives: by a decision or an exception, and by no words of its own."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from upheld.core.decision import Decision
from upheld.core.gives import (
    agrees,
    in_words,
    is_again,
    is_on_top,
    ours_to_give,
    promises,
    promises_in_words,
    repeats,
)
from upheld.core.money import Money, total
from upheld.core.reading import QUOTED, ours
from upheld.core.sums import Amount, Sum, amounts, sums
from upheld.core.words import LetterKind

from .problems import Problem
from .read import ANSWERS, Read

# Letters beside an answer, which give nothing of their own.
_BESIDE = frozenset({LetterKind.APOLOGY, LetterKind.CHANGE, LetterKind.IDEA})
_ANY = "USD"  # what a sign that several currencies share is called, where there is no decision


def amount_differs(letter: Read) -> Iterator[Problem]:
    """No limit, budget or second person would know of money that stands in a letter alone."""
    if _is_unknown(letter):
        return
    found = dict.fromkeys(
        (sentence, each.code, each.amount) for sentence, each in _not_given(letter)
    )
    for sentence, code, amount in found:
        mend = f"{code} {amount:,} is not in the decision: mend the amount or the decision."
        yield Problem("amount_differs", sentence, mend)


def _is_unknown(letter: Read) -> bool:
    """Whether a letter may well give what nobody knows here: an answer without its decision, and a
    parting without its case, which pays back what is left of a contract."""
    kind = letter.letter.kind
    return (kind in ANSWERS and not letter.decision) or (
        kind is LetterKind.PARTING and letter.given is None
    )


def _not_given(letter: Read) -> Iterator[tuple[str, Sum]]:
    given, currency = _given(letter), _currency(letter)
    for sentence in _told(letter):
        for each in sums(ours(sentence), currency):
            if _is_more(letter, sentence, each, given):
                yield sentence, each
    for sentence, each in (*_within_quotes(letter, currency), *_agreed_to(letter, currency)):
        if each.money not in given:
            yield sentence, each


def _told(letter: Read) -> tuple[str, ...]:
    """The subject is read before all else."""
    return (letter.letter.subject, *letter.sentences)


def _is_more(letter: Read, sentence: str, each: Sum, given: set[Amount]) -> bool:
    """Whether a sentence gives more than was given; an answer gives also what it says nothing of
    but the amount."""
    words, decision = ours(sentence), letter.answered
    if each.money in given:
        return repeats(words, each) and not (decision and _is_told_so(decision, each))
    if decision and each.money in _promised(decision):
        return repeats(words, each) or is_on_top(words, each)
    if repeats(words, each) or promises(words, each, parts=decision is None):
        return True
    if decision is None or each.bare or sentence is letter.letter.subject:
        return False
    named = _said(decision) | given_before(decision) | _replaces(decision) | _outdone(decision)
    named |= _came_back(decision)
    return each.money not in named and ours_to_give(words, each)


def _is_told_so(decision: Decision, each: Sum) -> bool:
    """Whether the policy itself gives this sum more than once, such as so much a week."""
    return any(
        one.money == each.money and is_again(reason, one)
        for reason in decision.reasons
        for one in sums(reason, decision.currency)
    )


def _within_quotes(letter: Read, currency: str) -> Iterator[tuple[str, Sum]]:
    """What they wrote is theirs; an amount between two marks in a promise of ours is not."""
    for sentence in _told(letter):
        if (words := _opened(sentence, currency)) != ours(sentence):
            for each in sums(words, currency):
                if promises(words, each, parts=letter.answered is None):
                    yield sentence, each


# So few words around an amount are not what somebody said.
_FEW = 8


def _opened(sentence: str, currency: str) -> str:
    """A sentence with the money that it has between quotation marks with few words, and without
    those."""

    def told(quoted: re.Match[str]) -> str:
        within = quoted[0][1:-1]
        spans = [(each.start, each.end) for each in sums(within, currency)] + in_words(within)
        if not spans or len(within.split()) > _FEW:
            return '""'
        return " ".join(within[start:end] for start, end in spans)

    return QUOTED.sub(told, sentence)


_AFTER_QUOTE = re.compile(r"[\"”]\s([^\"“”]{1,80})\Z")
_MARKS = str.maketrans(dict.fromkeys('"“”', " "))


def _agreed_to(letter: Read, currency: str) -> Iterator[tuple[str, Sum]]:
    """What they asked for, where we say yes to it: then it is ours to give."""
    for sentence, after in pairwise((*letter.sentences, "")):
        within = _AFTER_QUOTE.search(sentence)
        if (within and agrees(within[1])) or agrees(ours(after)):
            yield from ((sentence, each) for each in sums(sentence.translate(_MARKS), currency))


def amount_in_words(letter: Read) -> Iterator[Problem]:
    """What is written out is held against nothing."""
    answers, currency = letter.letter.kind in ANSWERS | _BESIDE, _currency(letter)
    for sentence in _told(letter):
        stands = answers and sentence is not letter.letter.subject and in_words(ours(sentence))
        if stands or promises_in_words(_opened(sentence, currency)):
            mend = "Write the amount in figures, so that it is held against the decision."
            yield Problem("amount_in_words", sentence, mend)


def _given(letter: Read) -> set[Amount]:
    """What a letter may promise: what the decision gives that it answers or stands beside, and
    what was answered in the case; an answer only what its own decision gives."""
    kind = letter.letter.kind
    before = () if kind in ANSWERS else letter.given or ()
    tells = letter.decision if kind in ANSWERS | _BESIDE else None
    return {*before, *(given_by(tells) if tells else ())}


def _currency(letter: Read) -> str:
    if letter.decision:
        return letter.decision.currency
    return next((code for _, code in letter.given or ()), _ANY)


def given_by(decision: Decision) -> set[Amount]:
    """What the decision gives, and what stands in the policy's own reasons; not what is less than
    what stands promised, which nobody gives beside that."""
    return (still_given_by(decision) | _in_reasons(decision)) - _outdone(decision)


def still_given_by(decision: Decision) -> set[Amount]:
    """What the decision gives, with what was granted beside it."""
    beyond = (decision.goodwill.money, *_granted(decision))
    return owed_by(decision) | {(each.amount, each.currency) for each in beyond}


def given_before(decision: Decision) -> set[Amount]:
    """The sums of what was given before of what a decision gives: each by itself, with what is more
    of it now, and all of them together, which the decision does not give beside them."""
    every = [each for each in decision.given if each.amount]
    abroad = {(each.amount, each.currency) for each in every if each.currency != decision.currency}
    before = [each for each in every if each.currency == decision.currency]
    more = {item.allegation: item.amount for item in decision.entitlement}
    had = {each.amount for each in before} | {each.had for each in before}
    had |= {each.had + more.get(each.allegation, Decimal(0)) for each in before}
    had.add(sum((each.amount for each in before), Decimal(0)))
    told = {(each, decision.currency) for each in had if each}
    return (told | abroad) - still_given_by(decision)


def _promised(decision: Decision) -> set[Amount]:
    """What was promised and stands, though the decision does not give it: a letter may say it, each
    by itself and what they come to."""
    stands = [each for each in decision.promised if each.amount]
    codes = {each.currency for each in stands}
    every = [
        total([money for money in told if money.currency == code], code)
        for code in codes
        for told in ([each.money for each in stands], [each.open for each in stands])
    ]
    return still_promised(decision) | {(each.amount, each.currency) for each in every}


def still_promised(decision: Decision) -> set[Amount]:
    """The sums of what stands promised: what is open of each, and all of it, some of which may have
    come back for something else."""
    stands = [each for each in decision.promised if each.amount]
    every = [money for each in stands for money in (each.money, each.open) if money.amount]
    return {(money.amount, money.currency) for money in every}


def _came_back(decision: Decision) -> set[Amount]:
    """What came back of it since: a letter may name it."""
    return {(each.back, each.currency) for each in decision.promised if each.back}


def _outdone(decision: Decision) -> set[Amount]:
    """What is decided and less than what stands: a letter may name it, and promises it to nobody
    beside that."""
    less = {(each.amount, each.currency) for each in decision.outdone}
    return less - still_given_by(decision) - _promised(decision)


def _replaces(decision: Decision) -> set[Amount]:
    """What was promised and is promised by the decision anew: a letter may name it as what was."""
    return {(each.amount, each.currency) for each in decision.replaces}


def owed_by(decision: Decision) -> set[Amount]:
    """Each sum that is owed, and all of them together."""
    owed = [item.money for item in decision.entitlement if item.amount]
    return {(money.amount, money.currency) for money in (*owed, decision.owed)}


def _in_reasons(decision: Decision) -> set[Amount]:
    return set(amounts(" ".join(decision.reasons), decision.currency))


def _said(decision: Decision) -> set[Amount]:
    """What somebody wrote beside it: a letter may name it, and gives nothing by it."""
    told = [granted.words for granted in decision.exceptions]
    told += [each.words for each in decision.promised]
    for finding in decision.findings:
        told += [finding.statement, finding.because, *finding.evidence]
    return set(amounts(" ".join(told), decision.currency))


def _granted(decision: Decision) -> Iterator[Money]:
    """What was granted beside the decision, each by itself and with its goodwill."""
    sum_so_far = decision.goodwill.money
    for each in decision.exceptions:
        sum_so_far += each.money
        yield from (each.money, sum_so_far)


RULES = (amount_differs, amount_in_words)
