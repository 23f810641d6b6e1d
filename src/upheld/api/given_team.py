"""What programs may send about the team: somebody's hours, and what an outside body ruled."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictBool, StrictStr

from .given import Given
from .values import Day, Line, Words

_Hours = Annotated[StrictStr, Field(pattern=r"^[0-9]{1,2}(\.[0-9])?$", examples=["30", "22.5"])]


class HoursGiven(Given):
    """Hours a week for complaints; null where they are not known."""

    a_week: _Hours | None

    def hours(self) -> Decimal | None:
        return None if self.a_week is None else Decimal(self.a_week)


class OutsideGiven(Given):
    """What an outside body made of our answer; `changed` where it came to another one."""

    body: Annotated[Line, Field(max_length=120)]
    ruled_on: Day
    changed: StrictBool
    words: Words = ""
