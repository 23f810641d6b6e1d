"""Another database asked for rows: read only, by one SELECT, and never all of them in memory."""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import polars as pl
from polars.exceptions import PolarsError

from upheld.core.imports.columns import MapError
from upheld.core.imports.table_map import TableMap
from upheld.core.imports.tables import check_columns
from upheld.core.outgoing import AddressRefused
from upheld.store.files import FileRefused
from upheld.store.hosts import HostUnknown, addresses_named, check_this_machine

from .limits import check_rows

_SQLITE, _POSTGRES = ("sqlite",), ("postgres", "postgresql")
_VARIABLE = "env"
_SECONDS_TO_CONNECT = 10
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """Where a database is. `told` is how it is printed and kept: without a password.

    `secrets` are what no error may repeat.
    """

    told: str
    address: str
    secrets: tuple[str, ...] = ()

    @property
    def is_file(self) -> bool:
        return urlsplit(self.address).scheme in _SQLITE


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that a query gave, on the disk, how many, and the newest watermark among them."""

    frame: pl.LazyFrame
    rows: int
    newest: str


def is_address(told: str) -> bool:
    """Whether this names a database and not a file."""
    scheme, colon, _ = told.partition(":")
    return bool(colon) and scheme.lower() in (*_SQLITE, *_POSTGRES, _VARIABLE)


def place(told: str) -> Place:
    """The database at an address, or at the address that a variable of the environment holds
    (`env:SHOP_URL`). Raises FileRefused."""
    scheme, _, rest = told.partition(":")
    if scheme.lower() == _VARIABLE:
        address = os.environ.get(rest, "")
        if not is_address(address) or address.lower().startswith(_VARIABLE):
            raise FileRefused(
                f"the variable {rest} holds no address: set it to one such as postgres://…"
            )
        return place(address)
    return _file(told) if scheme.lower() in _SQLITE else _server(told)


def of_file(path: Path) -> Place:
    """An SQLite file."""
    whole = path.resolve()
    return Place(f"sqlite:///{whole}", f"sqlite:///{quote(str(whole))}")


def _file(address: str) -> Place:
    path = Path(unquote(urlsplit(address).path).removeprefix("/") or ".")
    if not path.is_file():
        raise FileRefused(f"there is no file {path}: write sqlite:/// and its path")
    return of_file(path)


def _server(address: str) -> Place:
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise FileRefused(
            "the address of the database cannot be read: write postgres://user@host/name"
        ) from None
    who = f"{parts.username}@" if parts.username else ""
    told = f"{parts.scheme}://{who}{parts.hostname or ''}{port}{parts.path}"
    secrets = {parts.password or "", unquote(parts.password or ""), parts.query} - {""}
    return Place(told, address, tuple(secrets))


@contextmanager
def asked(where: Place, given: TableMap, since: str) -> Iterator[Answer]:
    """What the query of a mapping gives, of rows that are not older than `since` where it is said.

    Rows lie in a folder that is gone when the block ends. Raises MapError or FileRefused.
    """
    if not given.query:
        raise MapError("query: the file is a database: write the query that gives the rows")
    with TemporaryDirectory(prefix="upheld-import-") as folder:
        try:
            yield _spooled(where, given, since, Path(folder))
        except _errors() as error:
            why = " ".join(str(error).split())[:300]
            for secret in where.secrets:
                why = why.replace(secret, "…")
            if _is_unreachable(error):
                raise FileRefused(f"{where.told} cannot be asked ({why}): try again") from None
            raise MapError(f"query: it cannot be answered ({why}): mend it") from None


def _spooled(where: Place, given: TableMap, since: str, folder: Path) -> Answer:
    rows, newest, schema = 0, None, {}
    for number, (names, chunk) in enumerate(_chunks(where, given, since)):
        if number == 0:
            check_columns(given, names)
            schema = dict.fromkeys(names, pl.String)
        newest = _newest(newest, names, chunk, given.watermark)
        rows += len(chunk)
        check_rows(rows, len(names), where.told)
        told = [[None if cell is None else str(cell) for cell in row] for row in chunk]
        frame = pl.DataFrame(told, schema=schema, orient="row")
        frame.write_parquet(folder / f"{number:06}.parquet")
    frames = pl.scan_parquet(folder / "*.parquet") if rows else pl.LazyFrame(schema=schema)
    return Answer(frames, rows, "" if newest is None else json.dumps(newest, default=str))


def _newest(so_far: Any, names: Sequence[str], chunk: Sequence[Sequence[Any]], column: str) -> Any:
    if not column:
        return None
    at = names.index(column)
    there = [row[at] for row in chunk if row[at] is not None]
    try:
        return max([*([] if so_far is None else [so_far]), *there], default=None)
    except TypeError:
        raise MapError(
            f"watermark: {column} holds values of several kinds: choose another"
        ) from None


def _chunks(where: Place, given: TableMap, since: str) -> Iterator[tuple[list[str], list[Any]]]:
    """The names of the columns and some rows, at least once."""
    return (_of_file if where.is_file else _of_server)(where, given, since)


def _of_file(where: Place, given: TableMap, since: str) -> Iterator[tuple[list[str], list[Any]]]:
    path = unquote(urlsplit(where.address).path).removeprefix("/")
    address = f"{Path(path).as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        database.execute("PRAGMA query_only = ON")
        told = {"since": json.loads(since)} if since else {}
        found = database.execute(_select(given, ":since" if since else ""), told)
        names = [column[0] for column in found.description or ()]
        while (chunk := found.fetchmany(_AT_ONCE)) or names:
            yield names, chunk
            if len(chunk) < _AT_ONCE:
                return


def _of_server(where: Place, given: TableMap, since: str) -> Iterator[tuple[list[str], list[Any]]]:
    try:
        import psycopg
    except ImportError:
        raise FileRefused("the driver is missing: pip install upheld[postgres]") from None
    with psycopg.connect(_reached(where), connect_timeout=_SECONDS_TO_CONNECT) as database:
        database.read_only = True
        # A cursor of the server's hands out its rows piece by piece, and takes one SELECT alone.
        with database.cursor(name="upheld_import") as found:
            told: Any = _select(given, "%(since)s" if since else "")
            found.execute(told, {"since": json.loads(since)} if since else None)
            names = [column.name for column in found.description or ()]
            while (chunk := found.fetchmany(_AT_ONCE)) or names:
                yield names, chunk
                if len(chunk) < _AT_ONCE:
                    return


def _reached(where: Place) -> str:
    """The address for the driver, which leads where it was looked at and nowhere else.

    Read as the driver reads it, which takes a host from more than one place. Raises FileRefused.
    """
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    told = {name: str(value) for name, value in conninfo_to_dict(where.address).items()}
    host, port = told.get("host", ""), told.get("port", "5432")
    if told.keys() & {"hostaddr", "service"} or "," in host or not port.isdecimal():
        raise FileRefused(f"{where.told} may lead to several: write postgres://user@host/name")
    try:
        if not host or host.startswith(("/", "@")):  # a socket of this machine
            check_this_machine()
            return where.address
        found = addresses_named(host, int(port))
        hosts = ",".join([host] * len(found))  # one for each address (libpq, 34.1.1.3)
        return make_conninfo(where.address, host=hosts, hostaddr=",".join(found))
    except (AddressRefused, HostUnknown) as error:
        raise FileRefused(f"{where.told} cannot be asked ({error})") from None


def _select(given: TableMap, since: str) -> str:
    """The query as part of our one SELECT: what is no SELECT has no place there.

    What bears no watermark is asked for each time: it is taken once all the same.
    """
    query = given.query.strip().rstrip(";")
    if not since:
        return f"SELECT * FROM (\n{query}\n) AS asked"
    if since.startswith("%"):
        query = query.replace("%", "%%")
    name = given.watermark.replace('"', '""').replace("%", "%%" if since.startswith("%") else "%")
    marked = f'asked."{name}"'
    return f"SELECT * FROM (\n{query}\n) AS asked WHERE {marked} >= {since} OR {marked} IS NULL"


def _is_unreachable(error: Exception) -> bool:
    """Whether no query was answered at all: no server, no such user, no connection any more."""
    return type(error).__name__ == "OperationalError" and not isinstance(error, sqlite3.Error)


def _errors() -> tuple[type[Exception], ...]:
    ours = (sqlite3.Error, sqlite3.Warning, PolarsError)
    try:
        import psycopg
    except ImportError:
        return ours
    return (*ours, psycopg.Error)
