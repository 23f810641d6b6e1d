"""An import on its page: its columns, the first rows as they would come in, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils import timezone

from upheld.core.imports import Arrival, MapError, Problem, shortened
from upheld.core.imports.columns import FIELDS
from upheld.core.imports.shapes import COMPLAINTS, SHAPES
from upheld.core.imports.table_map import TableMap
from upheld.core.imports.tables import left_out_of
from upheld.core.words import ImportState
from upheld.steps.run_import import MAPPED, Looked, looked_at
from upheld.store import models as rows
from upheld.store.imports import maps as import_maps
from upheld.store.imports.lines import Line, Sheet
from upheld.store.imports.tables import in_currency
from upheld.store.policies import PolicyMissing
from upheld.store.reached import is_reached

_PREVIEWED, _SAMPLES = 10, 3
_LEFT = {True: "kept for people", False: "not read"}
_LEAVE = "it is left out"
_WHO = {True: "The customer", False: "We"}
STATES = {
    ImportState.DRAFT: "Not begun",
    ImportState.WAITING: "Waits for its turn",
    ImportState.RUNNING: "Under way",
    ImportState.DONE: "Done",
    ImportState.FAILED: "Stopped",
    ImportState.UNDOING: "Being undone",
    ImportState.UNDONE: "Undone",
}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    samples: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it would come in; `wrong` is what is amiss with it and `mend` what to do."""

    label: str
    text: str
    wrong: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    number: int
    cells: tuple[Cell, ...]
    amiss: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    heads: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    trouble: str = ""


def state_told(row: rows.Import) -> str:
    if row.state == ImportState.DRAFT and row.dry and row.ended_at:
        return "Tried, nothing written"
    return STATES[ImportState(row.state)]


def columns(samples: Mapping[str, Sequence[str]], row: rows.Import) -> list[Column]:
    """Each column with what stands in it and what it becomes."""
    becomes: dict[str, list[str]] = {}
    labels, left = SHAPES[row.kind].fields, _LEFT[row.kind == COMPLAINTS]
    for name, each in row.mapping.get("fields", {}).items():
        becomes.setdefault(each.get("column", ""), []).append(labels[name])
    return [
        Column(
            name,
            " · ".join(map(shortened, values[:_SAMPLES])),
            ", ".join(becomes.get(name, ())) or left,
        )
        for name, values in samples.items()
    ]


def preview(row: rows.Import, sheet: Sheet, now: datetime) -> Preview:
    """The first rows as they would come in, with what is amiss at its field."""
    shown, labels = _shown(row), SHAPES[row.kind].fields
    heads = tuple(labels[name] for name in shown)
    try:
        if row.format == MAPPED:
            import_maps.check_columns(import_maps.read_for(row.kind, row.mapping), sheet)
        if row.kind != COMPLAINTS:
            return Preview(heads, _of_table(import_maps.table(row), sheet, shown, now))
        found = [*islice(looked_at(row, sheet, now), _PREVIEWED)]
    except (MapError, PolicyMissing) as error:
        return Preview(heads, (), str(error))
    return Preview(heads, tuple(_row(each, shown) for each in found))


_OF_TICKETS = ("key", "received", "name", "subject", "text", "channel", "state")


def _shown(row: rows.Import) -> dict[str, str]:
    """The fields that the first rows are shown with, and the column of each."""
    if row.format != MAPPED:
        return dict.fromkeys(_OF_TICKETS, "")
    told = row.mapping.get("fields", {})
    fields = SHAPES[row.kind].fields
    return {name: told[name].get("column", "") for name in fields if name in told}


def _of_table(
    given: TableMap, sheet: Sheet, shown: Mapping[str, str], now: datetime
) -> tuple[PreviewRow, ...]:
    """The first lines as they stand, each with the reason for which it would be left out."""
    lines = [*islice(sheet.lines(), _PREVIEWED)]
    today = now.astimezone(ZoneInfo(given.zone)).date()
    whole = [(line.number, line.values) for line in lines if not line.problem]
    why = left_out_of(whole, in_currency(given), today, is_reached) if whole else {}
    why |= {line.number: str(line.problem) for line in lines if line.problem}
    return tuple(_line(line, given, shown, why.get(line.number, "")) for line in lines)


def _line(line: Line, given: TableMap, shown: Mapping[str, str], why: str) -> PreviewRow:
    labels, (field, _, said) = SHAPES[given.kind].fields, why.partition(": ")
    cells = []
    for name, column in shown.items():
        text = shortened(line.values.get(column, "") if column else given.fields[name].constant)
        wrong = (said, _LEAVE) if name == field else ("", "")
        cells.append(Cell(labels[name], text, *wrong))
    amiss = () if not why or field in shown else (Problem("", "", why, _LEAVE),)
    return PreviewRow(line.number, tuple(cells), amiss)


def _row(looked: Looked, shown: Mapping[str, str]) -> PreviewRow:
    by_column = {each.column: each for each in looked.problems if each.column}
    told = _told(looked.arrival) if looked.arrival else {}
    cells = []
    for name, column in shown.items():
        problem = by_column.get(column) if column else None
        value = told.get(name) or looked.line.values.get(column, "")
        text = shortened(problem.value if problem else value)
        wrong = (problem.why, problem.mend) if problem else ("", "")
        cells.append(Cell(FIELDS[name], text, *wrong))
    at_fields = {column for column in shown.values() if column}
    amiss = tuple(each for each in looked.problems if each.column not in at_fields)
    return PreviewRow(looked.line.number, tuple(cells), amiss)


def _told(arrival: Arrival) -> dict[str, str]:
    said, who = arrival.complaint, arrival.complaint.complainant
    return {
        "key": arrival.key, "text": said.text, "subject": said.subject, "name": who.name,
        "email": who.email, "phone": who.phone, "topic": said.topic, "demand": said.demand,
        "received": f"{timezone.localtime(said.received_at):%-d %b %Y, %H:%M}",
        "channel": said.channel.replace("_", " "), "order": arrival.order,
        "state": "closed" if arrival.past else "open", "response": arrival.response,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said since; `internal` was among staff."""

    at: datetime
    who: str
    text: str
    internal: bool


def said_since(case: rows.Case) -> list[Said]:
    """What an import brought of a conversation, in its order. Only staff ever see the notes."""
    if not case.brought_by_id:
        return []
    contacts = [
        Said(each.at, each.author or _WHO[each.inbound], each.summary, False)
        for each in case.contacts.all()
    ]
    notes = [Said(each.at, each.by or "Staff", each.text, True) for each in case.notes.all()]
    return sorted([*contacts, *notes], key=lambda each: each.at)
