"""Numbers of somebody that stand in one sentence with what they are: "the value FZ-7516 was kept as
the account of the patient", "MRN, as verified at the desk >> 53-1846"."""

# ruff: noqa: E501 (a list of words is read whole)

import re
from collections.abc import Iterable, Iterator

from upheld.core.pieces import one_of
from upheld.core.word_lists import phrases

from .patterns import Found

_CODE = re.compile(
    r"\d(?<![\w.,+/$£€#-]\d)[\d/-]{4,20}(?<=\d)(?![\w-]|[.,/]\d| ?%)"
    r"|[A-Z](?<![\w.,+/$£€#-].)[A-Z]{0,4}-?\d[\d/-]{3,16}(?<=\d)(?![\w-]|[.,/]\d| ?%)"
)
# In a row of a table a comma stands before it.
_CODE_OF_ONE = re.compile(_CODE.pattern.replace("[\\w.,+", "[\\w.+"))
_DAY = re.compile(
    r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|(?:19|20)\d\d[/-](?:19|20)?\d\d|(?:19|20)\d\d/\d{1,6}|(?:19|20)\d{6}"
)
_RECORD = "(?:record|chart|file|history|index)"
_NUMBER = "(?:['’]s)? (?:id|no|number|nr|identifier|code|index)(?!\\w)"
_OWN = one_of(
    "accounts?", "acct", "mrn", "m[.]r[.]n", "chart", "member(?:ship)?", "passport", "licen[cs]e", "social security", "security number", "ssn", "sort code", "routing",
    *(f"{whose}[ -]{_RECORD}" for whose in ("medical", "hospital", "patient", "health", "clinical", "care")),
    *(f"{whose}{_NUMBER}" for whose in ("patient", "customer", "client", "employee", "student", "person(?:al)?", "record", "identity", "identification", "enrol{1,2}ment", "enrol{1,2}ee", "beneficiary", "insurance", "subscriber", "policy", "claimant", "user", "login", "staff", "pupil", "insured?", "tax(?:payer)?", "national")),
    *(f"{whose}[ -](?:id|ledger|number|key|reference)" for whose in ("billing", "charge", "revenue", "reimbursement", "financial", "financial ledger", "payment", "payer")), "national insurance", "identity card",
    "residence (?:permit|card)", "aufenthaltstitel\\w*", "titre de s[ée]jour", "permesso di soggiorno", "permiso de residencia", "tarjeta de residencia", "verblijfs\\w+", "kart[aęy] pobytu", "overeenkomst\\w{0,8}", "uppeh[åa]llstillst[åa]nd\\w*",
    "visa", "visum\\w*", "wiz[aęy]", "dow[óo]d\\w* osobist\\w+", "carta d['’]identit[àa]", "carte d['’]identit[ée]", "personalausweis\\w*", "ausweis\\w*", "identiteitskaart", "cart[ãa]o de cidad[ãa]o",
    "permis de conduire", "permiso de conducir", "patente di guida", "rijbewijs\\w*", "prawo jazdy", "f[üu]hrerschein\\w*", "k[öo]rkort\\w*", "k[øo]rekort\\w*", "pasaporte", "passeport", "passaporto", "paspoort\\w*", "paszport\\w*", "reisepass\\w*",
)  # fmt: skip
# What a German, a Dutchman or a Dane calls a number of somebody: one word, which ends so.
_IN_ONE_WORD = one_of(
    *(f"{whose}\\w{{0,16}}-?(?:nummer|nr)\\b" for whose in ("patient", "pati[ëe]nt", "pasient", "kunde", "klant", "mitglied", "medlem", "lid", "personal", "personen", "person", "versicher", "verzeker", "vertrag", "contract", "police", "polis", "konto", "rekening", "kranken", "aufnahme", "ausweis", "pass", "steuer", "sozial", "renten", "schüler", "student", "mieter", "teilnehmer", "abo", "zähler", "dossier", "burger", "bürger", "borger", "debitor", "debiteur", "relatie", "lohn", "journal")),
)  # fmt: skip
_OF_A_THING = one_of(*phrases("things"))
_REST = r"(?:[ -](?:reference|ref|locator|key|id|number|no|nr|index|identifier)(?!\w))?"
_BEFORE = re.compile(rf"(?P<own>{_OWN}(?i:{_REST})|{_IN_ONE_WORD})|(?P<thing>{_OF_A_THING})")
_AFTER = re.compile(
    rf"['\"’”]? (?:is|was|are|were|belongs? to|has been|serves?|identifies|as|against|under|for)\b[^.\n|;\d]{{0,60}}?(?:(?P<own>{_OWN})|(?P<thing>{_OF_A_THING}))"
)
_PARTED = re.compile(r"[.!?;]\s|\|\s(?!$)|\n|\d{4}")
# What is a case to a firm is somebody's file beside the day of their birth.
_FILE = re.compile(r"(?i:dossier|expediente|pratica|case)")
_FEWEST = 5  # digits
_REACH = 80  # signs before a number that are looked at
_LINE = 160  # signs before and after a day of birth


def beside_what_they_are(text: str) -> Iterator[Found]:
    """Numbers that an account, a record or a card of somebody is named with."""
    for match in _CODE.finditer(text):
        if _DAY.fullmatch(match[0]) or sum(map(str.isdigit, match[0])) < _FEWEST:
            continue
        if _is_own(text, match.start()) or _is_told_after(text, match.end()):
            yield Found(*match.span(), "number")


def beside_births(text: str, told: Iterable[Found]) -> Iterator[Found]:
    """Numbers in a line with a day of birth, in the line above it or in the line below: they are of
    whoever was born then, be they called what they are, unless they are called after a thing."""
    for born in told:
        for match in _CODE_OF_ONE.finditer(text, *_lines_of(text, born)):
            if _is_long(match[0]) and not _is_of_a_thing(text, born, match.start()):
                yield Found(*match.span(), "number")


def _lines_of(text: str, born: Found) -> tuple[int, int]:
    """Where the line above a day of birth begins and the line below it ends; nothing of what is no
    day of birth."""
    if born.what != "birthday":
        return 0, 0
    first, last = max(0, born.start - _LINE), born.end + _LINE
    above = text.rfind("\n", first, max(first, text.rfind("\n", first, born.start)))
    below = text.find("\n", text.find("\n", born.end) + 1)
    return max(above, first), min(below, last) if below > born.end else last


def _is_long(said: str) -> bool:
    """Six signs at least, and no day."""
    return sum(map(str.isalnum, said)) > _FEWEST and not _DAY.fullmatch(said)


def _is_of_a_thing(text: str, born: Found, start: int) -> bool:
    """It is called after one, and not after a file that stands in the line of the day itself."""
    last = _last_before(text, start)
    if last is None or last["thing"] is None:
        return False
    between = text[min(born.end, start) : max(born.start, start)]
    return "\n" in between or not _FILE.fullmatch(last["thing"])


def _is_own(text: str, start: int) -> bool:
    """What is named last before it in its sentence is something of somebody."""
    last = _last_before(text, start)
    return last is not None and last["own"] is not None


def _last_before(text: str, start: int) -> re.Match[str] | None:
    before = text[max(0, start - _REACH) : start]
    parted = max((found.end() for found in _PARTED.finditer(before)), default=0)
    return max(_BEFORE.finditer(before, parted), key=re.Match.start, default=None)


def _is_told_after(text: str, end: int) -> bool:
    match = _AFTER.match(text, end)
    return match is not None and match["own"] is not None
