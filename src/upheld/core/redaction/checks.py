"""Whether what is written as one thing that identifies a person is that thing: check digits, days,
words that nobody is called."""

# ruff: noqa: E501 (a pattern is read whole)

import ipaddress
import re
from collections.abc import Sequence

from upheld.core.checks.privacy import luhn
from upheld.core.known_words import (
    bare,
    is_common_abroad,
    is_listed,
    is_make,
    is_of_letters,
    is_unknown,
)
from upheld.core.word_lists import words

from . import addresses

_WRITTEN_OUT = 4  # signs of a word that stands for nothing else
_SHORTEST = 3  # signs of a word that tells of what language it is
_PAGES = 1_000  # a span of more pages is none


def is_card(found: str) -> bool:
    return luhn(re.sub(r"\D", "", found))


def is_iban(found: str) -> bool:
    """The check digits of an account (ISO 13616): letters count from 10, and the rest is 1."""
    plain = found.replace(" ", "").upper()
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _weighed(found: str, weights: Sequence[int]) -> int:
    digits = map(int, re.sub(r"\D", "", found))
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def is_nhs(found: str) -> bool:
    """The tenth digit of an NHS number checks the nine before it (modulus 11)."""
    check = 11 - _weighed(found, range(10, 1, -1)) % 11
    return (0 if check == 11 else check) == int(found[-1])


def is_abn(found: str) -> bool:
    """An Australian Business Number: weighed, with one off its first digit, it divides by 89."""
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    return (_weighed(found, weights) - 10) % 89 == 0


def is_tfn(found: str) -> bool:
    """An Australian tax file number: weighed it divides by 11."""
    return _weighed(found, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def is_ip(found: str) -> bool:
    try:
        ipaddress.ip_address(found)
    except ValueError:
        return False
    return "." in found or found.count(":") >= 3


def is_dialled(found: str) -> bool:
    """From 7 to 15 digits (ITU-T E.164), and neither a day nor a time."""
    digits = re.sub(r"\D", "", re.split(r"x|ext", found)[0])
    timed = _DAY.match(found) or _DAY_AND_HOUR.fullmatch(found) or _HOURS.fullmatch(found)
    return 7 <= len(digits) <= 15 and not timed


_DAY = re.compile(
    r"\d{4}-\d{2}-\d{2}|0\d/(?:19|20)\d\d\b|\d{1,2}([./-])\d{1,2}\1(?:(?:19|20)\d\d\b|\d\d(?: \d{1,2})?$)"
)
_HOURS = re.compile(r"[0-2]\d[0-5][05]-[0-2]\d[0-5][05]")  # 0800-1800
# What stands before the minutes: 24/02/26 09:40, and 13/02/2026 15:50.
_DAY_AND_HOUR = re.compile(
    r"(?:[0-3]?\d([./-])[01]?\d\1\d\d|[01]?\d[./-](?:19|20)\d\d|(?:19|20)?\d\d([./-])[01]?\d\2[0-3]?\d)[ ,]{1,2}[0-2]?\d"
)


def is_grouped(found: str) -> bool:
    """From 6 to 12 digits, and no year among the groups."""
    digits = re.sub(r"\D", "", found)
    years = re.search(r"\b(?:19|20)\d\d\b", found)  # a day, a span of years
    # Two with a dash between are pages, days or the number of a court's case; but two of four digits
    # that are no pages a telephone.
    pair = re.fullmatch(r"(\d+)-(\d+)", found)
    pages = pair and not (len(found) == 9 and abs(int(pair[2]) - int(pair[1])) > _PAGES)
    return 6 <= len(digits) <= 12 and not (years or pages or _HOURS.fullmatch(found))


def is_place(found: str) -> bool:
    """None of its words is of a firm or a law, and none is a word that a sentence goes on with."""
    told = re.findall(r"[^\W\d_][\w'’.-]*", found)
    small = {word for word in told if word.islower()}
    parts = {part.casefold() for word in told for part in (word.replace(".", ""), *word.split("-"))}
    of_firms = words("nobody") & parts
    if not any(len(word) >= _WRITTEN_OUT or not word.isupper() for word in told):
        return False  # BP 146/82
    if _COUNTED.match(found):
        return False  # 3x Blundstone
    if told[0] == "DOB" or bare(told[0]) in words("no_house") or told[0].endswith(_OF_LABELS):
        return False
    return "XX" not in found and not of_firms and not (small - addresses.SMALL) & words("english")


def is_plan(found: str) -> bool:
    """What a firm sells, words of English with a number: moved to Value Saver 24."""
    plain = [*map(bare, found.split()[:-1])]
    return _NUMBERED.fullmatch(found) is not None and words("english").issuperset(plain)


def is_led_to(found: str) -> bool:
    return is_place(found) and not is_plan(found)


_NUMBERED = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)* \d{1,3}")
_COUNTED = re.compile(r"\d{1,3} ?[xX] ")
# What a German calls a number: Führerschein B072…
_OF_LABELS = ("nummer", "nr.", "nr", "schein", "punkt", "ausweis", "kennzeichen")


