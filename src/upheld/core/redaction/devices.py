"""Numbers of vehicles and of telephones, which lead to whoever has them."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Callable

from upheld.core.pieces import one_of
from upheld.core.word_lists import phrases

# What a sign of a vehicle's number counts, and by what each place is weighed (49 CFR 565.15).
_COUNTS = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True))
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECK, _YEAR = 8, 9  # where the check digit stands, and the year of the model
_NO_YEAR = "UZ0"
_FEWEST_LETTERS = 3
_SIGN = "A-HJ-NPR-Z0-9"  # no I, O or Q
# A few words may stand between what it is called and the number, or the end of the line: numer VIN
# pojazdu: …
_BETWEEN = r"\W{1,5}(?:[^\W\d_]{1,14}[^\w\n]{1,4}){0,4}?"
_CALLED_VEHICLE = rf"{one_of(*phrases('vehicles'))}(?!\w){_BETWEEN}(?P<it>(?i:[{_SIGN}](?:[ .-]?[{_SIGN}]){{16}}))(?!\w|-\w)"
# Alone, in capitals, as it is stamped, or parted as its maker, its kind and its own number are.
_VEHICLE = (
    rf"[{_SIGN}](?<![\w.-].)[{_SIGN}]{{2}}([ -]?)[{_SIGN}]{{6}}\1[{_SIGN}]{{4}}\d{{4}}(?![\w-])"
)
# In Europe three places that tell nothing are filled with Z.
_FILLED = re.compile(r".{3}ZZZ.{7}\d{4}")
# Fourteen digits, fifteen with the check digit, sixteen with the version of what runs on it
# (3GPP TS 23.003, 6.2), parted as a box or a display has them: 35-209900-176148-1.
_TELEPHONE = r"[iI](?<!\w.)(?i:mei)(?i:s|[ /-]?sv)?(?:[ -]?[12](?=\W))?(?i:-?n\w{1,7})?"
_CALLED_TELEPHONE = rf"{_TELEPHONE}{_BETWEEN}(?P<it>\d(?:[ ./-]?\d){{13,15}})(?!\w|[.,-]\w)"
# Its elder: fourteen signs of base sixteen that begin with a letter (3GPP2 S.R0048).
_ELDER = r"[mM](?<!\w.)(?i:eid)[^\w\n]{1,5}(?:(?i:is|number|no)\W{1,3})?(?P<it>(?i:[A-F][\dA-F]{13}))(?!\w)"


def _is_called_vehicle(found: str) -> bool:
    """What is called one is one, mistyped too; in sections or in small letters it is told from words
    by the four figures at its end (ISO 3779)."""
    return (found.isalnum() and found == found.upper()) or found[-4:].isdigit()


def _is_vehicle(found: str) -> bool:
    """It has letters, and a year of the model and a check digit as in North America, or is filled as
    in Europe: the number of an order seldom is."""
    plain = re.sub(r"[ -]", "", found)
    if sum(map(str.isalpha, plain)) < _FEWEST_LETTERS:
        return False
    return bool(_FILLED.fullmatch(plain)) or (plain[_YEAR] not in _NO_YEAR and _is_checked(plain))


def _is_checked(found: str) -> bool:
    """The ninth sign is what is left of the weighed sum by 11, and X where ten are."""
    counted = (_COUNTS[sign] if sign in _COUNTS else int(sign) for sign in found)
    left = sum(count * weight for count, weight in zip(counted, _WEIGHTS, strict=True)) % 11
    return found[_CHECK] == "0123456789X"[left]


# In this order, as redaction_patterns.WHAT.
DEVICES: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(_CALLED_VEHICLE), _is_called_vehicle),
    (re.compile(_VEHICLE), _is_vehicle),
    (re.compile(_CALLED_TELEPHONE), bool),
    (re.compile(_ELDER), bool),
)
