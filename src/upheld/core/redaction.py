"""What identifies a person, taken out of a text before anybody sees it who need not know."""

import re
from collections.abc import Callable
from functools import partial

from .checks.privacy import ACCOUNT, CARD, IBAN, NATIONAL, luhn

NAME = "[name]"
# No more than 64 signs stand before the @ (RFC 5321, 4.5.3.1.1).
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
# A number that is dialled: with its country, with the nought before the area, or in three parts.
_PHONE = re.compile(
    r"(?<![\w.-])(?:\+\d|\(0\d|0\d)(?:(?: ?\(|\) ?|[ ./-])?\d){7,13}(?!\d)"
    r"|(?<![\w.-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)"
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)


def _is_card(found: str) -> bool:
    return luhn(re.sub(r"\D", "", found))


def _is_iban(found: str) -> bool:
    """The check digits of an account (ISO 13616): letters count from 10, and the rest is 1."""
    plain = found.replace(" ", "").upper()
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _always(_found: str) -> bool:
    return True


_WHAT: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("e-mail", _MAIL, _always),
    ("account", IBAN, _is_iban),
    ("card", CARD, _is_card),
    ("number", NATIONAL, _always),
    ("account", ACCOUNT, _always),
    ("telephone", _PHONE, _always),
    ("postcode", _POSTCODE, _always),
)


def redacted(text: str, name: str = "") -> str:
    """The text with addresses, telephone, card and account numbers and postcodes as [what it was],
    and with the words of the customer's `name`. What no pattern knows stays."""
    for what, pattern, so in _WHAT:
        text = pattern.sub(partial(_told, what, so), text)
    return _without_name(text, name)


def _told(what: str, so: Callable[[str], bool], found: re.Match[str]) -> str:
    return f"[{what}]" if so(found[0]) else found[0]


def _without_name(text: str, name: str) -> str:
    """As a name is written: "Will" is one, "will" is a word."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]+", name) if len(word) > 2]
    if not words:
        return text
    written = {form for word in words for form in (word, word.capitalize(), word.upper())}
    either = "|".join(sorted(map(re.escape, written), key=len, reverse=True))
    return re.sub(rf"\b(?:{either})(?: (?:{either}))*\b", NAME, text)
