"""Complaints from a file: their words, and where it tells them their day, sender and label."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from . import sheet
from .errors import Refused
from .reading import checked_import

_TEXT = ("narrative", "consumer_complaint_narrative", "text", "complaint", "message", "description",
         "body", "utterance", "what_happened", "complaint_what_happened")  # fmt: skip
_DAY = ("date", "date_received", "received_on", "received_at", "day", "created_at", "created",
        "timestamp")  # fmt: skip
_SENDER = ("customer", "customer_id", "email", "sender", "user_id", "complainant")
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d")


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns in the file, where they are not plain from their names."""

    text: str = ""
    day: str = ""
    sender: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Letters:
    """What the rows say, in their order; `rows` are their places in the file, from 2 on.

    `left_out` rows said nothing, `undated` ones have no day that can be read. Without a column of
    senders each row is from somebody else; without one of labels each is empty.
    """

    rows: tuple[int, ...]
    texts: tuple[str, ...]
    days: tuple[date | None, ...]
    senders: tuple[str, ...]
    labels: tuple[str, ...]
    left_out: int
    undated: int


def read_letters(file: str, told: Columns) -> Letters:
    """CSV, Parquet, or JSON Lines. Raises Refused for another file, or one without the column."""
    path = checked_import(file)
    frame = _json_lines(path) if path.suffix in (".jsonl", ".ndjson") else sheet.read(file)
    text = _column(frame, told.text, _TEXT, "--text", file)
    day = _column(frame, told.day, _DAY, "--date", file, needed=False)
    sender = _column(frame, told.sender, _SENDER, "--customer", file, needed=False)
    label = _column(frame, told.label, (), "--label", file, needed=bool(told.label))
    said = [value or "" for value in frame[text].to_list()]
    kept = [at for at, words in enumerate(said) if words.strip()]
    days = _days(frame, day, kept)
    return Letters(
        rows=tuple(at + 2 for at in kept),
        texts=tuple(said[at] for at in kept),
        days=days,
        senders=_values(frame, sender, kept, lambda at: f"row {at + 2}"),
        labels=_values(frame, label, kept, lambda at: ""),
        left_out=len(said) - len(kept),
        undated=sum(1 for each in days if each is None),
    )


def _json_lines(path: Path) -> pl.DataFrame:
    rows = []
    with path.open(encoding="utf-8-sig") as lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    rows.append(_object(line, f"{path}, line {number}"))
        except UnicodeDecodeError as error:
            raise Refused(f"{path} is not UTF-8 text ({error.reason}): convert it") from None
    names = dict.fromkeys(name for row in rows for name in row)
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )


def _object(line: str, where: str) -> dict[str, str | None]:
    try:
        found = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused(f"{where}: no JSON ({error}): write one object a line") from None
    if not isinstance(found, dict):
        raise Refused(f"{where} is no JSON object: write one object a line")
    return {name: None if value is None else str(value) for name, value in found.items()}


def _column(
    frame: pl.DataFrame,
    told: str,
    known: Sequence[str],
    option: str,
    file: str,
    *,
    needed: bool = True,
) -> str:
    short = {_snake(name): name for name in reversed(frame.columns)}
    if told and _snake(told) not in short:
        raise Refused(f"{file} has no column {told}: it has {', '.join(frame.columns[:20])}")
    wanted = _snake(told) or next((name for name in known if name in short), "")
    if not wanted and needed:
        raise Refused(f"{file}: no column is plainly the one: name it with {option} COLUMN")
    return short.get(wanted, "")


def _snake(name: str) -> str:
    return re.sub(r"\W+", "_", name.strip().lower()).strip("_")


def _values(
    frame: pl.DataFrame, column: str, kept: Sequence[int], absent: Callable[[int], str]
) -> tuple[str, ...]:
    if not column:
        return tuple(absent(at) for at in kept)
    values = frame[column].to_list()
    return tuple((values[at] or "").strip() or absent(at) for at in kept)


def _days(frame: pl.DataFrame, column: str, kept: Sequence[int]) -> tuple[date | None, ...]:
    if not column:
        return (None,) * len(kept)
    values = frame[column].to_list()
    return tuple(_day(values[at] or "") for at in kept)


def _day(told: str) -> date | None:
    plain = re.split(r"[T ]", told.strip(), maxsplit=1)[0]
    for form in _DAYS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None
