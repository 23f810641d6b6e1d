"""What programs may send of campaigns."""

from typing import Annotated

from pydantic import Field, StrictBool

from upheld.core.campaigns import Campaign

from .given import Given
from .values import Day, Line, Text

QuarterGiven = Annotated[str, Field(pattern=r"^(\d{4} Q[1-4])?$", examples=["2026 Q3"])]


class CampaignGiven(Given):
    """A campaign under its key; an empty key is made of the name."""

    key: Annotated[Text, Field(max_length=60)] = ""
    name: Annotated[Line, Field(max_length=120)]
    promise: Annotated[Text, Field(max_length=200)] = ""
    starts: Day | None = None
    ends: Day | None = None
    retired: StrictBool = False

    def campaign(self) -> Campaign:
        return Campaign(self.key, self.name, self.promise, self.starts, self.ends, self.retired)
