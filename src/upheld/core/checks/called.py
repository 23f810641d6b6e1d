"""How people are called: whether a sentence names one of those who complained too, in any spelling
of their name.

A word of it that is no word of the language is theirs wherever it stands. One that is (Young, Rose,
May) is theirs by its capital within a sentence, unless it is rather a month, a place or goods;
where a sentence begins, by what is said of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from upheld.core.known_words import bare, is_common_abroad, is_listed, is_unknown
from upheld.core.naming.places import is_a_place_or_goods
from upheld.core.naming.runs import AROUND, DAYS, Run
from upheld.core.naming.things import is_a_thing
from upheld.core.pieces import MONTHS
from upheld.core.redaction.checks import NO_NAMES
from upheld.core.redaction.lines import TITLES
from upheld.core.redaction.patterns import PART
from upheld.core.word_lists import words

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_AS_TYPED = str.maketrans({"’": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-"})
_PARTICLE = re.compile(PART)
_TITLES = frozenset("mr mrs ms miss mx dr prof professor sir dame rev revd reverend".split())  # noqa: SIM905
_BEHIND = frozenset("jr sr ii iii iv esq phd md mba mbe obe ltd llc llp plc inc gmbh".split())  # noqa: SIM905
_MONTH = re.compile("|".join(MONTHS))
# What stands between the words of one name: of "Quill, Fay" a comma, of an initial a dot.
_WITHIN_A_NAME = re.compile(r"[ ,.]{1,3}")
_GREETED = re.compile(r"\b(?i:dear|hello|hi|good (?:morning|afternoon|evening)),? $")
_TELLS = re.compile(
    r" (?i:also |too )?(?i:wrote|writes|said|says|told|tells|complained|complains|explained|"
    r"explains|reported|reports|mentioned|mentions|described|describes|sent|asked|asks|saw|alleged|"
    r"agreed|agrees|confirmed|confirms|claimed|claims|replied|rang|called|phoned|ordered|bought)\b"
)
_NOUNS = (
    r" (?i:complaint|case|letter|e-?mail|message|words|account|answer|order|photographs?|family"
    r"|household)\b"
)
_WHOSE, _OF = re.compile(rf"'s{_NOUNS}"), re.compile(_NOUNS)
_BEGINS = re.compile(r"(?:^\W*|(?:(?<!\b[A-Z])\.|[!?:])\W*|[\"“] ?)$")
_DATED = re.compile(
    r"(?:\d(?:st|nd|rd|th)?|\b(?i:in|of|by|since|until|till|before|after|for|from|to|on|during|this"
    r"|last|next|early|mid|late|the|a|your|our))[ -]$"
)
_ARTICLE = re.compile(r"\b(?i:the|an?|my|our|your|this|that|these|those|each|every|any|no|of) $")
_THE = re.compile(r"\b[Tt]he $")
_THERE = re.compile(r"(?:\b(?i:in|at|near|from|to|via|and|between)|,) $")
_ON_SEA = re.compile(r"[ -](?:on|upon|under|by|in)[ -](?:the[ -])?[A-Z]")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_UMLAUT = re.compile("([aou])e")
_SHORTEST, _LONG = 2, 5


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a sentence: as it is written, as the lists have it, and what stands around it."""

    said: str
    plain: str
    before: str
    after: str

    @property
    def has_capital(self) -> bool:
        return self.said[0].isupper()

    @property
    def is_initial(self) -> bool:
        return len(self.said) == 1 and self.has_capital and self.said != "I"


