"""facts.yaml: which of the firm's own records say what; each slip in it is told with its line.

Nothing here asks a record; store/sources.py does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from upheld.core.facts import NOT_FACTS
from upheld.core.records import DAYS, Key, Source
from upheld.tables import Field, Kind, Policy, PolicyError
from upheld.tables.notes import Notes
from upheld.tables.problems import CellError, did_you_mean
from upheld.tables.sections import NAME, Page, Section, read_yaml
from upheld.tables.syntax import Expression

from .facts_made import made_of

_SECONDS = 5
_MOST_SECONDS = 60
_PARAMETER = re.compile(r"(?<![:\w'\"]):([A-Za-z_]\w*)")


class Where(StrEnum):
    """What holds the records. The two databases are asked by a query, the files by their key."""

    CSV = "csv"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


_FILES = (Where.CSV, Where.PARQUET)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source's records are: a path, or the environment variable that holds the URL.

    `called` gives what a column is called there, `key_columns` which column of a file holds a key.
    """

    where: Where
    at: str
    query: str
    seconds: int
    key_columns: Mapping[Key, str]
    called: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    source: Source
    place: Place


def read_sources(path: Path, policy: Policy) -> tuple[Entry, ...]:
    """The sources of a facts.yaml. Raises PolicyError with every problem in it, each with its line.

    Paths in it are taken from the folder that it lies in.
    """
    notes = Notes()
    top = read_yaml(path, notes)
    if top is None:
        raise PolicyError(notes.problems)
    page = Page(path.name, notes)
    page.check_keys(top, ("sources",))
    entries = [
        _Reader(page, each, path.parent, policy).entry() for each in page.listed(top, "sources")
    ]
    _names_once(page, top, [entry.source.name for entry in entries])
    if notes.problems:
        raise PolicyError(notes.problems)
    return tuple(entries)


def _names_once(page: Page, top: Section, names: list[str]) -> None:
    for name in sorted({name for name in names if names.count(name) > 1}):
        page.complain(top, "sources", f"two sources are called {name}", "Rename one of them")


