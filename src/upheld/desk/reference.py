"""What addresses are made of: UP-000414 is case 414, and a day is a day."""

from datetime import date

from upheld.core.words import CaseId


class Day:
    """A day in an address: 2027-01-31."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class CaseReference:
    regex = r"UP-[0-9]{6,12}"

    def to_python(self, value: str) -> CaseId:
        return CaseId(int(value.removeprefix("UP-")))

    def to_url(self, value: int | str) -> str:
        return f"UP-{int(value):06d}"
