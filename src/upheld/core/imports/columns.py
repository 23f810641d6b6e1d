"""A mapping: which column becomes which field, and how what stands in it is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from upheld.core.intake import Complainant, Complaint
from upheld.core.words import Channel
from upheld.tables.problems import unknown

from .arrival import Arrival, Problem, RowRefused, shortened
from .moments import ISO, read_moment

FIELDS = {
    "text": "What the customer said",
    "key": "Number of the case there",
    "subject": "Subject",
    "received": "When it came",
    "name": "Name of the customer",
    "email": "E-mail of the customer",
    "phone": "Telephone of the customer",
    "channel": "How it came",
    "topic": "What it is about",
    "demand": "What would put it right",
    "order": "Reference of the order",
    "state": "Open or closed",
    "response": "What was done there",
}
OPEN, CLOSED = "open", "closed"
# What a value may become, for the fields that take one of few.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "channel": tuple(channel.value for channel in Channel),
    "state": (OPEN, CLOSED),
}
ENCODINGS = ("utf-8", "windows-1252", "iso-8859-1", "utf-16")
DELIMITERS = (",", ";", "\t", "|")


class MapError(ValueError):
    """A mapping that cannot be used; the message says what to mend."""


def no_column(wanted: str, there: Sequence[str]) -> MapError:
    """A column that is not in the file: of one that parts its columns by another sign, which."""
    told = f"the file has no column {wanted!r}: it has {', '.join(there[:20])}"
    sign = max(DELIMITERS, key=there[0].count) if len(there) == 1 else ""
    if not sign or sign not in there[0]:
        return MapError(f"{told}. Please name one that it has in the mapping")
    named = "\\t" if sign == "\t" else sign
    return MapError(
        f'{told}. Are its columns parted by that? Write delimiter: "{named}" in the mapping'
    )


@dataclass(frozen=True, slots=True)
class From:
    """Where a field comes from: a column, or the same words for every row.

    `format` is for dates. `values` says what a value becomes, `otherwise` what any other does.
    """

    column: str = ""
    constant: str = ""
    format: str = ISO
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""

    def __post_init__(self) -> None:
        if bool(self.column) == bool(self.constant):
            raise MapError("a field comes from one column, or is one constant: write one of them")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The columns of a file as the fields of a complaint.

    `source` is what a second import knows its rows by. A moment without an offset is one in `zone`.
    """

    source: str
    fields: Mapping[str, From]
    zone: str = "UTC"
    encoding: str = "utf-8"
    delimiter: str = ","

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise MapError(problem)

    def _problems(self) -> Iterator[str]:
        yield from amiss(self.source, self.zone, self.encoding)
        for name in self.fields:
            if name not in FIELDS:
                yield f"fields: {unknown(name, list(FIELDS))}"
        if "text" not in self.fields:
            yield "fields: text is missing: choose the column that holds what the customer said"
        yield from no_choice(self.fields, CHOICES)
        if len(self.delimiter) != 1:
            yield "delimiter: write the one character that parts the columns"

    @property
    def columns(self) -> dict[str, str]:
        """By field, the column that it comes from."""
        return {name: each.column for name, each in self.fields.items() if each.column}


def no_choice(fields: Mapping[str, From], choices: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What a field is to say that is none of its choices."""
    for name, among in choices.items():
        if found := fields.get(name):
            meant = {*found.values.values(), found.otherwise, found.constant} - {""}
            for each in sorted(meant - {*among}):
                yield f"{name}: {unknown(each, among)}"


def amiss(source: str, zone: str, encoding: str) -> Iterator[str]:
    """What is amiss with where rows come from and how their file is written."""
    if not source.strip() or len(source) > 60:
        yield "source: say in up to 60 characters where the rows come from"
    if encoding not in ENCODINGS:
        yield f"encoding: {unknown(encoding, ENCODINGS)}"
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"zone: there is no zone {zone!r}: write one such as Europe/London"


def read_row(row: Mapping[str, str], given: ColumnMap, now: datetime) -> Arrival:
    """A row as a complaint, not yet checked. Without a date it came now.

    Raises RowRefused with every value that cannot be read.
    """
    problems: list[Problem] = []
    told = {name: _value(name, each, row, problems) for name, each in given.fields.items()}
    received = _moment(given, row, problems)
    if not told.get("text"):
        column = given.fields["text"].column
        problems.append(Problem(column, "", "nothing was said", "write what the customer said"))
    if problems:
        raise RowRefused(problems)
    mapped = {each.column for each in given.fields.values()}
    particulars = {name: text for name, text in row.items() if text and name not in mapped}
    if told.get("state"):
        particulars["state"] = row.get(given.fields["state"].column, "") or told["state"]
    if told.get("key"):
        particulars["number"] = told["key"]
    if received is None:
        particulars["received_on"] = "not in the file: taken as the moment of import"
    return Arrival(
        source=given.source,
        key=told.get("key", ""),
        complaint=Complaint(
            text=told.get("text", ""),
            received_at=received or now,
            complainant=Complainant(
                told.get("name", ""), told.get("email", ""), told.get("phone", "")
            ),
            subject=told.get("subject", ""),
            channel=Channel(told.get("channel") or Channel.IMPORT),
            demand=told.get("demand", ""),
            topic=told.get("topic", ""),
        ),
        response=told.get("response", ""),
        particulars=particulars,
        past=told.get("state") == CLOSED,
        order=told.get("order", ""),
    )


def _value(name: str, given: From, row: Mapping[str, str], problems: list[Problem]) -> str:
    if given.constant:
        return given.constant
    text = (row.get(given.column) or "").strip()
    if name not in CHOICES or not text:
        return text
    known = {each.casefold(): meant for each, meant in given.values.items()}
    as_is = text.casefold() if text.casefold() in CHOICES[name] else ""
    meant = known.get(text.casefold()) or as_is or given.otherwise
    if not meant:
        among = ", ".join(each.replace("_", " ") for each in CHOICES[name])
        mend = f"say in the mapping what it means ({among})"
        problems.append(Problem(given.column, shortened(text), "not in the mapping", mend))
    return meant


def _moment(given: ColumnMap, row: Mapping[str, str], problems: list[Problem]) -> datetime | None:
    source = given.fields.get("received")
    text = "" if source is None else source.constant or (row.get(source.column) or "").strip()
    if source is None or not text:
        return None
    try:
        return read_moment(text, source.format, ZoneInfo(given.zone))
    except ValueError as error:
        mend = "mend the date, or choose another way of reading it"
        problems.append(Problem(source.column, shortened(text), str(error), mend))
        return None


def as_data(given: ColumnMap) -> dict[str, Any]:
    """The mapping as it is written down; what goes without saying is left out."""
    fields = {name: from_data(each) for name, each in given.fields.items()}
    rest = {"zone": given.zone, "encoding": given.encoding, "delimiter": given.delimiter}
    return {"source": given.source, "fields": fields, **rest}


def from_data(given: From) -> dict[str, Any]:
    """Where a field comes from, as it is written down."""
    told = {
        "column": given.column,
        "constant": given.constant,
        "format": "" if given.format == ISO else given.format,
        "values": dict(given.values),
        "otherwise": given.otherwise,
    }
    return {name: value for name, value in told.items() if value}
