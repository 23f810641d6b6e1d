"""What addresses are made of: UP-000414 is case 414, and a day is a day."""

import re
from datetime import date

from upheld.core.words import CaseId, LetterKind
from upheld.steps.offers import SENT_BY


class Day:
    """A day in an address: 2027-01-31."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class OtherLetter:
    """A kind of letter beside the answer, in an address."""

    regex = "|".join(SENT_BY)

    def to_python(self, value: str) -> LetterKind:
        return LetterKind(value)

    def to_url(self, value: str) -> str:
        return str(value)


_REFERENCE = re.compile(r"\s*(?:UP-?)?0*(\d{1,12})\s*", re.IGNORECASE)


class CaseReference:
    regex = r"UP-[0-9]{6,12}"

    def to_python(self, value: str) -> CaseId:
        return CaseId(int(value.removeprefix("UP-")))

    def to_url(self, value: int | str) -> str:
        return f"UP-{int(value):06d}"


def read_reference(text: str) -> CaseId | None:
    """The case that a person means by "UP-000414", "up414" or "414"."""
    found = _REFERENCE.fullmatch(text)
    return CaseId(int(found[1])) if found else None
