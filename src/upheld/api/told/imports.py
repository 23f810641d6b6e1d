"""Imports as programs read them: how far each is, how its file is read, and what was not taken."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from upheld.core.imports import Arrival, Problem
from upheld.core.imports.table_map import KINDS
from upheld.core.imports.tables import left_out_of
from upheld.core.words import CaseState, Channel, ImportState
from upheld.steps.run_import import Looked, looked_at
from upheld.store import legal_holds
from upheld.store import models as rows
from upheld.store.imports import maps as import_maps
from upheld.store.imports import runs as import_runs
from upheld.store.imports.lines import Sheet
from upheld.store.imports.tables import in_currency
from upheld.store.reached import is_reached

from .base import Moment, Reference, Told

_PREVIEWED = 10


class ImportLine(Told):
    """One file on its way in: `done` of `rows` were looked at. `dry` writes no case."""

    id: int
    kind: str
    format: str
    source: str
    filename: str
    sha256: str
    size: int
    state: ImportState
    dry: bool
    rows: int | None
    done: int
    taken: int
    past: int
    without_date: int
    already_there: int
    changed: int = Field(
        description="Of the customers already there, those who get their number; the rest stay."
    )
    rejected: int
    error: str
    made_at: Moment
    by: str
    began_at: Moment | None
    ended_at: Moment | None
    taken_back: int
    kept_back: int


class ImportTold(ImportLine):
    """An import with how its file is read, and what was counted of its rows."""

    version: str = Field(description="The same as the ETag, to be sent back as If-Match.")
    mapping: dict[str, Any]
    mapping_name: str
    doubts: list[str] = Field(description="What a person should look at in a proposed mapping.")
    regime: str
    complaint_kind: str
    ignored: dict[str, int] = Field(description="Fields that are not read, and how often.")
    reasons: dict[str, int] = Field(description="Why rows were not taken, and how many.")
    columns: dict[str, list[str]] = Field(
        description="The columns of a table with what stands in them, until it is begun."
    )
    trouble: str = Field(description="Why the file cannot be read as its mapping says.")
    stayed: list[Reference] = Field(
        description="Cases that an undone import left: somebody worked on them, or a legal hold."
    )
    legal_holds: list[int] = Field(
        description="The legal holds under which something of an undone import stays."
    )


def whole(
    row: rows.Import, version: str, columns: Mapping[str, list[str]], trouble: str
) -> ImportTold:
    own = ("mapping", "mapping_name", "doubts", "regime", "complaint_kind", "ignored", "reasons")
    undone = row.state == ImportState.UNDONE
    stayed = import_runs.kept(row) if undone else []
    holds = legal_holds.of_import(row.pk) if undone else []
    return ImportTold(
        **ImportLine.model_validate(row).model_dump(),
        **{name: getattr(row, name) for name in own},
        version=version,
        columns=dict(columns),
        trouble=trouble,
        stayed=[each.reference for each in stayed],
        legal_holds=[each.pk for each in holds],
    )


class AmissTold(Told):
    """What is amiss with a row: its column (empty for the whole row), the value, and the mend."""

    column: str
    value: str
    why: str
    mend: str


class ProblemTold(AmissTold):
    """A row that was not taken."""

    row: int


class ArrivalTold(Told):
    """A complaint as it would come in; `state` is closed for one that was closed there."""

    key: str
    text: str
    subject: str
    name: str
    email: str
    phone: str
    topic: str
    demand: str
    received_at: Moment
    channel: Channel
    order: str
    state: CaseState
    response: str


class RowTold(Told):
    """A row of the file: what would come of it, or why nothing does."""

    row: int
    arrival: ArrivalTold | None
    problems: list[AmissTold]


def preview(row: rows.Import, sheet: Sheet, now: datetime) -> list[RowTold]:
    """The first rows as they would come in; of a table of customers, orders or contacts what is
    amiss with each."""
    if row.kind in KINDS:
        return _of_table(row, sheet, now)
    return [_row(each) for each in islice(looked_at(row, sheet, now), _PREVIEWED)]


def _of_table(row: rows.Import, sheet: Sheet, now: datetime) -> list[RowTold]:
    given, lines = import_maps.table(row), [*islice(sheet.lines(), _PREVIEWED)]
    today = now.astimezone(ZoneInfo(given.zone)).date()
    whole = [(line.number, line.values) for line in lines if not line.problem]
    why = left_out_of(whole, in_currency(given), today, is_reached) if whole else {}
    told = []
    for line in lines:
        found = [line.problem] if line.problem else []
        if line.number in why:
            found = [Problem("", "", why[line.number], "it is left out")]
        told.append(RowTold(row=line.number, arrival=None, problems=_amiss(found)))
    return told


def _row(looked: Looked) -> RowTold:
    return RowTold(
        row=looked.line.number,
        arrival=_arrival(looked.arrival) if looked.arrival else None,
        problems=_amiss(looked.problems),
    )


def _amiss(found: Sequence[Any]) -> list[AmissTold]:
    return [AmissTold.model_validate(each) for each in found]


def _arrival(told: Arrival) -> ArrivalTold:
    said, who = told.complaint, told.complaint.complainant
    return ArrivalTold(
        key=told.key,
        text=said.text,
        subject=said.subject,
        name=who.name,
        email=who.email,
        phone=who.phone,
        topic=said.topic,
        demand=said.demand,
        received_at=said.received_at,
        channel=said.channel,
        order=told.order,
        state=CaseState.CLOSED if told.past else CaseState.RECEIVED,
        response=told.response,
    )


class SavedMappingTold(Told):
    """A mapping under a name, for the next file of the same kind."""

    name: str
    told: dict[str, Any]
    by: str
    at: Moment
