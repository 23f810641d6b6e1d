"""Whether a sentence gives money: by its own words, or by saying nothing of whose it is."""

import re
from decimal import Decimal

from .spoken import Phrases, phrases, spoken
from .sums import NAMED, Sum

# An amount that they named, paid or were asked for is not one that we give; nor is its part.
_THEIRS = phrases(
    "(you|they|he|she) [have|had|also|already] (asked|ask|claim*|want*|request*|paid|pay|spent"
    "|say|said|told"
    "|wrote|hoped|were charged|were billed|owe|found|transferred|sent|bought)",
    "a (new|spare|second|replacement) ... (is|are|costs|cost)",
    "(price|cost|costs|bill|invoice|estimate|quote|quoted|charge|charged|fee|fees|reading|worth"
    "|value|valuation|tariff"
    "|deposit|balance|excess|premium|rent|order|total|transfer|transfers|guides|limit"
    "|corrected) "
    "[of|was|is|at|for|to|on|from|in|by]",
    "(your|their|his|her|the|each|every|first|last|monthly) [first|last|own|monthly] payment of",
)
# What stands alone before an amount says of nobody that it is theirs.
_LABEL = re.compile(r"\W*(?:(?:in|the|your|our|grand) )?(?:total|balance)\W*", re.IGNORECASE)
_OURS = phrases(
    "(we|i) [have|will|shall|are|would|can|also|now|am|do] ... (refund*|pay|paid|paying|repay"
    "|repaid|credit*"
    "|give|gave|offer*|owe|send|sent|return*|reimburs*|add*|waive*|like you to have|make)",
    "(will|has|have|is|are|to) [also|now|being] (be|been|being) ... (refunded|paid|repaid"
    "|credited|reimbursed|returned)",
    "you [will|can|should] [still] (get|receive|have|are owed|are due|be given)",
    "you are (owed|due|getting)",
    "(comes|come|goes|go) back",
    "(refund|voucher|cheque|compensation|credit) (of|for)",
    "(a|one|our|another|further|additional) payment (of|for)",
    "(more|further|extra|on top|together with|in addition|as well)",
)
# What is still to be given, and was not given before.
_PROMISES = phrases(
    "(we|i) [will|shall|are|would|can|also|now|am|do|gladly] ... (refund|pay|paying|repay|repaying"
    "|credit|crediting|give|giving|offer|offering|owe|send|sending|return|reimburse|reimbursing"
    "|add|adding|like you to have|transfer|transferring)",
    "(will|is|are|to) [also|now|be|being] ... (refunded|paid|repaid|credited|reimbursed|transferred"
    "|given)",
    "you [will|can|should|also] [still] (get|receive|are owed|are due|be given)",
    "you are (owed|due|getting)",
    "(we|i) [have|had|will|now|also] ... (reserved|earmarked)",
    "(we|i) [gladly|fully|now|also|can|will] (accept|grant|approve) (your|the|this)"
    " (claim|demand|request|wish)",
    "you [would|will] [like|want|prefer|wish] to (receive|get|have) (your|the)",
)
# What is put aside, with the amount between its words.
_ASIDE = phrases("(we|i) [have|had|will|now|also] (put|set|laid|kept) [money] (aside|by)")
# What nobody is to pay any more is given to them.
_FORGIVES = phrases(
    "(we|i) [will|shall|can|now|also|gladly|do] (waive|forgive|write off)",
    "cancel ... (invoice|bill|debt|charge|balance)",
    "(is|are|be|being) [now|hereby|also] (waived|forgiven|written off|set to nil|set to zero)",
    "(ignore|tear up) ... (invoice|bill)",
)
_REACHES = re.compile(
    r"\W*(?:refund |payment |cheque |credit )?(?:is|are) (?:now |already )?"
    r"(?:on (?:its|their|the) way\b|yours\b)"
)
# What they say that we promise we do not.
_THEY_SAY = re.compile(
    r"\b(?:you|they|he|she)(?: \w+)? (?:say|said|claim|claimed|think|thought|wrote|believe)"
    r"(?: that)? ?$"
)
# What they ask for and we say yes to is given.
_AGREED = re.compile(
    r"\W*(?:(?:and|which|so|that) )*(?:that is (?:fair|fine|agreed)"
    r"|we (?:agree|accept)(?: to (?:it|this|that))?)\W*$"
)
_AGREES = re.compile(
    r"\W*(?:yes|agreed|done|granted|of course|gladly|with pleasure"
    r"|(?:and )?(?:that is|this is|it is) (?:fair|fine|agreed|yours)"
    r"|(?:and )?(?:yes )?(?:so )?we (?:gladly |fully |will |shall |do |can )*"
    r"(?:agree|accept|do|pay|refund|give|send|grant)"
    r"(?: (?:to|with))?(?: (?:it|this|that|you|them|your (?:claim|request|wish)))*"
    r"|(?:and )?you (?:will |shall |are to )?(?:get|have|receive) (?:it|this|that|them))\W*"
)
_PART = re.compile(r"(?:for )?\b(?:each|every|per|a day|a week|a month|times)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"\b(?:(?:payment|instalment|installment)s|times|nights?|days?|at"
    r"|(?:each|every|first|second|next|last|final|monthly|weekly)"
    r" (?:payment|instalment|installment))"
    r" (?:of|at|x)? ?$"
)
# The same again and again is more than was given.
_AGAIN = re.compile(
    r"[\s,(]*(?:twice|again|weekly|monthly|yearly|\w+ times|[x×*] ?\d{1,9}"
    r"|(?:every|each) (?:single )?(?:day|week|month|quarter|year)"
    r"|(?:a|per) (?:week|month|quarter|year))\b",
    re.IGNORECASE,
)
_TWICE = re.compile(r"\b(?:twice|double|\d{1,3} ?[x×*]|\w{1,12} times)(?: the)?\W*$", re.IGNORECASE)


def ours_to_give(sentence: str, told: Sum) -> bool:
    """Whether a sentence gives this sum, or says nothing of whose it is."""
    before, after = _around(sentence, told)
    if _is_part(before, after):
        return False
    if _LABEL.fullmatch(before) or _forgives(before, after):
        return True
    given = _last(_OURS, spoken(before))
    named = _last(_THEIRS, spoken(before))
    if given or named:
        return given > named if named else True
    return bool(_OURS.search(spoken(after))) or not _THEIRS.search(spoken(after))


def promises(sentence: str, told: Sum, parts: bool = False) -> bool:
    """Whether a sentence says as our own words that this sum is still to be given; with `parts`
    also where it is a part of one, such as ten payments of it."""
    before, after = _around(sentence, told)
    if not parts and _is_part(before, after):
        return False
    said, follows = spoken(before), spoken(after)
    if _AGREED.match(follows) or _forgives(before, after):
        return True
    given, named = _last(_PROMISES, said), _last(_THEIRS, said)
    if given or named:
        return given > named
    if _REACHES.match(follows) or _ASIDE.search(f"{said} {follows}"):
        return True
    found = _PROMISES.search(follows)
    return found is not None and not _THEY_SAY.search(follows[: found.start()])


def repeats(sentence: str, told: Sum) -> bool:
    """Whether a sentence promises this sum more than once."""
    return is_again(sentence, told) and promises(sentence, told, parts=True)


def is_again(sentence: str, told: Sum) -> bool:
    """Whether a sentence says this sum of more than once."""
    before, after = _around(sentence, told)
    return bool(_AGAIN.match(after) or _TWICE.search(before[-40:]))


def may_give(sentence: str, told: Sum) -> bool:
    """The same as `ours_to_give` of what no decision is read beside: a part of a sum gives as well
    there, such as ten payments of it."""
    return _is_part(*_around(sentence, told)) or ours_to_give(sentence, told)


# What comes beside what was promised before, whatever else the sentence says.
_ANOTHER = re.compile(r"\b(?:another|further|additional|extra)\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
_MORE = re.compile(r"\W*(?:more\b(?! than)|extra\b|on top\b|in addition\b)", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:also|too|as well|besides?|plus)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:still|stands?|promised?|promises)\b", re.IGNORECASE)


def is_on_top(sentence: str, told: Sum) -> bool:
    """Whether a sentence says of a sum that it comes beside the same, which was promised before."""
    before, after = _around(sentence, told)
    if _ANOTHER.search(before) or _MORE.match(after):
        return True
    return bool(_BESIDE.search(sentence)) and not _BEFORE.search(sentence)


def agrees(sentence: str) -> bool:
    """Whether a sentence says yes, and nothing but that, to what was asked for before it."""
    return _AGREES.fullmatch(spoken(sentence)) is not None


def _forgives(before: str, after: str) -> bool:
    return bool(_FORGIVES.search(spoken(before)) or _FORGIVES.search(spoken(after)))


def _is_part(before: str, after: str) -> bool:
    return bool(_PART.match(after.lstrip()) or _PARTS.search(before))


def _around(sentence: str, told: Sum) -> tuple[str, str]:
    return sentence[: told.start], sentence[told.end :]


def _last(pattern: Phrases, said: str) -> int:
    """Where the phrases were said last, counted from 1; 0 where they were not."""
    return max((found.start() + 1 for found in pattern.finditer(said)), default=0)


_UNIT = rf"(?:{NAMED})"
_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|thousand|grand|million|dozen)"
)
_WRITTEN_OUT = re.compile(
    rf"\b{_NUMBER}(?:[\s-]+(?:and[\s-]+)?{_NUMBER})*[\s-]+{_UNIT}\b", re.IGNORECASE
)


def written_out(sentence: str) -> bool:
    """Whether an amount of money stands there in words."""
    return bool(in_words(sentence))


def in_words(sentence: str) -> list[tuple[int, int]]:
    """Where amounts of money stand there in words."""
    return [found.span() for found in _WRITTEN_OUT.finditer(sentence)]


def promises_in_words(sentence: str) -> bool:
    """Whether money that stands there in words is promised."""
    return any(
        promises(sentence, Sum(Decimal(0), "", start, end), parts=True)
        for start, end in in_words(sentence)
    )
