"""A regime's folder: regime.yaml says where its rules count, obligations.csv which they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import partial
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Annotated, ClassVar, Literal, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import holidays
from pydantic import AfterValidator, ConfigDict, TypeAdapter

from upheld.core.calendars import Calendar
from upheld.core.obligations import (
    STANDARD,
    End,
    Force,
    Obligation,
    ObligationKind,
    Start,
    read_within,
)
from upheld.core.regimes import Content, OutsideBody, Regime
from upheld.core.spoken import phrases, spoken
from upheld.tables.problems import unknown

from .data_files import BadData, read, read_rows, read_yaml

HEAD, ROWS = "regime.yaml", "obligations.csv"
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAYS: tuple[Weekday, ...] = Weekday.__args__  # type: ignore[attr-defined]


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(unknown(name, available_timezones()))
    return name


def _hours(text: str) -> tuple[time, time]:
    """`09:00-12:30`"""
    try:
        opens, closes = map(time.fromisoformat, text.split("-"))
    except ValueError:
        raise ValueError(f'"{text}" are no hours: write them as 09:00-17:00') from None
    if opens >= closes:
        raise ValueError(f'"{text}" end before they begin')
    return opens, closes


@dataclass(frozen=True)
class _Head:
    """regime.yaml as it is written."""

    name: str
    title: str
    zone: Annotated[str, AfterValidator(_zone)]
    country: str
    subdivision: str | None = None
    weekend: tuple[Weekday, ...] | None = None
    hours: tuple[str, ...] = ("09:00-17:00",)
    kinds: dict[str, str] = field(default_factory=lambda: {STANDARD: "Every complaint"})
    content: dict[str, Content] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    outside_body: OutsideBody | None = None

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


_HEAD = TypeAdapter(_Head)


def read_regime(folder: Path) -> Regime:
    """The regime in a folder. Raises BadData for what is not as it should be."""
    path, table = folder / HEAD, folder / ROWS
    told = read_yaml(path, _HEAD)
    return Regime(
        name=folder.name,
        title=told.title,
        zone=ZoneInfo(told.zone),
        calendar=read(path, None, partial(_calendar, told)),
        obligations=tuple(_obligations(table, told, folder.name)),
        kinds=read(path, None, partial(_kinds, told, folder.name)),
        content=read(path, None, partial(_content, told)),
        notes=told.notes,
        outside_body=told.outside_body,
    )


# What a sentence of a letter may name; the outside body only where the regime names one.
_LIMIT, _BODY = ("limit",), ("outside_body", "reach")


def _content(told: _Head) -> dict[str, Content]:
    """What messages must say; a sentence that its own phrases do not find would block a draft."""
    known = (*_LIMIT, *(_BODY if told.outside_body else ()))
    for code, each in told.content.items():
        if bool(each.sentence) != bool(each.phrases):
            raise ValueError(f"content.{code}: write both a sentence and phrases, or neither")
        names = [name for _, name, _, _ in Formatter().parse(each.sentence) if name is not None]
        for name in names:
            if name not in known:
                raise ValueError(f"content.{code}: {unknown(name, known)}")
        if each.phrases and not phrases(*each.phrases).search(spoken(_filled(each, told))):
            raise ValueError(f"content.{code}: none of its phrases stands in its own sentence")
    return told.content


def _filled(each: Content, told: _Head) -> str:
    body = told.outside_body
    names = {"outside_body": body.name, "reach": body.reach} if body else {}
    return each.sentence.format(limit="8 weeks", **names)


def _kinds(told: _Head, folder: str) -> dict[str, str]:
    if told.name != folder:
        raise ValueError(f"name: {told.name} is in the folder {folder}: give both one name")
    if STANDARD not in told.kinds:
        raise ValueError(f"kinds: add the kind {STANDARD}, for a complaint of no other kind")
    return told.kinds


def zone_of(name: str) -> ZoneInfo:
    """Raises ValueError for a zone that is not known."""
    return ZoneInfo(_zone(name))


def calendar_of(country: str, subdivision: str | None) -> Calendar:
    """The working days of a place. Raises ValueError for one that is not known."""
    days = _holidays(country, subdivision)
    return Calendar(f"{country} {subdivision or ''}".strip(), days, frozenset(days.weekend))


def _calendar(told: _Head) -> Calendar:
    days = _holidays(told.country, told.subdivision)
    weekend = days.weekend if told.weekend is None else map(_WEEKDAYS.index, told.weekend)
    hours = tuple(sorted(map(_hours, told.hours)))
    if not hours or any(one[1] > other[0] for one, other in pairwise(hours)):
        raise ValueError("hours: write one or more, none into another, such as 09:00-17:00")
    name = f"{told.country} {told.subdivision or ''}".strip()
    calendar = Calendar(name, days, frozenset(weekend), hours)
    if len(calendar.weekend) == 7:
        raise ValueError("weekend: leave at least one working day")
    return calendar


def _holidays(country: str, subdivision: str | None) -> holidays.HolidayBase:
    known = holidays.list_supported_countries()
    if country not in known:
        raise ValueError(f"country: {unknown(country, known)}")
    if subdivision is not None and subdivision not in known[country]:
        raise ValueError(f"subdivision: {unknown(subdivision, known[country])}")
    return holidays.country_holidays(country, subdiv=subdivision)


def _obligations(path: Path, told: _Head, regime: str) -> Iterator[Obligation]:
    seen: set[str] = set()
    rows = read_rows(path)
    if not rows:
        raise BadData(f"{regime}/{ROWS}: there is no row: write the obligations into it")
    for number, row in enumerate(rows, 2):
        one = read(path, number, partial(_obligation, row, told, regime))
        if one.id in seen:
            raise BadData(f"{regime}/{ROWS}, row {number}: id {one.id} stands there twice")
        seen.add(one.id)
        yield one


def _obligation(row: dict[str, str], told: _Head, regime: str) -> Obligation:
    within, or_within = row["within"], row["or_within"]
    found = Obligation(
        id=_given(row, "id"),
        regime=regime,
        kind=_one_of(ObligationKind, row, "kind"),
        applies=_codes(row, "applies", told.kinds),
        starts=_one_of(Start, row, "starts"),
        within=read_within(within) if within else None,
        or_within=read_within(or_within) if or_within else None,
        ends=_one_of(End, row, "ends"),
        force=_one_of(Force, row, "force"),
        content=_codes(row, "content", told.content),
        condition=row["condition"].strip(),
        clause=_given(row, "clause"),
        source=_given(row, "source"),
        verified=_yes(row, "verified"),
        note=row["note"].strip(),
        off_day=row["off_day"].strip(),
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to") if row["valid_to"] else None,
    )
    _check(found)
    return found


def _check(found: Obligation) -> None:
    if found.within is None and found.force in (Force.PROMPT, Force.CHANCE, Force.OWN):
        raise ValueError(f"within: a rule of the force {found.force} needs a number of its own")
    if found.within is None and found.starts is Start.RECEIPT:
        raise ValueError("within: write how long after receipt, such as 8 weeks")
    if found.valid_to is not None and found.valid_to <= found.valid_from:
        raise ValueError(f"valid_to: {found.valid_to} is not after {found.valid_from}")
    if found.force is Force.CHANCE and not found.condition:
        raise ValueError("condition: say what is so when it is resolved by then")


E = TypeVar("E", bound=StrEnum)


def _one_of(words: type[E], row: dict[str, str], column: str) -> E:
    told = row[column].strip()
    try:
        return words(told)
    except ValueError:
        known = ", ".join(words)
        raise ValueError(f'{column}: "{told}" is none of {known}') from None


def _given(row: dict[str, str], column: str) -> str:
    if not (row[column] or "").strip():
        raise ValueError(f"{column}: it is empty: fill it in")
    return row[column].strip()


def _codes(row: dict[str, str], column: str, known: Iterable[str]) -> tuple[str, ...]:
    codes = tuple(code.strip() for code in row[column].split(";") if code.strip())
    for code in codes:
        if code not in known:
            raise ValueError(f"{column}: {unknown(code, known)} It is named in {HEAD}")
    return codes


def _yes(row: dict[str, str], column: str) -> bool:
    if row[column] not in ("yes", "no"):
        raise ValueError(f'{column}: "{row[column]}" is neither yes nor no')
    return row[column] == "yes"


def _day(row: dict[str, str], column: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        raise ValueError(f'{column}: "{row[column]}" is no day: write 2026-04-08') from None
