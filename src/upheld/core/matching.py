"""Whether two customers are one person: what of them is compared, and the reasons in words.

Nothing here decides: a probability and its reasons are put before a person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .accents import without_accents
from .domains import as_sent

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lady", "lord",
                     "herr", "frau", "monsieur", "madame", "mme"})  # fmt: skip
# Mailboxes of a house and not of a person: that two have one says nothing.
_SHARED = frozenset({"info", "mail", "office", "contact", "admin", "hello", "support", "sales",
                     "accounts", "billing", "orders", "shop", "service", "enquiries", "noreply",
                     "postmaster", "webmaster", "kontakt"})  # fmt: skip
# Providers that ignore dots in a mailbox (and what follows a plus, as many do).
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})
_LONGEST_NUMBER = 9  # digits at the end of a telephone number: what stands before is a country


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared of a customer; None where it is not known.

    `of_name` says that the mailbox is made of their names alone, as a namesake's may be.
    """

    given: str | None
    family: str | None
    email: str | None
    mailbox: str | None
    of_name: bool
    phone: str | None
    address: str | None


def compared(name: str, email: str, phone: str, address: str) -> Compared:
    """A customer without what spelling does: case, accents, titles, signs and blanks."""
    given, family = _names(name)
    address_of_mail, mailbox = _mail(email)
    digits = re.sub(r"\D", "", phone)[-_LONGEST_NUMBER:]
    return Compared(
        given=given,
        family=family,
        email=address_of_mail,
        mailbox=mailbox,
        of_name=mailbox is not None and _is_of_name(mailbox, given or "", family or ""),
        phone=digits if len(digits) >= 6 else None,
        address=_plain(address) or None,
    )


def _names(name: str) -> tuple[str | None, str | None]:
    """The first and the last of the names; "Hart, Sally" is Sally Hart."""
    family, comma, given = name.partition(",")
    said = _plain(f"{given} {family}" if comma else name).split()
    words = [word for word in said if word not in _TITLES] or said
    if not words:
        return None, None
    if len(words) == 1:
        return None, words[0]
    first, last = words[0], words[-1]
    # A letter alone is of a given name, wherever it stands.
    return (last, first) if len(last) == 1 < len(first) else (first, last)


def _plain(text: str) -> str:
    letters = without_accents(text.casefold())
    return " ".join(re.sub(r"[^\w\s]", "", letters.replace("-", " ")).split())


def _mail(email: str) -> tuple[str | None, str | None]:
    """The address, and the mailbox as its provider delivers it; none where a house shares it."""
    mailbox, at, domain = as_sent(email.strip().lower()).rpartition("@")
    if not at or not mailbox:
        return None, None
    plain = mailbox.partition("+")[0]
    plain = plain.replace(".", "") if domain in _DOTLESS else plain
    own = None if plain in _SHARED or len(plain) < 4 else plain
    return f"{plain}@{domain}", own


def _is_of_name(mailbox: str, given: str, family: str) -> bool:
    """Whether nothing but the names, their first letters and signs is in it."""
    letters = re.sub(r"[^\w]|_", "", mailbox)
    names = {given, given[:1], family, family[:1]}
    return letters in {first + last for first in names for last in names | {""}}


# How well each part agrees, best first; the last is that it does not. The words are what a person
# reads; `m` is how often it is so among pairs that are one person, `u` among any two.
@dataclass(frozen=True, slots=True)
class Level:
    words: str
    m: float
    u: float


# A household has one door, often one telephone and one family name: of people whose given names are
# plainly others these say nothing together, so they are weighed as nothing (m is u).
LEVELS: Mapping[str, tuple[Level, ...]] = {
    "name": (
        Level("the same given and family name", 0.52, 0.0005),
        Level("the same names, changed about", 0.04, 0.00002),
        Level("given and family name each spelt almost alike", 0.20, 0.0006),
        Level("the same family name, and the same first letter of the given name", 0.12, 0.0006),
        Level("the same given name, and another family name", 0.06, 0.012),
        Level("the same family name, and another given name", 0.02, 0.006),
        Level("another name", 0.04, 0.98),
    ),
    "email": (
        Level("the same e-mail address", 0.20, 0.00001),
        Level("one e-mail address, and other given names: a household may share it", 0.02, 0.00001),
        Level("the same mailbox at another provider", 0.12, 0.0001),
        Level("the same mailbox at another provider, made of the name alone", 0.08, 0.01),
        Level("e-mail addresses that differ in a letter or two", 0.18, 0.0001),
        Level("mailboxes that are spelt much alike", 0.15, 0.1),
        Level("another e-mail address", 0.25, 0.99),
    ),
    "phone": (
        Level("the same telephone number", 0.67, 0.00002),
        Level("one telephone number, and other given names: a household may share it", 0.01, 0.01),
        Level("telephone numbers that differ in one digit", 0.12, 0.00005),
        Level("another telephone number", 0.20, 0.9999),
    ),
    "address": (
        Level("the same postal address", 0.59, 0.0001),
        Level("one postal address, and other given names: as in a household", 0.01, 0.01),
        Level("postal addresses written almost alike", 0.20, 0.0004),
        Level("another postal address", 0.20, 0.9995),
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for or against that two are one, and how much: `weight` in powers of two."""

    words: str
    weight: float

    @property
    def speaks_for(self) -> bool:
        return self.weight > 0


def reasons(levels: Mapping[str, int], weights: Mapping[str, float]) -> tuple[Reason, ...]:
    """What was compared in words, what weighs most first. `levels` counts from the worst, as the
    library does: 0 is that a part does not agree, and -1 that it is not known of both."""
    found = [
        Reason(LEVELS[part][-1 - level].words, round(weights[part], 2))
        for part, level in levels.items()
        if level >= 0
    ]
    return tuple(sorted(found, key=lambda each: -abs(each.weight)))


def share(probability: float) -> str:
    """A probability in per cent, never all or nothing."""
    return "over 99.9%" if probability > 0.999 else f"{probability:.1%}"