class Called:
    """The names of those who complained too, beside those that a letter may say: the reader's, and
    how our own people and the firm are called."""

    def __init__(self, names: Iterable[str], reader: str, ours: Iterable[str]) -> None:
        self._free = tuple(spellings(each) for each in (reader, *ours))
        self._reader = self._free[0]
        told = (spellings(name) for name in names)
        self._names = tuple(name for name in told if not any(name <= one for one in self._free))
        known = frozenset().union(*self._free)
        self._alone = frozenset(
            word
            for word in frozenset().union(*self._names) - known - NO_NAMES
            if not _PARTICLE.fullmatch(word)
        )

    def in_sentence(self, sentence: str) -> bool:
        if not self._names:
            return False
        told = list(_words(sentence))
        return any(
            self._is_titled(told, at) or self._is_whole(told, at) or self._is_alone(told, at)
            for at in range(len(told))
        )

    def _is_titled(self, told: list[_Word], at: int) -> bool:
        """After a title, whoever of ours is called so: Mrs Quill, Mrs F. Quill."""
        word, before = told[at], at - 1
        while before >= 0 and told[before].is_initial:
            before -= 1
        if before < 0 or told[before].plain not in _TITLES:
            return False
        theirs = any(word.plain in name for name in self._names)
        return theirs and word.plain not in self._reader and _is_written_so(word)

    def _is_whole(self, told: list[_Word], at: int) -> bool:
        """Two words of one name beside each other, in whatever order and with initials between."""
        beside = at + 1
        while beside < len(told) and told[beside].is_initial:
            beside += 1
        if beside >= len(told) or not _is_one_name(told[at : beside + 1]):
            return False
        pair = {told[at].plain, told[beside].plain}
        if len(pair) == 1 or not any(pair <= name for name in self._names):
            return False
        capitals = told[at].has_capital and told[beside].has_capital
        sure = capitals or not all(map(is_a_word, pair))
        return sure and not any(pair <= name for name in self._free)

    def _is_alone(self, told: list[_Word], at: int) -> bool:
        word = told[at]
        if word.plain not in self._alone:
            return self._is_the_family(told, at)
        if not is_a_word(word.plain):
            return True
        if not word.has_capital or _is_dated(word):
            return False
        says_nothing = _begins(word) or all(each.has_capital for each in told)
        return _is_told_of(word) or not (says_nothing or self._is_something_else(told, at))

    def _is_the_family(self, told: list[_Word], at: int) -> bool:
        """The Quills."""
        word = told[at]
        theirs = word.has_capital and word.plain.removesuffix("s") in self._alone
        return theirs and bool(_THE.search(word.before)) and not self._is_of_more(told, at)

    def _is_something_else(self, told: list[_Word], at: int) -> bool:
        """Though it has a capital within a sentence: a month, a place, goods, or a part of what
        has a longer name."""
        word = told[at]
        run = Run(word.said, (word.said,), (word.plain,), word.before, word.after)
        return (
            word.plain in DAYS
            or bool(_MONTH.fullmatch(word.plain))
            or bool(_ARTICLE.search(word.before) or _ON_SEA.match(word.after))
            or bool(_THERE.search(word.before) and _is_a_place(word.plain))
            or is_a_thing(run)
            or is_a_place_or_goods(run)
            or self._is_of_more(told, at)
        )

    def _is_of_more(self, told: list[_Word], at: int) -> bool:
        """Beside another word with a capital, that is none of theirs: Rose Lane, the Royal Mint."""
        word = told[at]
        after = told[at + 1] if at + 1 < len(told) else None
        if after and word.after.startswith(f" {after.said}") and self._is_of_others(after):
            return True
        before = told[at - 1] if at else None
        if before is None or not word.before.endswith(f"{before.said} ") or _begins(before):
            return False
        leads = before.plain in _TITLES or is_listed(before.plain)
        return self._is_of_others(before) and not leads

    def _is_of_others(self, word: _Word) -> bool:
        theirs = any(word.plain in name for name in self._names)
        return word.has_capital and len(word.said) > 1 and not theirs and word.plain not in DAYS


def spellings(name: str) -> frozenset[str]:
    """The words of a name, "Quill, Fay" as "Fay Quill", without titles and initials; of one with a
    hyphen or an apostrophe its parts as well, and the whole without it."""
    told = [] if "@" in name else _WORD.findall(_typed(name))
    told = [word for word in told if bare(word) not in _TITLES | _BEHIND]
    if len(told) > 1 and bare(told[0]) in TITLES and not is_listed(told[0]):
        told = told[1:]
    forms = (form for word in told for form in _forms(word))
    return frozenset(form for form in forms if len(form) >= _SHORTEST)


def _forms(word: str) -> set[str]:
    """Of Müller Mueller as well, and of Mueller Muller, as Müller is read."""
    plain, spelled = bare(word), word.lower().translate(_SPELLED)
    parts = re.split("['-]", plain)
    short = {_UMLAUT.sub(r"\1", plain)} if len(plain) >= _LONG else set[str]()
    return {plain, spelled, "".join(parts), *parts, *short}


def _typed(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_AS_TYPED)


def _words(sentence: str) -> Iterator[_Word]:
    typed = _typed(sentence)
    for found in _WORD.finditer(typed):
        said = re.sub("'[sS]$", "", found[0])
        start, end = found.start(), found.start() + len(said)
        before, after = typed[max(0, start - AROUND) : start], typed[end : end + AROUND]
        yield _Word(said, bare(said), before, after)


@lru_cache(maxsize=4096)
def is_a_word(plain: str) -> bool:
    """Whether a name is a word of a language, or a firm or a place that is known, as well."""
    return not is_unknown(plain.capitalize()) or is_common_abroad(plain)


def _is_written_so(word: _Word) -> bool:
    return word.has_capital or not is_a_word(word.plain)


def _is_one_name(told: list[_Word]) -> bool:
    """Whether nothing but what a name may have stands between these words."""
    return all(
        (gap := _WITHIN_A_NAME.match(one.after)) and one.after.startswith(two.said, gap.end())
        for one, two in pairwise(told)
    )


def _begins(word: _Word) -> bool:
    return _BEGINS.search(word.before) is not None


def _is_dated(word: _Word) -> bool:
    dated = _DATED.search(word.before) or re.match(r" \d", word.after)
    return bool(_MONTH.fullmatch(word.plain) and dated)


def _is_told_of(word: _Word) -> bool:
    """Greeted, or somebody of whom it is told what they did or what is theirs."""
    after = (_TELLS, _WHOSE, *(() if _MONTH.fullmatch(word.plain) else (_OF,)))
    return bool(_GREETED.search(word.before)) or any(each.match(word.after) for each in after)


def _is_a_place(plain: str) -> bool:
    return plain in words("places", "towns", "cities", "suburbs", "towns_or_names")
