"""Policies, regimes, causes and the firm's voice: data in folders, read once a process."""

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

from .facts_file import Entry, read_sources


class PolicyMissing(LookupError):
    """No such policy or regime, or none in force on that day; the message says what there is."""


class BadData(ValueError):
    """A file under policies/ that is not what it should be; the message names file and row."""


def folder() -> Path:
    return Path(settings.POLICIES) / settings.POLICY


def policy_in_force(day: date) -> Policy:
    """The policy in force on the day of receipt. Raises PolicyMissing before the first one."""
    policy = read_policy(folder())
    if day < policy.valid_from:
        raise PolicyMissing(
            f"no policy was in force on {day}: {policy.name} is valid from {policy.valid_from}"
        )
    return policy


@cache
def read_policy(path: Path) -> Policy:
    """A policy that may decide. Raises PolicyError or DoctrineError."""
    return doctrine.checked(load(path))


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


def records_connected() -> bool:
    """Whether there is a facts.yaml, by which the firm's own records can be asked."""
    return Path(settings.FACTS).is_file()


def fact_sources(policy: Policy) -> tuple[Entry, ...]:
    """The firm's own records as facts.yaml connects them; none without the file.

    Read anew each time, so that a mended file is used at once. Raises PolicyError.
    """
    return read_sources(Path(settings.FACTS), policy) if records_connected() else ()


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
