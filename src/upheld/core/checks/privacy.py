"""What belongs to somebody else must not leave: names, addresses, numbers of other people."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from upheld.core.reading import ours

from .problems import Problem
from .read import Read

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor)\.?"
_TITLED = rf"{_TITLE}(?: (?:and|&) {_TITLE})?(?: [A-Z]\.?)?(?: [A-Z][\w'’-]+){{1,2}}"
_FULL = r"[A-Z][a-z'’-]+ [A-Z][a-z'’-]+"
_ROLE = (
    r"(?:customer|client|patient|policyholder|account holder|cardholder|tenant|guest|passenger"
    r"|member|household|resident|neighbou?r|buyer|subscriber|traveller|claimant|complainant|student|diner"
    r"|family|homeowner|borrower|user|shopper|couple|pupil|visitor)"
)
# Another customer is named, or what is theirs is told beside the name.
_OTHERS = (
    rf"(?i:\b(?:another|other|a different|a second|fellow) (?:of our |local )?{_ROLE}s?),? "
    rf"(?i:\(|called |named |is |was )?(?:{_TITLED}|{_FULL})",
    rf"(?i:\b(?:previous|your|the|a) (?:next[- ]door |joint )?{_ROLE}),? "
    rf"(?i:called |named )?{_TITLED}",
    rf"(?i:\b(?:similar|same|identical|other) (?:\w+ )?(?:complaint|problem|issue|case|fault|claim"
    rf"|experience|incident|refund|request)s?) (?:\w+ ){{0,6}}{_TITLED}",
    rf"\b{_TITLED}['’]s? (?:\w+ ){{0,2}}(?:account|order|claim|policy|address|complaint|refund"
    r"|card|payment|booking|medical|balance|phone number|date of birth|diagnosis|salary|parcel"
    r"|prescription|invoice|bill)\b",
    rf"\b(?:{_TITLED}|{_FULL}),? (?:who (?:is|lives) |who is also )?(?:of|at|in|from) "
    r"(?:\d+\w? [A-Z][a-z]+|flat \d+|number \d+|apartment \d+|room \d+|unit \d+)",
    rf"(?i:\b(?:unlike|just as|same as|compared (?:to|with))) {_TITLED}",
    rf"(?i:\b(?:that of|belong(?:s|ed|ing) to|registered to|in the name of|meant for|booked by"
    rf"|mixed up with|the wedding of)) {_TITLED}",
    rf"(?i:\b(?:another|other|a different) {_ROLE}(?:'s|’s)? (?:\w+ ){{0,2}}(?:address|account"
    r"|name|number|details|card|policy|order)\b)[^.]*\d",
    rf"\b(?:{_TITLED}|{_FULL}),? (?i:who (?:is |was )?(?:also |another |a )*(?:(?:\w+ )?{_ROLE}"
    r"|complained|had the same|had a similar|reported the same|ordered the same))",
)
_ANOTHER = tuple(map(re.compile, _OTHERS))
_FREE_MAIL = re.compile(
    # No more than 64 signs stand before the @ (RFC 5321, 4.5.3.1.1).
    r"\b[\w.+-]{1,64}@(?:gmail|googlemail|outlook|hotmail|live|yahoo|ymail|icloud|me|aol|btinternet|sky"
    r"|virginmedia|proton(?:mail)?|gmx|web|mail)\.[\w.]+",
    re.IGNORECASE,
)
CARD = re.compile(r"\d(?<!\w.)(?:[ -]?\d){12,18}\b")
NATIONAL = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
    r"|\b(?:SSN|Social Security)[^.]{0,20}\d{3}-\d{2}-\d{4}\b"
)
ACCOUNT = re.compile(
    r"[aAsS](?<!\w.)(?:(?<=[aA])(?i:(?<!your .)(?:ccount|/c) (?:number|no\.?) ?(?:is |:)?) ?\d{8}\b"
    r"|(?<=[sS])(?i:ort code:?) ?\d{2}-\d{2}-\d{2}\b)"
)
# From 15 signs, as in Norway, to 34 (ISO 13616).
IBAN = re.compile(
    r"\b[A-Z]{2}\d{2}"
    r"(?:(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?|(?: ?[A-Z0-9]{4}){2} ?[A-Z0-9]{3})\b"
)
_AT_HOME = re.compile(
    r"\b(?:address|lives?|resid\w+|home)\b[^.]{0,40}\b\d+\w? [A-Z][a-z]+ [A-Z][a-z]+[^.]*"
    r"\b[A-Z]{1,2}\d\w? ?\d[A-Z]{2}\b"
)
_GREETS = re.compile(
    r"^[^\S\n]*(?:Dear|Hello|Hi|Hey|G'day|Good (?:morning|afternoon|evening))\s+([^,\n:!]+)",
    re.MULTILINE,
)
_MEND = "This belongs to somebody else, or is more than the letter needs: take it out."


def addressee(letter: Read) -> str:
    """Whom the letter greets; empty where it greets nobody."""
    found = _GREETS.search(letter.letter.body)
    return found.group(1).strip() if found else ""


def another_persons_data(letter: Read) -> Iterator[Problem]:
    theirs = set(re.findall(r"[A-Za-z'’-]{3,}", f"{addressee(letter)} {letter.to}".lower()))
    for sentence in letter.sentences:
        found = _found(sentence)
        if found.told or any(not theirs & words for words in found.named):
            yield Problem("another_persons_data", sentence, _MEND)


class _Found(NamedTuple):
    """Whether a sentence tells what belongs to somebody, and the words around each name in it that
    is somebody else's unless they are the customer's own."""

    told: bool
    named: tuple[frozenset[str], ...] = ()


# Our letters share most of their sentences: a draft is made of them.
@lru_cache(maxsize=4096)
def _found(sentence: str) -> _Found:
    said = ours(sentence)
    if _FREE_MAIL.search(said) or _AT_HOME.search(said) or _holds_a_number(said):
        return _Found(told=True)
    if _GREETS.match(said):
        return _Found(told=False)
    found = (match.group(0).lower() for each in _ANOTHER for match in each.finditer(said))
    return _Found(False, tuple(frozenset(re.findall(r"[a-z'’-]{3,}", told)) for told in found))


def _holds_a_number(said: str) -> bool:
    card = CARD.search(said)
    numbers = NATIONAL.search(said) or ACCOUNT.search(said) or IBAN.search(said)
    return bool(numbers) or bool(card and luhn(re.sub(r"\D", "", card.group(0))))


def luhn(digits: str) -> bool:
    """The check digit of a card (ISO/IEC 7812-1)."""
    doubled = [int(d) * (1 + (at % 2)) for at, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


RULES = (another_persons_data,)
