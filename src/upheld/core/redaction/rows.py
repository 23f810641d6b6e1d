"""Rows of a table that somebody put into a letter: what a column is called tells what stands in it;
where it is called nothing and a field is an address of mail or a telephone with its country, the
row is about somebody, and so is every long number of it and every field that reads like a street.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from upheld.core.known_words import bare
from upheld.core.pieces import UP
from upheld.core.word_lists import words

from .lines import OR_MORE, STREETS, SURE, is_somebody
from .patterns import Found

_FEWEST = 4  # fields of a row that tells nothing of them
_FEWEST_COLUMNS = 3
_FIELD = re.compile(r"[^,;|\t\"]+")
_NUMBER = re.compile(r"\+?[A-Z]{0,4}[-\d ()./]{6,40}")
_AMOUNT = re.compile(
    r"\d+[.]\d\d?|202\d([./-])\d\d\1\d\d|\d\d([./-])\d\d\2202\d"
)  # or a day of now
_STREET = re.compile(
    rf"\d{{1,5}}[A-Za-z]? [{UP}][^\d]{{3,40}}|[{UP}][^\d]{{3,40}} \d{{1,5}}[A-Za-z]?"
)
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{3,64}")
_ABROAD = re.compile(r"\+\d{1,3}[ (./-]{0,2}\d[\d ()./-]{5,16}\d")
_DIGITS = 6
# What parts the fields of a row, and a field of it, which may stand in quotation marks.
_SIGNS = "\t|;,"
_FIELDS = {
    sign: re.compile(rf"[ ]{{0,9}}(?:\"(?P<quoted>[^\"\n]*)\"|(?P<plain>[^{sign}\"\n]*))[ ]{{0,9}}")
    for sign in _SIGNS
}
_LABEL = re.compile(r"[^\W\d_][\w .#/()-]{0,30}")
_TOLD = re.compile(r"[^\W\d_]+")
_BIRTHS = frozenset({"dob", "birth", "birthday", "birthdate", "geburtsdatum", "naissance"})
_CALLS = frozenset({"phone", "telephone", "mobile", "cell", "tel", "fax", "telefon", "telefono"})
_NUMBERS = frozenset(
    {
        "account", "iban", "ssn", "mrn", "passport", "policy", "member", "licence", "license",
        "nhs", "nino", "nin", "tin", "card", "konto", "kontonummer", "kundennummer",
    }
)  # fmt: skip
_CODES = frozenset({"postcode", "pincode", "zipcode", "eircode", "zip"})
_PLATES = frozenset({"plate", "rego", "vrm", "vrn", "numberplate"})
# A column of contacts has addresses of mail and telephones as well as names.
_CONTACT = re.compile(r"[^\s@]{1,64}@[^\s@]{3,64}|\+?\(?\d[\d ()./+-]{5,24}")
_NOBODY = frozenset(
    {"unassigned", "none", "nobody", "unknown", "various", "tbc", "pending", "anonymous"}
)
_OWN_NUMBERS = frozenset({"customer", "patient", "client", "employee", "student", "record"})
_NUMBERED = frozenset({"id", "no", "number", "nr", "num"})
Place = tuple[int, int]


def in_rows(text: str) -> Iterator[Found]:
    """What stands in such rows and is known by nothing else."""
    told = [*_under_heads(text)] if any(sign in text for sign in _SIGNS) else []
    yield from told
    headed = {text.count("\n", 0, found.start) for found in told}
    at = 0
    lines = text.split("\n") if "@" in text or "+" in text else ()
    for number, line in enumerate(lines):
        may_be = ("@" in line or "+" in line) and number not in headed and line[:1] != "{"
        fields = list(_FIELD.finditer(line)) if may_be else []
        if _is_about_somebody([field[0].strip() for field in fields]):
            yield from _of_a_row(fields, at)
        at += len(line) + 1


def _is_about_somebody(fields: Sequence[str]) -> bool:
    """Three fields at least one of which is a telephone, or four with an address of mail."""
    mailed = len(fields) >= _FEWEST and any(map(_MAIL.fullmatch, fields))
    return mailed or (len(fields) >= _FEWEST_COLUMNS and any(map(_ABROAD.fullmatch, fields)))


def _under_heads(text: str) -> Iterator[Found]:
    """What stands under a column that is called after something of somebody."""
    kinds, sign = list[str](), ""
    for (start, end), (after, last) in pairwise(_lines(text)):
        if not kinds:
            sign = max(_SIGNS, key=lambda each: text.count(each, start, end))
            if text.count(sign, start, end) >= _FEWEST_COLUMNS - 1:
                kinds = _kinds([text[a:b] for a, b in _fields(text, start, end, sign)])
        row = _fields(text, after, last, sign) if kinds and last > after else []
        if last == after:
            kinds = []  # an empty line ends the table
        told = [(a, b, kind) for (a, b), kind in zip(row, kinds, strict=False) if kind and b > a]
        if len(row) == len(kinds) and all(FITS[kind](text[a:b]) for a, b, kind in told):
            yield from (Found(*each) for each in told if IS_OF[each[2]](text[each[0] : each[1]]))


def _lines(text: str) -> Iterator[Place]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _fields(text: str, start: int, end: int, sign: str) -> list[Place]:
    """Where the fields of a line stand."""
    found = list[Place]()
    while (match := _FIELDS[sign].match(text, start, end)) is not None:
        a, b = match.span("quoted" if match["quoted"] is not None else "plain")
        found.append((a, a + len(text[a:b].rstrip())))
        if match.end() >= end or text[match.end()] != sign:
            break
        start = match.end() + 1
    return found


def _kinds(labels: Sequence[str]) -> list[str]:
    """What stands in each column; nothing where it is no head of a table about somebody."""
    told = [label for label in labels if label]
    if len(told) < _FEWEST_COLUMNS or not all(map(_LABEL.fullmatch, told)):
        return []
    kinds = [*map(kind_of, labels)]
    return kinds if any(kinds) else []


def kind_of(label: str) -> str:
    """What stands in a column or a field that is called so; nothing where that is unknown."""
    plain = bare(" ".join(label.replace("_", " ").replace("-", " ").split()))
    told = set(_TOLD.findall(plain))
    if plain in SURE | OR_MORE | words("parts") | {"name", "provider", "doctor"}:
        return "name"
    if told & _PLATES:
        return "plate"
    if told & _NUMBERS or (told & _OWN_NUMBERS and told & _NUMBERED):
        return "number"
    if told & _CODES:
        return "postcode"
    if told & _BIRTHS:
        return "birthday"
    if told & _CALLS:
        return "telephone"
    return "address" if told & STREETS and not told & words("no_street") else ""


# What can stand in such a column, so that a sentence with as many commas is no row.
FITS: dict[str, Callable[[str], bool]] = {
    "name": lambda said: (
        said.count(" ") < _FEWEST + 1
        and (not re.search(r"\d", said) or bool(_CONTACT.fullmatch(said)))
    ),
    "number": lambda said: bool(re.search(r"\d", said)) and said.count(" ") < _FEWEST,
    "birthday": lambda said: bool(re.fullmatch(r"(?=.*\d.*\d)[\w ./,-]{6,20}", said)),
    "telephone": lambda said: (
        bool(re.fullmatch(r"[+\d][\w ()./+-]{4,30}", said)) or _MAIL.fullmatch(said) is not None
    ),
    "address": lambda said: said.count(" ") <= 2 * _FEWEST,
    "postcode": lambda said: bool(re.fullmatch(r"[A-Za-z\d][\w -]{2,9}", said)),
    "plate": lambda said: bool(re.fullmatch(r"[A-Za-z\d][\w ·-]{2,10}", said)),
}


def _has(digits: int) -> Callable[[str], bool]:
    return lambda said: sum(map(str.isdigit, said)) >= digits


# And what of it is somebody's: an amount under such a head is not.
IS_OF: dict[str, Callable[[str], bool]] = {
    "name": lambda said: (
        bool(_TOLD.match(said))
        and not _CONTACT.fullmatch(said)
        and bare(said) not in _NOBODY
        and is_somebody(said.replace(",", ""), led=True)
    ),
    "plate": _has(2),
    "postcode": _has(2),
    "number": lambda said: _has(4)(said) and not _AMOUNT.fullmatch(said),
    "birthday": _has(2),
    "telephone": lambda said: _has(_DIGITS)(said) and "@" not in said,
    "address": lambda said: bool(_TOLD.search(said)) and "@" not in said,
}


def _of_a_row(fields: list[re.Match[str]], at: int) -> Iterator[Found]:
    for field in fields:
        said = field[0].strip()
        start = at + field.start() + field[0].index(said)
        if sum(map(str.isdigit, said)) >= _DIGITS and _NUMBER.fullmatch(said):
            if not _AMOUNT.fullmatch(said):
                yield Found(start, start + len(said), "number")
        elif _STREET.fullmatch(said) and said.count(" ") < _FEWEST:
            yield Found(start, start + len(said), "address")
