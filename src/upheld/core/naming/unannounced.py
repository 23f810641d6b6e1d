"""Names that nothing announces: words with a capital that are no words of the language.

In an English text, what has a capital and is neither a word of English nor a firm or a place that
is known by name is somebody, or something that few have heard of: either may go. In a text of
another language only the lists of names count, for there a capital says less: in German every noun
has one.
"""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator
from functools import cache

from upheld.core.known_words import (
    bare,
    is_common_abroad,
    is_german,
    is_listed,
    is_make,
    is_name,
    is_of_letters,
    is_of_the_west,
    is_unknown,
)
from upheld.core.pieces import UP
from upheld.core.redaction.checks import NO_NAMES
from upheld.core.redaction.patterns import DEGREES, PART
from upheld.core.word_lists import words

from .abroad import (
    is_elsewhere,
    is_nobody,
    is_strange,
    of_the_language,
    only_of_the_language,
    words_before,
)
from .guesses import is_rather_a_thing
from .places import is_a_place_or_goods
from .runs import CAPITALS, Run, may_be_called, roles, run_of
from .things import is_a_journey, is_a_thing

Place = tuple[int, int]
_INITIAL = re.compile(rf"\w [{UP}]\. \w|^[{UP}]\. \w|[a-z] [A-HJ-Z] [A-Z][a-z]")
# What follows a firm's name, however its own words read.
_FIRM_AFTER = re.compile(
    r"\.?(?: (?:&|and) [A-Z][\w'’-]{0,40})?,? ?\(?"
    r"(?:&|(?:(?i:inc|ltd|llc|llp|corp|plc|co|gmbh)|S\.?A|s\.a|A\.?G)\b)"  # no Swede: Anna sa nej
)
# Before a name that is a word as well: the midst of a sentence, and no word of a thing.
_WITHIN = re.compile(
    r"[^\W\d_A-Z][,;:]? (?:[a-z]{2,3} ){0,2}$|\b(?:[Tt]hen|[Aa]nd|[Bb]ut|[Ww]hen|[Ss]o|I) $"
)
_TO_SOMEBODY = re.compile(
    r"(?i:\b(?:called|named|call me|shouted at|yelled at|e-?mailed|phoned|messaged|texted|asked"
    r"|told|met|by) )$"
)
_GOES_ON = re.compile(r" [a-z]|[,.;:?!)\n]|$|['’]s ")
_PARTICLES = re.compile(rf"(?<!\w)(?:{DEGREES}|(?:{DEGREES})?(?:{PART} )+)$")
_DEGREE = re.compile(
    r",? (?:[BM]\.(?:A|Sc|Eng|Ed)\.|Ph\.? ?D\b\.?|MBA\b)| [A-HJ-Z](?:\.(?=[,;:)\n]|$| [a-zà-ÿ(]|  )|(?=[,;:)\"”'’\n]|$| [–—-] ))"
)
_THING = re.compile(
    r"(?:^|[\s(\"“])(?i:the|an?|my|our|your|his|her|their|its|this|these|those|each|every|any|no"
    r"|some|both|per|via|new|old|same)\s+$"
)
# The beginning of a sentence.
_BEGINS = re.compile(r"(?:^|[\n.!?\"“:] ?)$")
# There, what somebody does, or says; and the rest of a question.
_DOES = re.compile(
    r":|\n|$|['’]s | [\"“]|,? (?:is|was|has|had|does|did|said|says|told|spent|gave|lives?d?|works?|wrote"
    r"|went|came|left|took|made|got|hung|never|also|always|just|then|can|could|would|should"
    r"|and I|who|[a-z]{2,}ed)\b"
)
_ASKS = re.compile(r" [^.!?\n]{0,200}\?")
# What nobody but a person does, so that a surname that is a word begins the sentence.
_ACTS = re.compile(
    r",? (?:began|said|says|told|replied|promised|refused|assured|explained|spoke|answered|insisted"
    r"|apologi[sz]ed|hung|and [A-Z][a-z]+ (?:were|are|have|had|told|said))\b"
)
_APART = re.compile(r"[A-Z], $")  # the HCA, Blessing, told
# A name that stands beside another: Angel, Mary and Tom.
_BEFORE_IT = re.compile(r"(?<!\w)([^\W\d_]{1,20})(?:,? and|,) $")
_AFTER_IT = re.compile(r"(?:,? and|,) ([^\W\d_]{1,20})")
# A place rather than somebody comes after these.
_IN = re.compile(
    r"(?i:\b(?:in|(?<!shouted )(?<!yelled )(?<!screamed )(?<!laughed )(?<!swore )at|near|outside"
    r"|(?:originally|here|moved|am|is|are|comes?) from)) $"
)
# The same in other languages, where the word says nothing else (en is and in Dutch, i in Polish).
_IN_ABROAD = re.compile(r"(?i:\b(?:in|em|în|din|w|we|v|ve|uit)) $")
_OF_A_PLACE = re.compile(r"(?i:\b(?:in|of|to|from|near|under)) $")
_PART_BEHIND = re.compile(r", (?:[^\W\d_]{2,5} )?([^\W\d_]{4,})[,.;)]")  # Chelo, mi nuera
_ROLE = re.compile(r"(?<![\w-])([a-z][a-z-]+) [\"“'‘(]?$")
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december easter christmas english""".split()  # noqa: SIM905
)
# Who works there, though a country is called so: Jordan at your branch.
_AT_A_DESK = re.compile(r" (?:at|in|on|from) your\b| (?:said|told|promised|rang|phoned)\b")
_A_PAIR = 2
_SHORTEST_CODE = 3  # signs of what stands in capitals for something else
_SHORTEST_SHOUTED = 5  # signs of the longest word of a name in capitals
_PART = re.compile(PART)
_VOWELS = re.compile(r"[AEIOUYÀ-ÖØ-Ý]")
_NEVER_ALONE = frozenset({"april", "art", "august", "bill", "june", "may", "will"})


def unannounced(text: str, *, english: bool, guessed: bool = True) -> Iterator[Place]:
    """Where somebody is named that no sign gives away: by the lists, and where it is `guessed` by
    words that are none of the language."""
    foreign = not english and not is_german(text)
    guesses, pairs = guessed and english, guessed and foreign
    west = not english and is_of_the_west(text)
    for match in CAPITALS.finditer(text):
        if english and match[0] in _only_begin():
            continue
        start, run = run_of(text, match)
        if not english and len(run.plain) == 1 and run.plain[0] in words("never_alone"):
            continue  # drei Tage
        if is_a_journey(match[0]) or (not english and is_nobody(run)):
            continue
        end = start + len(run.said)
        if _is_of_others(run) or is_make(run.said) or _FIRM_AFTER.match(text, end):
            continue
        if (
            _is_name(run)
            or _is_led_to(run, english, foreign, west)
            or (guesses and (_is_guessed(run) or _is_shouted(run)))
            or (pairs and _is_pair(run, west) and not _is_asked(run, text, end))
            or _is_alone(run)
        ) and not (is_a_thing(run) or (english and is_a_place_or_goods(run))):
            degree = _DEGREE.match(text, end)
            yield start - _particles_before(run.before), degree.end() if degree else end


@cache
def _only_begin() -> frozenset[str]:
    """Words that only begin a sentence of English, with their capital: none of them is a name."""
    return frozenset(word.capitalize() for word in NO_NAMES if not is_listed(word))


def _is_led_to(run: Run, english: bool, foreign: bool, west: bool) -> bool:
    """After a part that people have (Patient, titulaire du compte): a name, or what can be one; in
    a language that writes only names with a capital any word that nobody knows."""
    if "XX" in run.said:
        return False
    if not english and _is_in_the_midst(run):
        return True
    behind = _PART_BEHIND.match(run.after) if foreign else None
    if behind and bare(behind[1]) in words("parts") and _may_be_somebody(run):
        return True
    told = words_before(run, english)
    if not any(bare(word) in roles() for word in told):
        return False
    beside_it = run.before[-1:] == " " and run.before[-2:-1].isalpha()
    beside_it &= bare(told[-1]) in roles()
    if not english and not any(map(is_listed, run.plain)) and is_elsewhere(run):
        return False
    if west and (len(run.told) > 1 or not beside_it) and only_of_the_language(run.told):
        return False  # Conseiller Relation Clients
    beside = foreign and bare(told[-1]) in words("parts") and not run.before.endswith("\n")
    if beside and not run.said.isupper() and _may_be_somebody(run):
        return True
    if west and not foreign and bare(told[-1]) in words("parts") and is_strange(run):
        return True  # meine Schwiegermutter Ljudmila
    if english and _is_after_a_role(run):
        return True
    known = any(map(is_listed, run.plain))
    enough = foreign or len(run.told) > 1
    told_there = (word.capitalize() for word in run.told if len(word) > 2)
    return known or (enough and any(map(is_unknown, told_there)))


def _is_in_the_midst(run: Run) -> bool:
    """A name that is a word of some language, with a capital that no sentence gave it."""
    return (
        len(run.plain) == 1
        and run.plain[0] in words("given_abroad")
        and not run.said.isupper()
        and not _BEGINS.search(run.before)
        and not _IN_ABROAD.search(run.before)
    )


def _is_after_a_role(run: Run) -> bool:
    """In the midst of a sentence, though it is a word as well: your handler Precious."""
    role = _ROLE.search(run.before)
    if role is None or role[1].rpartition("-")[2] not in words("roles") or run.said.isupper():
        return False
    return len(run.plain) == 1 and run.plain[0] not in _DAYS and _may_be_somebody(run)


def _may_be_somebody(run: Run) -> bool:
    return _others().isdisjoint(run.plain) and not any(map(is_of_letters, run.plain))


@cache
def _others() -> frozenset[str]:
    return words("firms", "brands", "products", "talk", "places", "towns", "parts") | NO_NAMES


def _is_of_others(run: Run) -> bool:
    told = run.plain[:-1] if may_be_called(list(run.plain)) else run.plain
    return not words("nobody").isdisjoint(told)


def _particles_before(before: str) -> int:
    """How many signs of it are of the name: van der, de la."""
    found = _PARTICLES.search(before)
    return len(found[0]) if found else 0


def _is_name(run: Run) -> bool:
    """One word of it is hardly ever anything but a name, or it has the form of one."""
    if len(run.plain) == 1 and run.plain[0] in words("firms") and _THING.search(run.before):
        return False  # a Dyson
    if any(is_name(word) for word in run.plain if len(word) > 2 or len(run.plain) > 1):
        return True
    pair = run.plain[0] in words("given_too") and not run.said.isupper()
    code = run.told[-1].isupper() and len(run.told[-1]) <= _SHORTEST_CODE
    last = run.plain[-1]
    ends = len(run.plain) > 1 and last not in NO_NAMES and last not in words("firms") and not code
    return ends and (pair or bool(_INITIAL.search(run.said)))


def _is_guessed(run: Run) -> bool:
    """A word of it is none of the language; in, at or near it is rather a place."""
    begins = run.plain[0] in words("articles") and _BEGINS.search(run.before)
    unknown = any(map(is_unknown, run.told[1 if begins else 0 :]))
    return unknown and not _IN.search(run.before) and not is_rather_a_thing(run)


def _is_shouted(run: Run) -> bool:
    """Two words in capitals throughout, none of which is known, and that can be read aloud."""
    told = [word for word in run.told if len(word) > 1 and not _PART.fullmatch(word.casefold())]
    return (
        run.said.isupper()
        and len(told) > 1
        and max(map(len, told)) >= _SHORTEST_SHOUTED
        and all(map(_VOWELS.search, told))
        and all(
            is_unknown(word.capitalize()) or bare(word) in words("surnames_too") for word in told
        )
    )


def _is_pair(run: Run, west: bool) -> bool:
    """In a language that writes only names with a capital: two words or more that have one, after
    the word with which a sentence begins."""
    told = run.plain
    if _BEGINS.search(run.before) and (len(told) > 2 or told[0] in words("articles")):
        told = told[1:]
    names = {word for word in told if len(word) > 2}
    known = (words(of) for of in ("firms", "brands", "places", "cities"))
    if any(word.islower() for word in run.told) and not any(map(is_listed, told)):
        return False  # Codice del Consumo
    if _IN_ABROAD.search(run.before) and not any(map(is_listed, told)):
        return False
    is_label = run.told[-1].isupper() and is_of_letters(told[-1])  # Numer PESEL
    is_label |= all(map(is_of_letters, told)) and not any(map(is_listed, told))
    is_label |= any(
        run.told[at].isupper() and 1 < len(run.told[at]) <= _SHORTEST_CODE for at in (0, -1)
    )
    is_label |= run.plain[-1] in words("parts") and not any(map(is_listed, told))
    is_label |= run.after.startswith((":", " (")) and not any(map(is_listed, told))
    is_label |= of_the_language(run.told) and (west or all(map(is_common_abroad, run.told)))
    is_label |= west and run.plain[-1] in words("towns") and not any(map(is_listed, told))
    named = len(told) > 1 and not is_label and not run.said.isupper()
    return named and told[0] not in words("towns") and all(map(names.isdisjoint, known))


def _is_asked(run: Run, text: str, end: int) -> bool:
    """Two words that no list has, with which a question begins: the first of them asks, and has its
    capital from there (Bunları Biliyor muydunuz?)."""
    begins = len(run.told) == _A_PAIR and _BEGINS.search(run.before)
    return bool(begins and _ASKS.match(text, end)) and not any(map(is_listed, run.plain))


def _is_alone(run: Run) -> bool:
    """A name that is a word as well, in the midst of a sentence or where somebody acts."""
    word = run.plain[0]
    if len(run.plain) > 1 or word in _NEVER_ALONE or run.said.isupper():
        return False
    if _BEGINS.search(run.before):
        does = word in words("given_too") and _DOES.match(run.after)
        acts = word in words("surnames_too") and _ACTS.match(run.after)
        if does or acts:
            return True
    if (word in words("given_too") or word in words("surnames_too")) and _is_beside_a_name(run):
        return True
    if (word in words("given_too")) and _APART.search(run.before) and _ACTS.match(run.after):
        return True
    if word in NO_NAMES or not _WITHIN.search(run.before) or _THING.search(run.before):
        return False
    if word in words("places"):
        if word in words("given_too") and _AT_A_DESK.match(run.after):
            return True
        return word in words("given_too") and not _OF_A_PLACE.search(run.before)
    if word in words("given_too") or word in words("surnames_too"):
        return True
    told = _TO_SOMEBODY.search(run.before) and _GOES_ON.match(run.after)
    return bool(told) and word not in words("firms") and not is_common_abroad(run.told[0])


def _is_beside_a_name(run: Run) -> bool:
    beside = _BEFORE_IT.search(run.before), _AFTER_IT.match(run.after)
    return any(found and is_name(found[1]) and found[1][0].isupper() for found in beside)
