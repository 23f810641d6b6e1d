"""What every answer is made of: amounts as text with their currency, moments with their zone."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from django.core.serializers.json import DjangoJSONEncoder
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, computed_field

from upheld.core.money import Money
from upheld.store import secret

Reference = Annotated[str, Field(pattern=r"^UP-[0-9]{6,12}$", examples=["UP-000414"])]


def _utc(at: Any) -> Any:
    return at.astimezone(UTC) if isinstance(at, datetime) else at


Moment = Annotated[datetime, BeforeValidator(_utc)]


def one_of(kind: type[StrEnum]) -> Any:
    """Told by its values: a part of the document has its name already."""
    return Field(json_schema_extra={"enum": [each.value for each in kind]})


class Told(BaseModel):
    """A part of an answer, read from a row or from a value of the core."""

    model_config = ConfigDict(from_attributes=True)


class Versioned(Told):
    """One of a list that the firm keeps: `version` is sent back, as If-Match, by who changes it."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def version(self) -> str:
        return mark(self.model_dump(mode="json", include=set(type(self).model_fields)))


_SALT = "upheld.api.version"


def mark(told: Any) -> str:
    """A version of what is told: the same for the same, as an ETag has it.

    Keyed with the firm's own secret: a version is of what is withheld too, such as a fit, and who
    knows the rest of a row would find by trying what makes its hash."""
    text = json.dumps(told, sort_keys=True, cls=DjangoJSONEncoder)
    return f'"{secret.mark(_SALT, text)[:16]}"'


class Amount(Told):
    """An exact amount: JSON has no exact number, so it is text."""

    amount: str = Field(examples=["12.50"])
    currency: str = Field(examples=["GBP"])


def amount(value: Decimal, currency: str) -> Amount:
    """With the decimals of its currency; one that was kept finer by an earlier version as it is."""
    money = Money(value, currency).amount
    return Amount(amount=f"{money if money == value else value:f}", currency=currency)
