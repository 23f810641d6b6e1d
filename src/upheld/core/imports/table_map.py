"""Customers, orders and contacts in columns: which column is what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from upheld.core.words import Channel
from upheld.tables.problems import unknown

from . import made_of
from .columns import DELIMITERS, From, MapError, amiss, from_data, no_choice

Kind = Literal["customers", "orders", "contacts"]
KINDS: tuple[Kind, ...] = ("customers", "orders", "contacts")
_WHO = "Number of the customer there"
FIELDS: Mapping[Kind, Mapping[str, str]] = {
    "customers": {
        "customer": _WHO, "name": "Name", "email": "E-mail", "phone": "Telephone", "area": "Area",
        "joined": "Customer since", "came_by": "How they came",
    },
    "orders": {
        "customer": _WHO, "order": "Number of the order", "placed": "When it was placed",
        "item": "What was bought", "quantity": "How many", "price": "Price of one",
        "amount": "Amount of the line", "currency": "Currency", "area": "Area of the customer",
        "campaign": "What brought it",
    },
    "contacts": {
        "customer": _WHO, "email": "E-mail of the customer", "at": "When it was",
        "key": "Number of the contact there", "direction": "Whether it came in or went out",
        "channel": "How it came", "summary": "What was said", "author": "Who said it",
        "topic": "What it was about", "caused_by": "Who caused it",
        "minutes": "Minutes it took", "seconds": "Or the seconds it took",
    },
}  # fmt: skip
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    "customers": ("customer",),
    "orders": ("customer", "placed"),
    "contacts": ("at",),
}
# What a value may become, for the fields that take one of few.
CHOICES: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    "customers": {},
    "orders": {},
    "contacts": {
        "channel": tuple(channel.value for channel in Channel),
        "direction": (made_of.IN, made_of.OUT),
        "caused_by": ("firm", "customer", "neutral"),
    },
}
# The fields that are dates, in their order.
DATES: Mapping[Kind, tuple[str, ...]] = {
    "customers": ("joined",),
    "orders": ("placed",),
    "contacts": ("at",),
}


@dataclass(frozen=True, slots=True)
class TableMap:
    """The columns of a file, or of what a `query` gives, as the fields of one kind.

    `watermark` is the column of a query that says when a row changed: the next import asks for
    what is not older than the newest that it saw.
    """

    source: str
    fields: Mapping[str, From]
    kind: Kind = "orders"
    zone: str = "UTC"
    encoding: str = "utf-8"
    delimiter: str = ","
    currency: str = ""
    query: str = ""
    watermark: str = ""

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise MapError(problem)

    def _problems(self) -> Iterator[str]:
        yield from amiss(self.source, self.zone, self.encoding)
        for name in self.fields:
            if name not in FIELDS[self.kind]:
                yield f"fields: {unknown(name, list(FIELDS[self.kind]))}"
        for name in _NEEDED[self.kind]:
            if name not in self.fields:
                yield f"fields: {name} is missing: choose its column"
        yield from self._of_kind()
        yield from no_choice(self.fields, CHOICES[self.kind])
        if self.delimiter not in DELIMITERS:
            yield "delimiter: choose of , ; tab |"
        if self.currency and not (len(self.currency) == 3 and self.currency.isupper()):
            yield f"currency: {self.currency!r} is no code: write one such as GBP"
        if self.watermark and not self.query:
            yield "watermark: it is a column of a query, and there is no query"

    def _of_kind(self) -> Iterator[str]:
        there = self.fields.keys()
        if self.kind == "orders" and not there & {"amount", "price"}:
            yield "fields: name amount, or price (with quantity, where it is not one)"
        if self.kind == "contacts" and not there & {"customer", "email"}:
            yield "fields: name customer or email: whose contacts are they?"
        if {"minutes", "seconds"} <= there:
            yield "fields: name minutes or seconds, not both"


def as_data(given: TableMap) -> dict[str, Any]:
    """The mapping as it is written down; what goes without saying is left out."""
    fields = {name: from_data(each) for name, each in given.fields.items()}
    plain = ("kind", "source", "zone", "encoding", "delimiter", "currency", "query", "watermark")
    told = {name: getattr(given, name) for name in plain if getattr(given, name)}
    return {**told, "fields": fields}
