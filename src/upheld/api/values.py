"""Values that programs may send, each with its bounds."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StrictInt, StrictStr

from upheld.core.intake import LONGEST_TEXT
from upheld.core.promises.given_days import checked_day
from upheld.core.reply import LONGEST_LETTER

MOST_ID = 2**63 - 1
_DEEPEST = 20
_DIGITS = re.compile(r"[1-9][0-9]*")
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")


def readable(text: str) -> str:
    """Raises ValueError for what no database keeps: NUL, and half of a surrogate pair."""
    if any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("it has characters that are no text: send plain UTF-8")
    return text


def _plain(value: Any, deep: int = 0) -> Any:
    """JSON that can be kept and given back as it was."""
    if deep > _DEEPEST:
        raise ValueError(f"it is nested more than {_DEEPEST} deep")
    match value:
        case str():
            readable(value)
        case float() if not math.isfinite(value):
            raise ValueError("a number is finite")
        case Mapping():
            for name, each in value.items():
                _plain(name, deep + 1)
                _plain(each, deep + 1)
        case list():
            for each in value:
                _plain(each, deep + 1)
    return value


def _in_utc(at: datetime) -> datetime:
    """Raises ValueError for a moment at the end of the calendar, which UTC has no name for."""
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("its year is beyond the calendar: mend the year") from None


def _of_text(value: Any) -> Any:
    """A day or a moment is text: a bare number would be read as seconds since 1970."""
    if not isinstance(value, str) or not _WRITTEN.match(value):
        raise ValueError("write it as 2026-11-02, or as 2026-11-02T09:30:00Z with its zone")
    return value


def _in_digits(value: Any) -> Any:
    """In an address a number has one spelling: who read what is known by the address (looking.py).

    Raises ValueError for +5, 5.0 and 05."""
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise ValueError("write the number in digits alone, such as 5")
    return value


Ref = Annotated[str, Field(pattern=r"^UP-[0-9]{6,12}$", description="UP-000414 is case 414.")]
Id = Annotated[int, Field(ge=1, le=MOST_ID), BeforeValidator(_in_digits)]
InBody = Annotated[StrictInt, Field(ge=1, le=MOST_ID)]
# A version of the policy is named by its first day, whenever that is.
FirstDay = Annotated[date, BeforeValidator(_of_text)]
Day = Annotated[FirstDay, AfterValidator(checked_day)]
Instant = Annotated[AwareDatetime, BeforeValidator(_of_text), AfterValidator(_in_utc)]
Facts = Annotated[dict[str, Any], Field(max_length=500), AfterValidator(_plain)]


Text = Annotated[StrictStr, AfterValidator(readable)]
Line = Annotated[Text, Field(max_length=200)]
Words = Annotated[Text, Field(max_length=20_000)]
Said = Annotated[Text, Field(min_length=1, max_length=20_000)]
Body = Annotated[Text, Field(min_length=1, max_length=LONGEST_LETTER)]
Name = Annotated[Text, Field(min_length=1, max_length=40)]
Whole = Annotated[Text, Field(min_length=1, max_length=LONGEST_TEXT)]
FileText = Annotated[Text, Field(max_length=2_000_000)]
