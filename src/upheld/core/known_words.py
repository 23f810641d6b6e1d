"""Whether a word is a name, a word of the language, or none that is known; and which language a
text is in."""

import re
from functools import cache, lru_cache

from .accents import without_accents
from .word_lists import phrases, words

TOLD = re.compile(r"[^\W\d_]+(?:['’](?:[sS]|[a-z]+))?")
_SMALL = re.compile(
    r"(?<![\w'’@./-])[a-zß-ÿœāăąćčďēęěğıłńňőřśşšťūůűźżžșțα-ωάέήίόύώϊϋа-яёђѓєѕіїјљњћќўџґ]+"
    r"(?![\w'’@-])"
)
_WORDS_READ, _ENGLISH, _FEW, _OF_FEW = 200, 0.6, 5, 0.5
_OF_THE_WEST, _SHORT_WORD, _MANY = 0.4, 2, 10
_OF_GERMAN = 8  # one in so many small words at least
# Endings that a word of the language has, however it is spelled.
_OF_WORDS = (
    "tion",
    "tions",
    "ment",
    "ments",
    "able",
    "ably",
    "ness",
    "ously",
    "ally",
    "ingly",
    "nummer",
    "nr",
    "konto",
    "szam",
)
# Endings of medicines (stems of international nonproprietary names, WHO/EMP/RHT/TSN/2018.1).
_OF_MEDICINES = (
    "formin", "xaban", "gatran", "april", "ipril", "opril", "sartan", "statin", "olol", "dipine",
    "conazole", "nidazole", "prazole", "cillin", "mycin", "floxacin", "cycline", "umab", "ximab",
    "tinib",
    "gliptin", "gliflozin", "glitazone", "tidine", "setron", "triptan", "azepam", "azolam",
    "barbital", "profen", "coxib", "oxetine", "pramine", "triptyline", "zepine", "thyroxine",
    "asone", "isone", "olone", "lukast", "terol", "phylline", "dronate", "semide", "thiazide",
    "denafil", "fibrate", "gabalin", "gabapentin",
)  # fmt: skip
_BEFORE_WORDS = (
    "re", "un", "mis", "non", "pre", "co", "over", "under", "multi", "inter", "anti", "micro",
    "super", "tele", "cyber", "bio", "semi", "trans", "electro", "cardio", "neuro",
)  # fmt: skip
_AFTER_WORDS = ("off", "out", "back", "through")  # handoff
# A capital within is of a make: PayPal, GTBank; but McDonald.
_CAPITAL_WITHIN = re.compile(r"[a-z][A-Z]|^[A-Z]{2,}[a-z]{2,}")
_OF_SOMEBODY = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|O)[A-Z]")
_LISTS = ("given", "surnames", "given_too", "surnames_too")
# The same in other languages of Europe; and the shortest word of two that are written as one.
_OF_NOUNS = (
    "cion", "ciones", "zione", "zioni", "cao", "coes", "tion", "sion", "tie", "ties", "atie",
    "heid",
    "heden", "keit", "schaft", "ungen", "ning", "ningen", "ningar", "het", "dade", "dad", "idad",
    "dades", "mento", "mentos", "miento", "ment", "menti", "enie", "anie", "enia", "ania", "owanie",
    "acja", "acji", "osc", "osci", "nummer", "nr", "service", "formulier", "formular", "formulaire",
    "dienst", "afdeling", "abteilung", "avdelning", "vergoeding", "verzekering", "versicherung",
    "sakring", "ziffer", "termine", "klant", "kunde", "tjanst", "ledningen", "lung", "rung", "dung",
    "tung", "gung", "nung", "sung", "zung", "stelle", "verket", "namnden",
)  # fmt: skip
_COMPOUND, _HEAD, _TAIL = 8, 3, 5
# What nobody can say is short for something: Mbps, Dx. In Slavic names r and l stand for a vowel.
_UNSPOKEN = re.compile(r"(?!ng)[bcdfghjkmnpqstvwxz]{2}|[bcdfghjkmnpqstvwxz]{3,}|[b-df-hj-np-tv-z]x")
_SHORT = re.compile(r"(?:n't|'(?:ll|re|ve|d|m))$")  # don't, we'll


def is_name(word: str) -> bool:
    """Whether a word is hardly ever anything but a name, however it is written."""
    plain = bare(word)
    return plain in words("given") or plain in words("surnames")


def is_listed(word: str) -> bool:
    """Whether a list of names has it, be it a word besides."""
    return any(bare(word) in words(of) for of in _LISTS)


def may_name(said: str) -> bool:
    """Whether words that were taken for somebody can be: one of them is a name, or unknown."""
    told = TOLD.findall(said)
    known = any(map(is_listed, told))
    return words("nobody").isdisjoint(map(bare, told)) and (known or any(map(is_unknown, told)))


def is_make(said: str) -> bool:
    """Whether it is a firm or a make that is called after somebody: Calvin Klein."""
    return " ".join(map(bare, TOLD.findall(said))) in _makes()


