"""How a case is called: UP-000414 is case 414."""

import re

from .words import CaseId

_REFERENCE = re.compile(r"\s*(?:UP-?)?0*(\d{1,12})\s*", re.IGNORECASE)


def read_reference(text: str) -> CaseId | None:
    """The case that a person means by "UP-000414", "up414" or "414"."""
    found = _REFERENCE.fullmatch(text)
    return CaseId(int(found[1])) if found else None


def reference(case_id: int) -> str:
    return f"UP-{case_id:06d}"