@dataclass
class _Reader:
    page: Page
    section: Section
    folder: Path
    policy: Policy

    def entry(self) -> Entry:
        known = (
            "name", *Where, "query", "key", "optional", "seconds", "currency", "columns", "facts",
        )  # fmt: skip
        self.page.check_keys(self.section, known)
        where = self._where()
        query = self._query(where)
        key_columns = self._key_columns(where)
        columns, called = self._columns()
        currency, currency_column = self._currency(columns)
        source = Source(
            name=self.page.text(self.section, "name"),
            keys=frozenset(key_columns) if where in _FILES else _keys_in(query),
            columns=columns,
            facts=self._facts(columns),
            optional=self._optional(),
            currency=currency,
            currency_column=currency_column,
        )
        place = Place(where, self._at(where), query, self._seconds(), key_columns, called)
        return Entry(source, place)

    def _where(self) -> Where:
        given = [where for where in Where if where in self.section]
        if len(given) != 1:
            mend = f"Write one of {', '.join(Where)} and where the records are"
            self._complain("name", "a source has its records in one place", mend)
        return given[0] if given else Where.CSV

    def _at(self, where: Where) -> str:
        at = self.page.text(self.section, where)
        return at if where is Where.POSTGRESQL else str(self.folder / at)

    def _query(self, where: Where) -> str:
        if where in _FILES:
            if "query" in self.section:
                self._complain("query", f"a {where} file has no query", "Write key instead")
            return ""
        query = " ".join(self.page.text(self.section, "query").split())
        for name in _PARAMETER.findall(query):
            if name not in set(Key):
                message = f":{name} is nothing that a query is asked with"
                self._complain("query", message, "Use :order or :customer")
        if query and not _keys_in(query):
            mend = "Narrow it, as WHERE reference = :order"
            self._complain("query", "the query does not say whose record it wants", mend)
        return query

    def _key_columns(self, where: Where) -> dict[Key, str]:
        if where not in _FILES:
            if "key" in self.section:
                self._complain("key", "a database has no key", "Write :order in the query instead")
            return {}
        given = self.section.get("key")
        if not isinstance(given, Section) or not given or not given.keys() <= set(Key):
            mend = "Write key: {order: the column that holds the order's reference}"
            self._complain("key", "key names no column to look a record up by", mend)
            return {}
        return {Key(name): self.page.text(given, name) for name in given}

    def _seconds(self) -> int:
        given = self.section.get("seconds", _SECONDS)
        if type(given) is int and 1 <= given <= _MOST_SECONDS:
            return given
        mend = f"Write a whole number of seconds from 1 to {_MOST_SECONDS}"
        self._complain("seconds", f"{given!r} is no time to wait", mend)
        return _SECONDS

    def _optional(self) -> bool:
        given = self.section.get("optional", False)
        if not isinstance(given, bool):
            self._complain("optional", f"{given!r} is neither true nor false", "Write true")
        return given is True

    # Columns

    def _columns(self) -> tuple[dict[str, Field], dict[str, str]]:
        """The declared columns, and what each is called in the record."""
        columns: dict[str, Field] = {}
        called: dict[str, str] = {}
        given = self.section.get("columns")
        if not isinstance(given, Section):
            mend = "Write columns: and, indented, a name: and its type for each"
            self._complain("columns", "a source has columns", mend)
            return columns, called
        for name, told in given.items():
            self._check_name(given, name)
            settings = told if isinstance(told, Section) else self._short(given, name, told)
            self.page.check_keys(settings, ("type", "unit", "column"))
            columns[name] = Field(
                name, self._kind(settings), unit=self.page.text(settings, "unit", "")
            )
            called[name] = self.page.text(settings, "column", name)
        return columns, called

    def _check_name(self, given: Section, name: str) -> None:
        if not NAME.fullmatch(name):
            mend = 'Use letters, digits and _, and add column: "the name it has there"'
            self.page.complain(given, name, f"{name} cannot stand in an expression", mend)
        if name in DAYS:
            self.page.complain(given, name, f"{name} has a meaning of its own", "Rename it")

    def _short(self, given: Section, name: str, told: Any) -> Section:
        """`promised_on: date` says no more than `promised_on: {type: date}`."""
        settings = Section(given.line_of(name))
        settings["type"] = told
        return settings

    def _kind(self, settings: Section) -> Kind:
        word = self.page.text(settings, "type")
        if word in set(Kind):
            return Kind(word)
        if word:
            self.page.complain(settings, "type", f"{word} is no type", did_you_mean(word, Kind))
        return Kind.STRING

    def _currency(self, columns: Mapping[str, Field]) -> tuple[str, str]:
        given = self.section.get("currency")
        if isinstance(given, Section):
            self.page.check_keys(given, ("column",))
            name = self.page.text(given, "column")
            if name not in columns:
                self.page.complain(
                    given, "column", f"{name} is no column here", did_you_mean(name, columns)
                )
            return "", name
        money = any(column.kind is Kind.MONEY for column in columns.values())
        if given is None and not money:
            return "", ""
        if not (isinstance(given, str) and len(given) == 3 and given.isascii() and given.isupper()):
            mend = "Write its three letters, such as GBP, or {column: the column that holds them}"
            self._complain("currency", "amounts have a currency", mend)
            return "", ""
        return given, ""

    # Facts

    def _facts(self, columns: Mapping[str, Field]) -> dict[str, Expression]:
        given = self.section.get("facts")
        if not isinstance(given, Section) or not given:
            mend = "Write facts: and, indented, a fact: and what it is made of"
            self._complain("facts", "a source says something", mend)
            return {}
        names = {**columns, **DAYS}
        made = {}
        for name, text in given.items():
            try:
                made[name] = made_of(str(text), self._fact(name), names)
            except CellError as error:
                self.page.complain(given, name, error.message, error.mend)
        return made

    def _fact(self, name: str) -> Field:
        facts = {
            each.name: each
            for each in self.policy.inputs.values()
            if each.about == "allegation" and each.name not in NOT_FACTS
        }
        if name not in facts:
            raise CellError(f"{name} is no fact of an allegation", did_you_mean(name, facts))
        return facts[name]

    def _complain(self, key: str, message: str, mend: str) -> None:
        self.page.complain(self.section, key, message, mend)


def _keys_in(query: str) -> frozenset[Key]:
    return frozenset(Key(name) for name in _PARAMETER.findall(query) if name in set(Key))
