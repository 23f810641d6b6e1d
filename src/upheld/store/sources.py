"""Asks the firm's own records: CSV and Parquet files, SQLite and PostgreSQL, all read only."""

import csv
import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from upheld.core.records import Asked, Key, Reading, Source, read_rows
from upheld.tables import Policy
from upheld.tables.problems import nearest

from .policy_files.facts_file import Entry, Place, Where

Row = Mapping[str, Any]

# One record is an answer and a second is a question: no more are needed.
_ENOUGH = 2
_STEPS_BETWEEN_LOOKS = 10_000
_LONGEST_VALUE = 1_000_000  # bytes


class SourceError(Exception):
    """A record that could not be asked; the message says why and what to do."""


def ask(entries: Sequence[Entry], asked: Asked, policy: Policy) -> list[Reading]:
    """What each source says. One that cannot be asked says why, and the others still answer."""
    return [_ask(entry, asked, policy) for entry in entries]


def _ask(entry: Entry, asked: Asked, policy: Policy) -> Reading:
    source, place = entry.source, entry.place
    keys = {key: asked.keys[key] for key in source.keys if asked.keys.get(key)}
    query = _told(place, keys)
    if missing := source.keys - keys.keys():
        return Reading(source.name, query, troubles=(_without(source, missing),))
    try:
        rows = [_named(row, place) for row in _ROWS[place.where](place, keys)]
    except SourceError as error:
        return Reading(source.name, query, troubles=(f"{source.name}: {error}",))
    return read_rows(source, query, rows, asked, policy)


def _without(source: Source, missing: frozenset[Key]) -> str:
    if Key.ORDER in missing:
        return f"{source.name}: which order is this about? Link it to the case first."
    return (
        f"{source.name}: what is the customer's e-mail address? Record it with the customer first."
    )


def _told(place: Place, keys: Mapping[Key, str]) -> str:
    """The query as the case keeps it: without addresses or passwords."""
    by = ", ".join(f"{key} {value}" for key, value in sorted(keys.items()))
    what = place.query or Path(place.at).name
    return f"{what} ({by})" if by else what


def _named(row: Row, place: Place) -> Row:
    """The row under the names that facts.yaml gives its columns. Raises SourceError."""
    for theirs in place.called.values():
        if theirs not in row:
            raise SourceError(_no_column(theirs, row))
    return {ours: row[theirs] for ours, theirs in place.called.items()}


def _no_column(wanted: str, columns: Iterable[str]) -> str:
    """What stands at the top of a file that is no table is told to nobody."""
    near = nearest(wanted, sorted(columns))
    mend = f"Did you mean {near}?" if near else "Mend facts.yaml, or the record."
    return f"there is no column {wanted}. {mend}"


# Files


def _file(place: Place) -> Path:
    path = Path(place.at)
    if not path.is_file():
        raise SourceError(f"the file {path.name} is missing: put it back or mend facts.yaml")
    return path


def _csv(place: Place, keys: Mapping[Key, str]) -> list[Row]:
    path = _file(place)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            delimiter = ";" if head.count(";") > head.count(",") else ","
            rows = csv.DictReader(file, delimiter=delimiter, strict=True)
            columns = rows.fieldnames or ()
            _check_keys(place, columns)
            return _first(_whole(path.name, rows, place, keys))
    except UnicodeDecodeError:
        raise SourceError(f"{path.name} is not UTF-8: save it as CSV UTF-8") from None
    except csv.Error as error:
        raise SourceError(f"{path.name} is not CSV ({error}): save it anew") from None


def _whole(
    name: str, rows: "csv.DictReader[str]", place: Place, keys: Mapping[Key, str]
) -> Iterator[Row]:
    for row in rows:
        if None in row or None in row.values():
            raise SourceError(
                f"{name}, row {rows.line_num}: it has not as many cells as there are columns: "
                "mend the row"
            )
        if _is_theirs(row, place, keys):
            yield row


