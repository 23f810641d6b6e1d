"""What programs may send of an import: the file's kind, its mapping, and the word to begin."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictBool

from .given import Given
from .values import Facts, Name, Text

_Format = Literal["mapped", "customers", "orders", "contacts", "zendesk", "freshdesk", "intercom"]
_Called = Annotated[Text, Field(max_length=60)]


class UploadGiven(BaseModel):
    """The parts of a form beside the file. `mapped` is a table of complaints, and `customers`,
    `orders` and `contacts` are tables of these: CSV or Parquet."""

    format: _Format = "mapped"
    mapping: _Called = Field("", description="A mapping by its name; proposed if left out.")


class OnceMoreGiven(Given):
    """The same file once more."""

    format: _Format = "mapped"
    mapping: _Called = ""


class MappingGiven(Given):
    """How a table is read, as it is read back here; null for an export of a helpdesk."""

    mapping: Facts | None = None
    regime: Name | None = None
    complaint_kind: Name | None = None


class NamedGiven(Given):
    name: Annotated[Text, Field(min_length=1, max_length=60)]


class BeginGiven(Given):
    dry: StrictBool = Field(False, description="Try it: nothing is written.")
