"""Names that nothing announces: words with a capital that are no words of the language.

In an English text, what has a capital and is neither a word of English nor a firm or a place that
is known by name is somebody, or something that few have heard of: either may go. In a text of
another language only the lists of names count, for there a capital says less: in German every noun
has one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .pieces import UP
from .redaction_patterns import NO_NAMES, PART
from .word_lists import words

Place = tuple[int, int]
# Words with capitals beside each other, with initials and the particles of names between them.
_WORD = rf"[{UP}](?:['’][{UP}])?[^\W\d_]+(?:[-'’][{UP}]?[^\W\d_]+)*"
_CAPITALS = re.compile(
    rf"(?:(?<![\w'’@./-])|(?<=\s[/–-])|(?<=[a-z]{{2}}\.))"
    rf"(?:[{UP}]\. )?{_WORD}(?: (?:[{UP}]\.? )?(?:{PART} )*{_WORD}){{0,5}}"
)
_INITIAL = re.compile(rf"\w [{UP}]\. \w|^[{UP}]\. \w|[a-z] [A-HJ-Z] [A-Z][a-z]")
_TOLD = re.compile(r"[^\W\d_]+(?:['’](?:[sS]|[a-z]+))?")
_SMALL = re.compile(r"(?<![\w'’@./-])[a-z]+(?![\w'’@-])")
# What follows a firm's name, however its own words read.
_FIRM_AFTER = re.compile(
    r"\.?(?: (?:&|and) [A-Z][\w'’-]{0,40})?,? ?\(?"
    r"(?:&|(?i:inc|ltd|llc|llp|corp|plc|co|gmbh|s\.?a|a\.?g)\b)"
)
# Before a name that is a word as well: the midst of a sentence, and no word of a thing.
_WITHIN = re.compile(
    r"[^\W\d_A-Z][,;:]? (?:[a-z]{2,3} ){0,2}$|\b(?:[Tt]hen|[Aa]nd|[Bb]ut|[Ww]hen|[Ss]o|I) $"
)
_TO_SOMEBODY = re.compile(
    r"(?i:\b(?:called|named|e-?mailed|phoned|messaged|texted|asked|told|met|by) )$"
)
_GOES_ON = re.compile(r" [a-z]|[,.;:?!)\n]|$|['’]s ")
_PARTICLES = re.compile(rf"(?<!\w)(?:(?:{PART}) )+$")
_THING = re.compile(
    r"(?:^|[\s(\"“])(?i:the|an?|my|our|your|his|her|their|its|this|these|those|each|every|any|no"
    r"|some|both|per|via|new|old|same)\s+$"
)
# At the beginning of a sentence: what somebody does, or says.
_BEGINS = re.compile(r"(?:^|[\n.!?\"“:] ?)$")
_DOES = re.compile(
    r":|\n|$|['’]s |,? (?:is|was|has|had|does|did|said|says|told|spent|gave|lives?d?|works?|wrote"
    r"|went|came|left|took|made|got|hung|never|also|always|just|then|can|could|would|should"
    r"|and I|who|[a-z]{2,}ed)\b"
)
# A place rather than somebody comes after these.
_IN = re.compile(r"(?i:\b(?:in|at|near|outside|(?:originally|here|moved|am|is|are|comes?) from)) $")
_OF_A_PLACE = re.compile(r"(?i:\b(?:in|of|to|from|near|under)) $")
_WORDS_READ, _ENGLISH, _FEW, _AROUND = 200, 0.6, 5, 24
# Endings that a word of the language has, however it is spelled.
_OF_WORDS = ("tion", "tions", "ment", "ments", "able", "ably", "ness", "ously", "ally", "ingly")
_BEFORE_WORDS = ("re", "un", "mis", "non", "pre", "co", "over", "under")
# A capital within is of a make: PayPal; but McDonald.
_CAPITAL_WITHIN = re.compile(r"[a-z][A-Z]")
_OF_SOMEBODY = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|O)[A-Z]")
_SHORT = re.compile(r"(?:n't|'(?:ll|re|ve|d|m))$")  # don't, we'll
_NEVER_ALONE = frozenset({"april", "art", "august", "bill", "june", "may", "will"})


@dataclass(frozen=True, slots=True)
class _Run:
    """Words with capitals beside each other: as they are written, as the lists have them, and
    what stands before and after them."""

    said: str
    told: tuple[str, ...]
    plain: tuple[str, ...]
    before: str
    after: str


def unannounced(text: str, *, guessed: bool = True) -> Iterator[Place]:
    """Where somebody is named that no sign gives away: by the lists, and where it is `guessed` by
    words that are none of the language."""
    guesses = guessed and _is_english(text)
    for match in _CAPITALS.finditer(text):
        start, run = _run(text, match)
        if _is_of_others(run) or _FIRM_AFTER.match(text, match.end()):
            continue
        if _is_name(run) or (guesses and _is_guessed(run)) or _is_alone(run):
            yield start - _particles_before(run.before), match.end()


def _run(text: str, match: re.Match[str]) -> tuple[int, _Run]:
    """Where somebody begins in these words, and the words from there on."""
    told = list(_TOLD.finditer(match[0]))
    plain = [bare(word[0]) for word in told]
    first = _first_of_somebody(plain)
    start, end = match.start() + told[first].start(), match.end()
    if first == 0:
        start = match.start()  # an initial may stand before the first word
    words_told = tuple(word[0] for word in told[first:])
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return start, _Run(text[start:end], words_told, tuple(plain[first:]), before, after)


def _first_of_somebody(plain: list[str]) -> int:
    """The first word of somebody: after an office or a firm that is told before (Chase Manager
    Maria Lopez), and after what only begins a sentence."""
    of_others = [at for at, word in enumerate(plain) if word in words("nobody")]
    first = of_others[-1] + 1 if of_others else 0
    if of_others and (len(plain) - first < 2 or plain[first] not in words("given")):
        return 0
    while first < len(plain) - 1 and plain[first] in NO_NAMES:
        first += 1
    return first


def _is_of_others(run: _Run) -> bool:
    return not words("nobody").isdisjoint(run.plain)


def is_name(word: str) -> bool:
    """Whether a word is hardly ever anything but a name, however it is written."""
    plain = bare(word)
    return plain in words("given") or plain in words("surnames")


def _particles_before(before: str) -> int:
    """How many signs of it are of the name: van der, de la."""
    found = _PARTICLES.search(before)
    return len(found[0]) if found else 0


def _is_name(run: _Run) -> bool:
    """One word of it is hardly ever anything but a name, or it has the form of one."""
    if any(map(is_name, run.plain)):
        return True
    known = run.plain[0] in words("given_too") and run.plain[-1] not in NO_NAMES
    pair = known and not run.said.isupper()
    return len(run.plain) > 1 and (pair or bool(_INITIAL.search(run.said)))


def _is_guessed(run: _Run) -> bool:
    """A word of it is none of the language; in, at or near it is rather a place."""
    return not _IN.search(run.before) and any(map(_is_unknown, run.told))


def _is_alone(run: _Run) -> bool:
    """A name that is a word as well, in the midst of a sentence or where somebody acts."""
    word = run.plain[0]
    if len(run.plain) > 1 or word in _NEVER_ALONE or run.said.isupper():
        return False
    if word in words("given_too") and _BEGINS.search(run.before) and _DOES.match(run.after):
        return True
    if word in NO_NAMES or not _WITHIN.search(run.before) or _THING.search(run.before):
        return False
    if word in words("places"):
        return word in words("given_too") and not _OF_A_PLACE.search(run.before)
    if word in words("given_too") or word in words("surnames_too"):
        return True
    told = _TO_SOMEBODY.search(run.before) and _GOES_ON.match(run.after)
    return bool(told) and word not in words("firms")


def may_name(said: str) -> bool:
    """Whether words that were taken for somebody can be: one of them is a name, or unknown."""
    told = _TOLD.findall(said)
    lists = ("given", "surnames", "given_too", "surnames_too")
    known = any(bare(word) in words(of) for word in told for of in lists)
    return words("nobody").isdisjoint(map(bare, told)) and (known or any(map(_is_unknown, told)))


@lru_cache(maxsize=65_536)
def _is_unknown(word: str) -> bool:
    """Neither a word of the language nor a firm or a place that is known by name; what has
    capitals throughout stands for something else."""
    plain = bare(word)
    if word.isupper() or _is_of_a_make(word) or _SHORT.search(plain):
        return False
    if not word.isascii() and word[1:].islower():
        return True  # hardly any word of English has an accent
    if plain.endswith(_OF_WORDS):
        return False
    forms = {plain, plain.removesuffix("s"), plain.removesuffix("es")}
    forms |= {rest for each in _BEFORE_WORDS if len(rest := plain.removeprefix(each)) > 4}
    return not any(forms & words(of) for of in ("english", "firms", "places"))


def _is_of_a_make(word: str) -> bool:
    """What was taken out before (XXXX) is of nobody either."""
    within = _CAPITAL_WITHIN.search(word) and not _OF_SOMEBODY.match(word)
    return bool(within) or "XX" in word


def _is_english(text: str) -> bool:
    """Most of the small words at its beginning are words of English, or there are hardly any."""
    small = [match[0] for match in _SMALL.finditer(text[: 10 * _WORDS_READ])][:_WORDS_READ]
    known = sum(word in words("english") for word in small)
    return len(small) < _FEW or known >= _ENGLISH * len(small)


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """As the lists have it: small, without accents and without what makes it a genitive."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFKD", plain.casefold().translate(_NO_ACCENTS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


_NO_ACCENTS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae"}
)
