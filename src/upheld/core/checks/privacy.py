"""What belongs to somebody else must not leave: names, addresses, numbers of other people."""

import re
from collections.abc import Iterator

from upheld.core.reading import ours

from .problems import Problem
from .read import Read

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor)\.?"
_NAMED = rf"(?:{_TITLE}(?: and {_TITLE})? (?:[A-Z]\.? ?)?[A-Z][\w'’-]+|[A-Z][a-z'’-]+ [A-Z][a-z'’-]+)"
_ROLE = (
    r"(?:customer|client|patient|policyholder|account holder|cardholder|tenant|guest|passenger|member"
    r"|household|resident|neighbou?r|buyer|subscriber|traveller|claimant|complainant|student"
    r"|diner|family|homeowner|borrower|user|shopper|couple|pupil|visitor)"
)
# Somebody is named as another customer, or what is theirs is told beside the name.
_OTHERS = (
    rf"(?i:\b(?:another|other|a different|a second|previous|one|a fellow|fellow|a|your|the) "
    rf"(?:of our |next[- ]door |other |local |regular )?{_ROLE}s?)(?i:'s)?,? "
    rf"(?:\(|called |named |whose name is |is |was |that of |by the name of )?{_NAMED}",
    rf"(?i:\b(?:similar|same|identical|other) (?:\w+ ){{0,2}}(?:complaint|problem|issue|case|fault|claim"
    rf"|experience|incident|refund|request)s?) (?:\w+ ){{0,6}}{_NAMED}",
    rf"\b{_NAMED}(?:'s|’s|s'|s’) (?:\w+ ){{0,2}}(?:account|order|claim|policy|address|complaint|refund"
    rf"|card|payment|booking|medical|records?|balance|phone number|date of birth|diagnosis|salary"
    rf"|parcel|prescription|invoice|bill|case|file)\b",
    rf"\b{_NAMED},? (?:who (?:is|lives|also)|of|at|from|who also)[ \w,]{{0,25}}(?:\d+\w? [A-Z][a-z]+|flat \d+|number \d+"
    rf"|apartment \d+|room \d+|unit \d+)",
    rf"(?i:\b(?:unlike|like|as with|just as|same as|compared (?:to|with))) {_NAMED}",
    rf"\b{_NAMED}\b[^.]*(?:[\w.+-]+@[\w-]+\.\w|\b0\d{{9,10}}\b|\b07\d{{3}} ?\d{{6}}\b|\baccount (?:number|ending)|\bcard ending)",
    rf"(?i:\b(?:another|other|a different) {_ROLE}(?:'s|’s)? (?:\w+ ){{0,2}}(?:address|account|name|number|details|card|policy|order)"
    r"(?: is| was| number|:| at| of|,) )[^.]*\d",
    rf"\b(?:neighbour|neighbor)'?s?,? {_NAMED}",
    rf"\b{_NAMED},? (?i:(?:who|which) (?:is|was)?(?: also| another| a)* (?:(?:\w+ )?{_ROLE}"
    rf"|complained|had the same|had a similar|reported the same))",
)
_ANOTHER = tuple(map(re.compile, _OTHERS))
# Those whom a letter may name: they answer for the firm, or are the way onward.
_WORKS_HERE = re.compile(
    r"\b(?:our|my|the) (?:[\w-]+ ){0,3}(?:colleague|adviser|advisor|manager|engineer|fitter|driver|surveyor"
    r"|director|agent|team|handler|technician|inspector|consultant|solicitor|ombudsman|specialist"
    r"|doctor|dentist|head|chief|officer|planner|assessor|receptionist)\b",
    re.IGNORECASE,
)
_FREE_MAIL = re.compile(
    r"[\w.+-]+@(?:gmail|googlemail|outlook|hotmail|live|yahoo|ymail|icloud|me|aol|btinternet|sky"
    r"|virginmedia|proton(?:mail)?|gmx|web|mail)\.[\w.]+",
    re.IGNORECASE,
)
_CARD = re.compile(r"\b(?:\d[ -]?){12,18}\d\b")
_NATIONAL = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
    r"|\b(?:SSN|Social Security)[^.]{0,20}\d{3}-\d{2}-\d{4}\b"
)
_ACCOUNT = re.compile(
    r"(?<!your )\b(?:account|a/c) (?:number|no\.?) ?(?:is |:)? ?\d{8}\b"
    r"|\bsort code:? ?\d{2}-\d{2}-\d{2}\b|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",
    re.IGNORECASE,
)
_AT_HOME = re.compile(
    r"\b(?:address|lives?|resid\w+|home)\b[^.]{0,40}\b\d+\w? [A-Z][a-z]+ [A-Z][a-z]+[^.]*"
    r"\b[A-Z]{1,2}\d\w? ?\d[A-Z]{2}\b"
)
_GREETS = re.compile(
    r"^\s*(?:Dear|Hello|Hi|Hey|G'day|Good (?:morning|afternoon|evening))\s+([^,\n:!]+)", re.MULTILINE
)
_MEND = "This belongs to somebody else, or is more than the letter needs: take it out."


def addressee(letter: Read) -> str:
    """Whom the letter greets; empty where it greets nobody."""
    found = _GREETS.search(letter.letter.body)
    return found.group(1).strip() if found else ""


def another_persons_data(letter: Read) -> Iterator[Problem]:
    theirs = set(re.findall(r"[A-Za-z'’-]{3,}", f"{addressee(letter)} {letter.to}".lower()))
    for sentence in letter.sentences:
        if _names_another(ours(sentence), theirs) or _holds_a_number(ours(sentence)):
            yield Problem("another_persons_data", sentence, _MEND)


def _names_another(said: str, theirs: set[str]) -> bool:
    if _FREE_MAIL.search(said) or _AT_HOME.search(said):
        return True
    if _GREETS.match(said) or _WORKS_HERE.search(said):
        return False
    found = [match.group(0).lower() for each in _ANOTHER for match in each.finditer(said)]
    return any(not theirs & set(re.findall(r"[a-z'’-]{3,}", told)) for told in found)


def _holds_a_number(said: str) -> bool:
    card = _CARD.search(said)
    numbers = _NATIONAL.search(said) or _ACCOUNT.search(said)
    return bool(numbers) or bool(card and _luhn(re.sub(r"\D", "", card.group(0))))


def _luhn(digits: str) -> bool:
    """The check digit of a card (ISO/IEC 7812-1)."""
    doubled = [int(d) * (1 + (at % 2)) for at, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


RULES = (another_persons_data,)
