"""Questions to the marts, and what was answered, as programs read them."""

from typing import Any

from .base import Moment, Told, Versioned


class KeptQuestionTold(Versioned):
    """A question that somebody keeps under a name, for all who may ask."""

    id: int
    name: str
    sql: str
    by: str
    at: Moment


class MartColumnTold(Told):
    """One column: its type in SQL, what it means, its unit. What is `personal` tells of one person
    to whoever has the store beside it; what is `withheld` is null while a finding waits."""

    name: str
    type: str
    meaning: str
    unit: str
    personal: bool
    withheld: bool


class MartTold(Told):
    name: str
    about: str
    key: list[str]
    columns: list[MartColumnTold]


class MartsTold(Told):
    """The newest marts: of which moment of the store they are, and what can be asked. `rows` are as
    many as a question would be given, and of no mart where they cannot be counted in time."""

    at: Moment
    engine: str
    rows: dict[str, int]
    marts: list[MartTold]


class AnswerTold(Told):
    """`columns` are names with their types. Amounts, days and moments are exact text. `more`:
    there are rows beyond these; `cut`: so many texts were longer than they may be."""

    columns: list[list[str]]
    rows: list[list[Any]]
    more: bool
    cut: int
