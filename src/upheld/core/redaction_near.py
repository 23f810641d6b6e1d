"""Numbers of somebody that stand in one sentence with what they are: "the value FZ-7516 was kept as
the account of the patient", "MRN, as verified at the desk >> 53-1846"."""

# ruff: noqa: E501 (a list of words is read whole)

import re
from collections.abc import Iterator

from .pieces import one_of
from .redaction_patterns import Found

_CODE = re.compile(
    r"\d(?<![\w.,+/$£€#-]\d)[\d/-]{4,20}(?<=\d)(?![\w-]|[.,/]\d| ?%)"
    r"|[A-Z](?<![\w.,+/$£€#-].)[A-Z]{0,4}-?\d[\d/-]{3,16}(?<=\d)(?![\w-]|[.,/]\d| ?%)"
)
_DAY = re.compile(r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|(?:19|20)\d\d[/-](?:19|20)?\d\d|(?:19|20)\d{6}")
_RECORD = "(?:record|chart|file|history|index)"
_NUMBER = "(?:['’]s)? (?:id|no|number|nr|identifier|code|index)(?!\\w)"
_OWN = one_of(
    "accounts?", "acct", "mrn", "m[.]r[.]n", "chart", "member(?:ship)?", "passport", "licen[cs]e", "social security", "security number", "ssn", "sort code", "routing",
    *(f"{whose}[ -]{_RECORD}" for whose in ("medical", "hospital", "patient", "health", "clinical", "care")),
    *(f"{whose}{_NUMBER}" for whose in ("patient", "customer", "client", "employee", "student", "person(?:al)?", "record", "identity", "identification", "enrol{1,2}ment", "enrol{1,2}ee", "beneficiary", "insurance", "subscriber", "policy", "claimant", "user", "login", "staff", "pupil", "insured?", "tax(?:payer)?", "national")),
    *(f"{whose}[ -](?:id|ledger|number|key|reference)" for whose in ("billing", "charge", "revenue", "reimbursement", "financial", "financial ledger", "payment", "payer")), "national insurance", "identity card",
)  # fmt: skip
_OF_A_THING = one_of(
    "orders?", "invoices?", "tracking", "parcel", "references?", "case", "tickets?", "booking", "complaints?", "serial", "model", "version", "trial", "protocol", "catalog(?:ue)?",
    "lot", "batch", "pages?", "amount", "balance", "statement", "zip",
)  # fmt: skip
_REST = r"(?:[ -](?:reference|ref|locator|key|id|number|no|nr|index|identifier)(?!\w))?"
_BEFORE = re.compile(rf"(?P<own>{_OWN}(?i:{_REST}))|(?P<thing>{_OF_A_THING})")
_AFTER = re.compile(
    rf"['\"’”]? (?:is|was|are|were|belongs? to|has been|serves?|identifies|as|against|under|for)\b[^.\n|;\d]{{0,60}}?(?:(?P<own>{_OWN})|(?P<thing>{_OF_A_THING}))"
)
_PARTED = re.compile(r"[.!?;]\s|\|\s(?!$)|\n|\d{4}")
_FEWEST = 5  # digits
_REACH = 80  # signs before a number that are looked at


def beside_what_they_are(text: str) -> Iterator[Found]:
    """Numbers that an account, a record or a card of somebody is named with."""
    for match in _CODE.finditer(text):
        if _DAY.fullmatch(match[0]) or sum(map(str.isdigit, match[0])) < _FEWEST:
            continue
        if _is_own(text, match.start()) or _is_told_after(text, match.end()):
            yield Found(*match.span(), "number")


def _is_own(text: str, start: int) -> bool:
    """What is named last before it in its sentence is something of somebody."""
    before = text[max(0, start - _REACH) : start]
    parted = max((found.end() for found in _PARTED.finditer(before)), default=0)
    last = max(_BEFORE.finditer(before, parted), key=re.Match.start, default=None)
    return last is not None and last["own"] is not None


def _is_told_after(text: str, end: int) -> bool:
    match = _AFTER.match(text, end)
    return match is not None and match["own"] is not None
