"""What belongs to somebody else must not leave: names, addresses, numbers of other people."""

import re
from collections.abc import Iterator

from upheld.core.reading import ours

from .problems import Problem, Severity
from .read import Read, words

_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? ((?:[A-Z][\w'’-]+ ?){1,3})")
_OUR_PEOPLE = words(
    r"(?:our|my|the) (?:\w+ ){0,3}(?:colleague|adviser|advisor|manager|engineer|fitter|driver"
    r"|surveyor|director|agent|team|handler|technician|inspector|consultant|solicitor|ombudsman"
    r"|specialist|doctor|dentist)"
)
_OTHERS = words(
    r"(?:another|other|a different|a second) (?:customer|client|patient|policyholder"
    r"|account holder|person|tenant|guest|passenger|member|household)(?:'s"
    r"|s')?,? (?:\w+ ){0,3}(?:[A-Z][a-z]+ [A-Z][a-z]+|of \d|at \d|called|named|whose (?:name"
    r"|address|account|number))",
    r"(?:your )?neighbou?r,? (?:Mr|Mrs|Ms|Miss|Dr)\b",
)
_FREE_MAIL = re.compile(
    r"[\w.+-]+@(?:gmail|googlemail|outlook|hotmail|live|yahoo|ymail|icloud|me|aol|btinternet|sky"
    r"|virginmedia|proton(?:mail)?|gmx|web|mail)\.[\w.]+",
    re.IGNORECASE,
)
_CARD = re.compile(r"\b(?:\d[ -]?){12,18}\d\b")
_NATIONAL = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
)
_ACCOUNT = re.compile(
    r"\b(?:account|a/c) (?:number|no\.?) ?(?:is |:)? ?\d{8}\b|\b\d{2}-\d{2}-\d{2}\b", re.IGNORECASE
)
_GREETS = re.compile(r"^\s*(?:Dear|Hello|Hi|Good (?:morning|afternoon))\s+([^,\n:]+)", re.MULTILINE)
_MEND = "This belongs to somebody else, or is more than the letter needs: take it out."


def addressee(letter: Read) -> str:
    """Whom the letter greets; empty where it greets nobody."""
    found = _GREETS.search(letter.letter.body)
    return found.group(1).strip() if found else ""


def another_persons_data(letter: Read) -> Iterator[Problem]:
    theirs = set(re.findall(r"[a-z'’-]+", addressee(letter).lower()))
    for sentence in letter.sentences:
        if _names_another(sentence, theirs) or _holds_a_number(ours(sentence)):
            yield Problem("another_persons_data", Severity.BLOCK, sentence, _MEND)


def _names_another(sentence: str, theirs: set[str]) -> bool:
    said = ours(sentence)
    if _OTHERS.search(said) or _FREE_MAIL.search(said):
        return True
    if _GREETS.match(said) or _OUR_PEOPLE.search(said):
        return False
    named = [found.lower().split() for found in _TITLED.findall(said)]
    return bool(theirs) and any(parts and not theirs & set(parts) for parts in named)


def _holds_a_number(said: str) -> bool:
    card = _CARD.search(said)
    numbers = _NATIONAL.search(said) or _ACCOUNT.search(said)
    return bool(numbers) or bool(card and _luhn(re.sub(r"\D", "", card.group(0))))


def _luhn(digits: str) -> bool:
    """The check digit of a card (ISO/IEC 7812-1)."""
    doubled = [int(d) * (1 + (at % 2)) for at, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


RULES = (another_persons_data,)
