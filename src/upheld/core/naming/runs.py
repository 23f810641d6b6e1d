"""Words with capitals beside each other, and where somebody begins in them."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from dataclasses import dataclass
from functools import cache

from upheld.core.known_words import TOLD, bare, closing_words
from upheld.core.pieces import UP
from upheld.core.redaction.checks import NO_NAMES
from upheld.core.redaction.patterns import PART
from upheld.core.word_lists import phrases, words

# Words with capitals beside each other, with initials and the particles of names between them.
_WORD = (
    rf"(?:[OD]['’](?=[a-zà-ÿ])|[{UP}](?:['’][{UP}])?)"
    rf"[^\W\d_]++(?!\d)(?:-[{UP}]\.(?= )|[-'’][{UP}]?[^\W\d_]++(?!\d))*"
)
CAPITALS = re.compile(
    rf"(?:(?<![\w'’@./°-])|(?<=[\s(]['‘’])|(?<=\s[/–-])|(?<=[a-z]{{2}}\.))"
    rf"(?:[{UP}]\. |[A-Z]-[A-Z]\.? )?(?:d['’])?{_WORD}(?: (?:[{UP}]\.? )?(?:{PART} )*(?:d['’])?{_WORD}){{0,5}}"
)
AROUND = 36  # signs before and after a name that are looked at
# Words of firms that are surnames as well, after a given name.
_SURNAMES_OF_FIRMS = frozenset({"church", "cash", "case", "fair", "field", "house", "law", "price"})
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
)
_GENITIVE = ("'s", "’s")
_MONTHS = frozenset(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september
    oct october nov november dec december""".split()  # noqa: SIM905
)
_DAY_AFTER = re.compile(r"\.? \d{1,2}(?:st|nd|rd|th)?(?![\d:])")


@dataclass(frozen=True, slots=True)
class Run:
    """Words with capitals beside each other: as they are written, as the lists have them, and
    what stands before and after them."""

    said: str
    told: tuple[str, ...]
    plain: tuple[str, ...]
    before: str
    after: str


def run_of(text: str, match: re.Match[str]) -> tuple[int, Run]:
    """Where somebody begins in these words, and the words from there on."""
    told = list(TOLD.finditer(match[0]))
    plain = [bare(word[0]) for word in told]
    first = _first_of_somebody([word[0] for word in told], plain)
    start, end = match.start() + told[first].start(), match.end()
    if len(told) > first + 1 and plain[-1] in _MONTHS and _DAY_AFTER.match(text, end):
        told, plain = told[:-1], plain[:-1]  # to Siargao Jan 24
        end = match.start() + told[-1].end()
    if first == 0:
        start = match.start()  # an initial may stand before the first word
    words_told = tuple(word[0] for word in told[first:])
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return start, Run(text[start:end], words_told, tuple(plain[first:]), before, after)


def _first_of_somebody(told: list[str], plain: list[str]) -> int:
    """The first word of somebody: after an office or a firm that is told before (Chase Manager
    Maria Lopez), and after what only begins a sentence."""
    of_others = [at for at, word in enumerate(plain) if word in words("nobody")]
    led = [at + 1 for at, word in enumerate(plain[:-1]) if word in roles()]
    if led and (not of_others or of_others[-1] < led[-1]):
        return led[-1]  # Customer Maria Lopez
    if of_others == [len(plain) - 1] and may_be_called(plain):
        of_others = []
    first = of_others[-1] + 1 if of_others else 0
    after = range(max(first, 1), len(told))
    whose = next((at for at in after if of_others and told[at - 1].endswith(_GENITIVE)), 0)
    first = max(first, whose)  # Acme Inc's Maria Lopez
    if of_others and (len(plain) - first < 2 or not (whose or plain[first] in words("given"))):
        return 0
    skipped = (NO_NAMES, words("address_words"), closing_words(), DAYS, _greetings())
    while first < len(plain) - 1 and any(plain[first] in of for of in skipped):
        if len(told[first]) == 1 and plain[first + 1] not in NO_NAMES:
            break  # an initial: A. Lopez
        first += 1
    return first


@cache
def _greetings() -> frozenset[str]:
    """Words with which a letter greets, which are names in no list: Bonjour."""
    told = {bare(word) for phrase in phrases("greetings") for word in phrase.split()}
    return frozenset(told - words("given") - words("surnames"))


@cache
def roles() -> frozenset[str]:
    """What somebody is to a firm or to whoever writes, in every language."""
    return words("parts") | words("roles")


def may_be_called(plain: list[str]) -> bool:
    """A given name before a word of firms that is a surname too: James Law."""
    return len(plain) > 1 and plain[0] in words("given") and plain[-1] in _SURNAMES_OF_FIRMS