def is_named_place(found: str) -> bool:
    """The same, and one of them is no word of the language and no firm's."""
    written = re.findall(r"[^\W\d_]{2,}", found)
    # What is short and in capitals is a measure or a mark: RR 18.
    told = {
        word.casefold() for word in written if not (word.isupper() and len(word) < _WRITTEN_OUT)
    }
    strange = told - words("english") - words("firms")
    strange = {word for word in strange if len(word) >= _SHORTEST}
    # 2 Seiten, Durchwahl 14: one word, and a number.
    counted = len(written) == 1 and all(map(is_common_abroad, strange))
    return bool(strange) and not counted and is_place(found)


def is_person(found: str) -> bool:
    """At least one word that is no label of ours, and nothing that was blacked out before; what
    has capitals throughout is more than words of the language."""
    told = [word for word in found.casefold().split() if word not in _TITLES]
    shouted = found.isupper() and words("english").issuperset(told)
    shouted = shouted and not (len(told) == 1 and told[0] in words("surnames", "surnames_too"))
    named = bool(told) and told[0].strip(".,") not in NO_NAMES and not is_make(found)
    named = named and not is_office(told)
    named = named and not (len(told) == 1 and told[0].strip(".,") in _ANYBODY)
    return named and "XX" not in found and not shouted


def is_office(told: Sequence[str]) -> bool:
    """Words of the language, the last of which is an office's: Consumer Affairs."""
    plain = [word.strip(".,") for word in told]
    return len(plain) > 1 and plain[-1] in words("offices") and words("english").issuperset(plain)


_TITLES = frozenset({"mr.", "mrs.", "ms.", "dr.", "mr", "mrs", "ms", "dr", "miss"})
# To whom a letter is, or whose account it is, without a name.
_ANYBODY = frozenset(
    """airline bank bupa caller client customer claimant patient tenant resident member passenger
    applicant complainant landlord agent manager insurer supplier council hotel shop store school
    hospital surgery garage company support team driver owner user buyer seller""".split()  # noqa: SIM905
)
NO_NAMES = words("no_names")


def is_somebody(found: str) -> bool:
    """Two words at least, none of them of a firm or a law."""
    told = [word.casefold().strip(".'’") for word in found.split()]
    letters = all(map(is_of_letters, map(bare, told)))  # Freundliche Grüße
    called = is_person(found) and words("nobody").isdisjoint(told)
    if any(map(is_common_abroad, told)) and not any(map(is_listed, told)):
        return False  # Ispettorato Sinistri
    # What somebody is to a firm: Guest Relations Assistant.
    office = told[-1] in words("roles", "parts") and told[0] in words("english", "roles", "parts")
    # A house or a shop: Seaview Lodge Whitianga.
    house = not words("trades").isdisjoint(told[1:]) and told[0] not in words("given", "given_too")
    return len(told) > 1 and called and not (letters or office or house)


def is_greeted(found: str) -> bool:
    """Somebody, and no firm: one is known by its name, by its last word, by what is somebody's in
    it, or by words of the language of which none is a name."""
    told = [word for word in found.split() if word.casefold() not in _TITLES]
    if not is_person(found) or len(told) < len(found.split()):
        return is_person(found)
    plain = [*map(bare, told)]
    firms = words("firms", "brands", "trades", "nobody")
    listed = any(map(is_listed, told))
    if plain[-1] in words("never_alone"):
        return False  # Hey Leute
    if len(told) == 1:
        return listed or plain[0] not in firms
    if any(word.endswith(("'s", "’s")) for word in told[:-1]):
        return False
    led = any(plain[0] in words(of) for of in ("given", "given_too"))
    return led or (firms.isdisjoint(plain) and (listed or any(map(is_unknown, told))))


def is_of_somebody(mail: str) -> bool:
    """No letter box of a firm: kundenservice@, atencion.cliente@."""
    box = {bare(word) for word in re.split(r"[._+-]|(?<=\D)(?=\d)", mail.partition("@")[0]) if word}
    return not box or not box <= words("boxes")


def always(_found: str) -> bool:
    return True


# Checks of what has a figure in it.
OF_FIGURES = (is_place, is_led_to, is_named_place)


# An address that carries a secret or leads to somebody: what follows ? or #, or a long token.
_LEADS_TO_SOMEBODY = re.compile(r"(?<=.)(?:[?#].|/[\w-]{16})")


def is_secret(link: str) -> bool:
    return bool(_LEADS_TO_SOMEBODY.search(link.partition("://")[2]))
