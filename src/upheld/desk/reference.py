"""What addresses are made of, as every address may say it from here on: UP-000414 is case 414."""

from datetime import date

from django.urls import register_converter

from upheld.core.references import reference
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


class CaseReference:
    regex = r"UP-[0-9]{6,12}"

    def to_python(self, value: str) -> CaseId:
        return CaseId(int(value.removeprefix("UP-")))

    def to_url(self, value: int | str) -> str:
        return reference(int(value))


register_converter(CaseReference, "case")
register_converter(Day, "day")
register_converter(OtherLetter, "letter")

OF_CASE, OF_VERSION = "cases/<case:case_id>/", "policies/<day:day>/"