@cache
def _makes() -> frozenset[str]:
    return frozenset({*phrases("makes"), *phrases("chains"), *phrases("called_after")})


@lru_cache(maxsize=65_536)
def is_unknown(word: str) -> bool:
    """Neither a word of the language nor a firm or a place that is known by name; what has
    capitals throughout stands for something else."""
    plain = bare(word)
    if (
        word.removesuffix("'s").removesuffix("’s").isupper()  # the NBI's
        or "º" in word  # Nº
        or _is_of_a_make(word)
        or (len(word) < 3 and word.islower())
        or _SHORT.search(plain)
        or _UNSPOKEN.fullmatch(plain)
        or is_of_letters(plain)
    ):
        return False
    if not word.isascii() and word[1:].islower():
        return plain not in _known_but_english()  # hardly any word of English has an accent
    if plain.endswith(_OF_WORDS) or plain.endswith(_OF_MEDICINES):
        return False
    forms = {plain, plain.removesuffix("s"), plain.removesuffix("es")}
    forms |= {rest for each in _BEFORE_WORDS if len(rest := plain.removeprefix(each)) > 4}
    forms |= {rest for each in _AFTER_WORDS if len(rest := plain.removesuffix(each)) > 3}
    return _known().isdisjoint(forms)


@cache
def _known_but_english() -> frozenset[str]:
    return _known() - words("english") | words("talk")


@cache
def _known() -> frozenset[str]:
    of_firms = words("firms", "brands", "products", "goods", "catalogues", "medicines", "breeds")
    places = words("places", "towns", "cities", "suburbs")
    return of_firms | places | words("english", "talk", "small_abroad")


def is_common(word: str) -> bool:
    """Whether it is a frequent word of a language of Europe, or ends with one as words of German,
    Dutch and Swedish do, or as what is no name does: Geschillencommissie, reclamación."""
    return bare(word) in words("english") or is_common_abroad(word)


def is_common_abroad(word: str) -> bool:
    """The same, but for words of English."""
    plain = bare(word)
    if plain in words("common_abroad") or plain in words("desk_words"):
        return True
    if len(plain) >= _COMPOUND and plain.endswith(_OF_NOUNS):
        return True
    ends = (plain[at:] for at in range(_HEAD, len(plain) - _TAIL + 1))
    return len(plain) >= _COMPOUND and any(end in _ends_of_words() for end in ends)


@cache
def _ends_of_words() -> frozenset[str]:
    return words("common_abroad", "desk_words")


def is_of_the_west(text: str) -> bool:
    """Two in five of its small words are frequent in a language that the list of frequent words is
    of; fewer than ten tell nothing."""
    small = [word for word in _small_words(text) if len(word) > _SHORT_WORD]
    known = sum(bare(word) in words("common_abroad") for word in small)
    return known >= _OF_THE_WEST * len(small) and len(small) >= _MANY


def is_of_letters(plain: str) -> bool:
    """Whether a word, as the lists have it, is one of forms and letters in some language."""
    return plain in _of_letters()


@cache
def closing_words() -> frozenset[str]:
    """Words of the last line of a letter that no list of names has: freundliche, Grüße."""
    told = {bare(word) for phrase in phrases("closings") for word in phrase.split()}
    return frozenset({*told, "grusse", "grussen"} - words("given") - words("surnames"))


@cache
def _of_letters() -> frozenset[str]:
    """Words of forms and letters in other languages, which are read as names in none."""
    lists = (
        "name_fields",
        "names_or_more",
        "greetings",
        "closings",
        "introductions",
        "titles",
        "heads",
    )
    told = (word for of in lists for phrase in phrases(of) for word in phrase.split())
    return (
        frozenset(map(bare, told)) | frozenset(map(bare, words("address_words"))) | words("parts")
    )


def _is_of_a_make(word: str) -> bool:
    """What was taken out before (XXXX) is of nobody either."""
    within = _CAPITAL_WITHIN.search(word) and not _OF_SOMEBODY.match(word)
    return bool(within) or "XX" in word


def is_english(text: str) -> bool:
    """Most of the small words at its beginning are words of English, or there are hardly any."""
    small = _small_words(text)
    known = sum(word in words("english") for word in small)
    return known >= (_ENGLISH if len(small) >= _FEW else _OF_FEW) * len(small)


def is_german(text: str) -> bool:
    """Where every noun has a capital."""
    small = _small_words(text)
    return sum(word in words("german") for word in small) * _OF_GERMAN >= len(small)


def _small_words(text: str) -> list[str]:
    return [match[0] for match in _SMALL.finditer(text[: 10 * _WORDS_READ])][:_WORDS_READ]


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """As the lists have it: small, without accents and without what makes it a genitive."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if plain.isascii():
        return plain
    return without_accents(plain.casefold().translate(_NO_ACCENTS))


_NO_ACCENTS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae"}
)
