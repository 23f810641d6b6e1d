"""What programs may send to a draft of the policy."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from .given import Given
from .values import Day, FileText, Line, Said, Text


class DraftGiven(Given):
    valid_from: Day
    note: Said = Field(description="What is to change and why: it stands in the history.")


class DayGiven(Given):
    valid_from: Day


class FileGiven(Given):
    text: FileText


class CellsGiven(Given):
    """Cells of one rule. `was` is the whole rule as it was read."""

    row: Annotated[StrictInt, Field(ge=2, le=10_000_000)]
    was: dict[str, Annotated[Text, Field(max_length=20_000)]] = Field(max_length=600)
    cells: dict[str, Annotated[Text, Field(max_length=20_000)]] = Field(max_length=600)


class RuleGiven(Given):
    act: Literal["add", "copy", "up", "down", "delete"]
    row: Annotated[StrictInt, Field(ge=1, le=10_000_000)]
    rule: Line = Field("", description="The id of the rule that was seen there.")


class ColumnGiven(Given):
    act: Literal["add", "delete"]
    column: Annotated[Text, Field(min_length=1, max_length=80)]


class CommentGiven(Given):
    text: Said
    table: Annotated[Text, Field(max_length=80)] = ""
    rule: Annotated[Text, Field(max_length=80)] = ""


class ExpectGiven(Given):
    case: Line = Field("", description="One of the policy's own cases; all of them if empty.")
