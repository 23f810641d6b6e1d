"""Numbers of somebody with something between them and what they are called, or behind them: MPAN (if
known): 2266 …, 7100448219 (account), policy number eight eight H four one."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.pieces import one_of

from .patterns import Found

_OWN = one_of(
    "account", "acct?", "a/c", "policy", "plan", "member(?:ship)?", "customer", "client", "student", "patient", "passport", "mpan",
    "mprn", "nhs", "nino", "ni", "ssn", "itin", "licen[cs]e", "employee", "staff", "contract", "tenant", "rent", "council tax", "payroll", "pupil",
    "medicare", "meter", "tax", "permit", "badge", "concession", "railcard", "visa", "subscription", "loyalty", "enrol{1,2}ment", "admission", "reader",
)  # fmt: skip
_NUMBER = r"(?: ?(?i:number|num|no\.?|id|ref\.?|reference))?"
_IT = r"(?=[A-Z-]{0,6}\d)[A-Z0-9](?:[A-Z0-9/-]| (?=\d)){2,20}(?<=\d)(?![\w-]|[.,]\d)"
_BEFORE = re.compile(rf"{_OWN}{_NUMBER} \([^()\n\d]{{0,40}}(?:last \d)?\) ?[:=]? ?(?P<it>{_IT})")
_WITHIN = re.compile(rf"{_OWN} \((?i:no\.?|number|num|nr\.?|id|ref\.?)[: ] ?(?P<it>{_IT})\)")
_BEHIND = re.compile(rf"\d(?<![\w.,+/$£€#-]\d)\d{{5,11}}(?= \({_OWN}{_NUMBER}\))")
_OF_A_PLAN = re.compile(
    r"\b(?i:plan|cover|policy|membership) (?P<it>[A-Z]{2,4}-\d[\d-]{4,14}\d)(?![\w-])"
)
_OF_A_THING = "order case reference tracking ticket booking model serial flight train invoice incident crime report"
_IS = re.compile(
    r"number is "
    + "".join(f"(?<!{thing} number is )" for thing in _OF_A_THING.split())
    + r"(?P<it>(?=[A-Z]{0,6}\d)(?=\d{0,6}[A-Z])[A-Z0-9]{6,12})(?![\w-])"
)
_DIGIT = r"(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|dash|[A-Z]{1,2}|\d{1,4})(?![\w'’])"
_ALOUD = re.compile(
    rf"{_OWN} (?i:number|no\.?|id)(?: on (?:[a-z]{{2,8}} ){{1,4}})?(?: ?(?:is|was|it['’]?s|being))?[,:]? (?P<it>{_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}){{4,20}})"
)

# Whoever wrote what is quoted before: – Ashwin_J_CPT.
_REVIEWER = re.compile(
    r"(?m:[\"”] ?[–—-] (?P<it>(?:[A-Z][\w.]{1,20} )?[A-Za-z]\w{0,20}_\w{1,20})[ \t]*$)"
)


def beside_asides(text: str) -> Iterator[Found]:
    """Where one stands that a word before it or behind it calls somebody's."""
    for pattern in (_BEFORE, _WITHIN, _OF_A_PLAN, _IS, _ALOUD):
        yield from (Found(*match.span("it"), "number") for match in pattern.finditer(text))
    yield from (Found(*match.span("it"), "handle") for match in _REVIEWER.finditer(text))
    yield from (Found(*match.span(), "number") for match in _BEHIND.finditer(text))
