"""Policies, regimes, causes and the firm's voice: data in folders, read once a process.

The policy in the folder is the first version; those that were published in the desk follow it.
"""

import csv
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import holidays
import yaml
from django.conf import settings
from pydantic import TypeAdapter

from upheld.core import doctrine
from upheld.core.lessons import Cause
from upheld.core.obligations import (
    Calendar,
    Deadline,
    Obligation,
    ObligationKind,
    Unit,
    deadline,
    in_force,
)
from upheld.core.reply import Voice
from upheld.core.words import JourneyStage
from upheld.tables import Policy, load

from . import published


class PolicyMissing(LookupError):
    """No such policy or regime, or none in force on that day; the message says what there is."""


class BadData(ValueError):
    """A file under policies/ that is not what it should be; the message names file and row."""


def folder() -> Path:
    return Path(settings.POLICIES) / settings.POLICY


def policy_in_force(day: date) -> Policy:
    """The policy in force on the day of receipt. Raises PolicyMissing before the first one."""
    first = read_policy(folder())
    later = published.in_force(first.name, day)
    if later and (later.valid_from >= first.valid_from or day < first.valid_from):
        return later
    if day < first.valid_from:
        raise PolicyMissing(
            f"no policy was in force on {day}: {first.name} is valid from {first.valid_from}"
        )
    return first


def policy_for(received_at: datetime, regime: str) -> Policy:
    """The policy whose facts a case has: the one in force when it came, or the first there was."""
    try:
        return policy_in_force(received_at.astimezone(zone(regime)).date())
    except PolicyMissing:
        return read_policy(folder())


@cache
def read_policy(path: Path) -> Policy:
    """A policy that may decide. Raises PolicyError or DoctrineError."""
    return doctrine.checked(load(path))


def texts(path: Path) -> dict[str, str]:
    """The texts of a policy's folder by file name, its spreadsheets as CSV."""
    policy = read_policy(path)
    settings = (path / "policy.yaml").read_text("utf-8-sig")
    found = {}
    for table in policy.tables.values():
        if table.file.endswith(".xlsx"):
            from upheld.tables.sheets import csv_from_xlsx, renamed

            name = Path(table.file).with_suffix(".csv").name
            settings = renamed(settings, table.file, name)
            found[name] = csv_from_xlsx(path / table.file)
        else:
            found[table.file] = (path / table.file).read_text("utf-8-sig")
    cases = path / "cases.yaml"
    shown = {cases.name: cases.read_text("utf-8-sig")} if cases.is_file() else {}
    return {"policy.yaml": settings, **found, **shown}


def days_of_today(now: datetime) -> set[date]:
    """Every day that it is now in a place where complaints are received."""
    return {now.astimezone(zone(regime)).date() for regime in regimes()}


@cache
def voice() -> Voice:
    """How the firm speaks. Raises BadData when letters.yaml is not what it should be."""
    path = folder() / "letters.yaml"
    return _read(path, None, lambda: TypeAdapter(Voice).validate_python(_yaml(path)))


@cache
def causes() -> tuple[Cause, ...]:
    """Why faults come about, as the firm lists them. Raises BadData for a row that is not one."""
    path = folder() / "causes.csv"
    rows = enumerate(_rows(path), 2)
    return tuple(_read(path, number, partial(_cause, row)) for number, row in rows)


def _cause(row: dict[str, str]) -> Cause:
    return Cause(
        key=row["cause"],
        label=row["label"],
        stage=JourneyStage(row["stage"]),
        needs_promise=row["needs_promise"] == "yes",
    )


def regimes() -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in _regimes().glob("*/regime.yaml")))


def zone(regime: str) -> ZoneInfo:
    return ZoneInfo(_regime(regime)["zone"])


def deadlines(regime: str, received_at: datetime) -> tuple[Deadline, ...]:
    """Every deadline of `regime` for a complaint received at the aware `received_at`."""
    here = zone(regime)
    rules = in_force(_obligations(regime), received_at.astimezone(here).date())
    return tuple(deadline(rule, received_at, here, calendar(regime)) for rule in rules)


def _regimes() -> Path:
    return Path(settings.POLICIES) / "regimes"


@cache
def _regime(name: str) -> dict[str, Any]:
    path = _regimes() / name / "regime.yaml"
    if not path.is_file():
        raise PolicyMissing(f"regime {name} is not known: choose one of {', '.join(regimes())}")
    return _yaml(path)


@cache
def calendar(regime: str) -> Calendar:
    """The working days of the place that `regime` counts in."""
    told = _regime(regime)
    country, subdivision = told["country"], told["subdivision"]
    days = holidays.country_holidays(country, subdiv=subdivision)
    return Calendar(f"{country} {subdivision or ''}".strip(), days, frozenset(days.weekend))


@cache
def _obligations(regime: str) -> tuple[Obligation, ...]:
    path = _regimes() / regime / "obligations.csv"
    rows = enumerate(_rows(path), 2)
    return tuple(_read(path, number, partial(_obligation, regime, row)) for number, row in rows)


def _obligation(regime: str, row: dict[str, str]) -> Obligation:
    return Obligation(
        id=row["id"],
        regime=regime,
        kind=ObligationKind(row["kind"]),
        amount=int(row["amount"]),
        unit=Unit(row["unit"]),
        clause=row["clause"],
        source=row["source"],
        verified=row["verified"] == "yes",
        binding=row["binding"] == "yes",
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


T = TypeVar("T")


def _read(path: Path, row: int | None, made: Callable[[], T]) -> T:
    """What `made` makes of a part of a file, or BadData that says where and what is amiss."""
    try:
        return made()
    except KeyError as error:
        told = f"there is no {error}: add it"
    except ValueError as error:
        told = " ".join(str(error).split())
    where = f"{path.parent.name}/{path.name}" + (f", row {row}" if row else "")
    raise BadData(f"{where}: {told}")


def _yaml(path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise BadData(f"{path.parent.name}/{path.name}: {' '.join(str(error).split())}") from None
    return told


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))
