"""Whether a sentence gives money: by its own words, or by saying nothing of whose it is."""

import re
from decimal import Decimal

from .spoken import Phrases, phrases, spoken

# An amount that they named, paid or were asked for is not one that we give; nor is its part.
_THEIRS = phrases(
    "(you|they|he|she) [have|had|also|already] (asked|ask|claim*|want*|request*|paid|pay|spent"
    "|say|said|told"
    "|wrote|hoped|were charged|were billed|owe|found|transferred|sent|bought)",
    "a (new|spare|second|replacement) ... (is|are|costs|cost)",
    "(price|cost|costs|bill|invoice|estimate|quote|quoted|charge|charged|fee|fees|reading|worth"
    "|value|valuation|tariff"
    "|deposit|balance|excess|premium|rent|order|total|transfer|transfers|guides|limit|payment of"
    "|corrected) "
    "[of|was|is|at|for|to|on|from|in|by]",
)
_OURS = phrases(
    "(we|i) [have|will|shall|are|would|can|also|now|am|do] ... (refund*|pay|paid|paying|repay"
    "|repaid|credit*"
    "|give|gave|offer*|owe|send|sent|return*|reimburs*|add*|waive*|like you to have|make)",
    "(will|has|have|is|are|to) [also|now|being] (be|been|being) ... (refunded|paid|repaid"
    "|credited|reimbursed|returned)",
    "you [will|can|should] (get|receive|have|are owed|are due|be given)",
    "you are (owed|due|getting)",
    "(comes|come|goes|go) back",
    "(refund|voucher|cheque|compensation|credit|payment) (of|for)",
    "(more|further|extra|on top|together with|in addition|as well)",
)
# What is still to be given, and was not given before.
_PROMISES = phrases(
    "(we|i) [will|shall|are|would|can|also|now|am|do|gladly] ... (refund|pay|paying|repay|repaying"
    "|credit|crediting|give|giving|offer|offering|owe|send|sending|return|reimburse|reimbursing"
    "|add|adding|like you to have|transfer|transferring)",
    "(will|is|are|to) [also|now|be|being] ... (refunded|paid|repaid|credited|reimbursed|transferred"
    "|given)",
    "you [will|can|should|also] (get|receive|are owed|are due|be given)",
    "you are (owed|due|getting)",
)
_PART = re.compile(r"(?:for )?\b(?:each|every|per|a day|a week|a month|times)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"\b(?:payments?|instalments?|installments?|times|nights?|days?|at) (?:of|at|x)? ?$"
)


def ours_to_give(sentence: str, amount: Decimal) -> bool:
    """Whether a sentence gives this amount, or says nothing of whose it is."""
    before, after = _around(sentence, amount)
    if _is_part(before, after):
        return False
    given = _last(_OURS, spoken(before))
    named = _last(_THEIRS, spoken(before))
    if given or named:
        return given > named if named else True
    return bool(_OURS.search(spoken(after))) or not _THEIRS.search(spoken(after))


def promises(sentence: str, amount: Decimal) -> bool:
    """Whether a sentence says as our own words that this amount is still to be given."""
    before, after = _around(sentence, amount)
    if _is_part(before, after):
        return False
    given, named = _last(_PROMISES, spoken(before)), _last(_THEIRS, spoken(before))
    if given or named:
        return given > named
    return bool(_PROMISES.search(spoken(after)))


def may_give(sentence: str, amount: Decimal) -> bool:
    """The same of what no decision is read beside: a part of a sum gives as well there, such as
    ten payments of it."""
    return _is_part(*_around(sentence, amount)) or ours_to_give(sentence, amount)


def _is_part(before: str, after: str) -> bool:
    return bool(_PART.match(after.lstrip()) or _PARTS.search(before.rstrip("£$€ ")))


def _around(sentence: str, amount: Decimal) -> tuple[str, str]:
    before, _, after = sentence.partition(f"{amount:,}")
    if not after:
        before, _, after = sentence.partition(str(amount))
    return before, after


def _last(pattern: Phrases, said: str) -> int:
    """Where the phrases were said last, counted from 1; 0 where they were not."""
    return max((found.start() + 1 for found in pattern.finditer(said)), default=0)


_UNIT = r"(?:pounds?|quid|euros?|dollars?)"
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
    return _WRITTEN_OUT.search(sentence) is not None
