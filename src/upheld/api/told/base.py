"""What every answer is made of: amounts as text with their currency, moments with their zone."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Reference = Annotated[str, Field(pattern=r"^UP-[0-9]{6,12}$", examples=["UP-000414"])]


def _utc(at: Any) -> Any:
    return at.astimezone(UTC) if isinstance(at, datetime) else at


Moment = Annotated[datetime, BeforeValidator(_utc)]


class Told(BaseModel):
    """A part of an answer, read from a row or from a value of the core."""

    model_config = ConfigDict(from_attributes=True)


class Amount(Told):
    """An exact amount: JSON has no exact number, so it is text."""

    amount: str = Field(examples=["12.50"])
    currency: str = Field(examples=["GBP"])


def amount(value: Decimal, currency: str) -> Amount:
    return Amount(amount=f"{value:.2f}", currency=currency)