def _parquet(place: Place, keys: Mapping[Key, str]) -> list[Row]:
    import polars as pl  # a fifth of a second, for those who need it

    path = _file(place)
    try:
        frame = pl.scan_parquet(path)
        _check_keys(place, frame.collect_schema().names())
        for key, column in place.key_columns.items():
            frame = frame.filter(_lowered(pl.col(column).cast(pl.String), key) == keys[key])
        return [*frame.head(_ENOUGH).collect().to_dicts()]
    except (pl.exceptions.PolarsError, OSError) as error:
        told = str(error).splitlines()[0]
        raise SourceError(f"{path.name} is not Parquet ({told}): write it anew") from None
    except (pl.exceptions.PanicException, ValueError, OverflowError):
        message = f"{path.name} holds a moment beyond the years 1 to 9999: leave it empty there"
        raise SourceError(message) from None


def _lowered(column: Any, key: Key) -> Any:
    stripped = column.str.strip_chars()
    return stripped.str.to_lowercase() if key is Key.CUSTOMER else stripped


def _check_keys(place: Place, columns: Sequence[str]) -> None:
    for column in place.key_columns.values():
        if column not in columns:
            raise SourceError(_no_column(column, columns))


def _is_theirs(row: Row, place: Place, keys: Mapping[Key, str]) -> bool:
    for key, column in place.key_columns.items():
        told = row[column].strip()
        if (told.lower() if key is Key.CUSTOMER else told) != keys[key]:
            return False
    return True


def _first(rows: Iterator[Row]) -> list[Row]:
    return [row for _, row in zip(range(_ENOUGH), rows, strict=False)]


# Databases


def _sqlite(place: Place, keys: Mapping[Key, str]) -> list[Row]:
    path = _file(place)
    ends = time.monotonic() + place.seconds
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=place.seconds)) as database:
            database.set_progress_handler(
                lambda: int(time.monotonic() > ends), _STEPS_BETWEEN_LOOKS
            )
            database.set_authorizer(_reads)
            # No look at the clock ends one step that makes a text of hundreds of millions of signs.
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
            database.row_factory = sqlite3.Row
            found = database.execute(place.query, _named_keys(keys))
            return [dict(row) for row in found.fetchmany(_ENOUGH)]
    except sqlite3.Error as error:
        raise SourceError(_why(path.name, str(error), time.monotonic() > ends, place)) from None


_READING = (
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
)  # fmt: skip


def _reads(action: int, *_: object) -> int:
    """A database that is opened for reading writes others all the same, by ATTACH and VACUUM."""
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _postgresql(place: Place, keys: Mapping[Key, str]) -> list[Row]:
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
        from psycopg.rows import dict_row
    except ImportError:
        raise SourceError("the driver is missing: pip install upheld[postgres]") from None
    url = os.environ.get(place.at)
    if not url:
        raise SourceError(f"the variable {place.at} is not set: give it the database's URL")
    try:
        conninfo_to_dict(url)
    except psycopg.Error:  # whose words quote the address, with its password
        told = f"the variable {place.at} holds no address of PostgreSQL: write postgresql://…"
        raise SourceError(told) from None
    try:
        with psycopg.connect(
            url, connect_timeout=place.seconds, row_factory=dict_row, autocommit=False
        ) as database:
            database.read_only = True
            milliseconds = str(place.seconds * 1000)
            database.execute("SELECT set_config('statement_timeout', %s, true)", [milliseconds])
            found = database.execute(
                _for_psycopg(place.query), {str(key): keys[key] for key in keys}
            )
            return list(found.fetchmany(_ENOUGH))
    except psycopg.errors.QueryCanceled:
        raise SourceError(_why("the database", "", True, place)) from None
    except psycopg.Error as error:
        raise SourceError(_why("the database", str(error), False, place)) from None


def _why(what: str, error: str, too_late: bool, place: Place) -> str:
    if too_late:
        waited = f"{place.seconds} second{'s' if place.seconds > 1 else ''}"
        return f"{what} did not answer within {waited}: try again, or give the query more seconds"
    return f"{what} cannot be asked ({' '.join(error.split())}): mend facts.yaml or the record"


def _named_keys(keys: Mapping[Key, str]) -> dict[str, str]:
    return {str(key): value for key, value in keys.items()}


_KEY = re.compile(r"(?<![:\w'\"]):(order|customer)\b")


def _for_psycopg(query: str) -> Any:
    """The query with its keys as psycopg writes parameters, which are bound and never pasted."""
    return _KEY.sub(r"%(\1)s", query.replace("%", "%%"))


_ROWS = {
    Where.CSV: _csv,
    Where.PARQUET: _parquet,
    Where.SQLITE: _sqlite,
    Where.POSTGRESQL: _postgresql,
}
