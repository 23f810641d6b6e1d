"""Policies, regimes, causes and the firm's voice: data in folders, read once a process."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from pydantic import TypeAdapter

from upheld.core import doctrine
from upheld.core import regimes as core
from upheld.core.calendars import Calendar
from upheld.core.deadlines import Deadline
from upheld.core.lessons import Cause
from upheld.core.obligations import STANDARD
from upheld.core.regimes import Regime
from upheld.core.reply import Voice
from upheld.core.words import JourneyStage
from upheld.tables import Policy, load

from . import regime_files
from .files import read, read_rows, read_yaml


class PolicyMissing(LookupError):
    """No such policy or regime, or none in force on that day; the message says what there is."""


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
    return read(path, None, lambda: TypeAdapter(Voice).validate_python(read_yaml(path)))


@cache
def causes() -> tuple[Cause, ...]:
    """Why faults come about, as the firm lists them. Raises BadData for a row that is not one."""
    path = folder() / "causes.csv"
    rows = enumerate(read_rows(path), 2)
    return tuple(read(path, number, partial(_cause, row)) for number, row in rows)


def _cause(row: dict[str, str]) -> Cause:
    return Cause(
        key=row["cause"],
        label=row["label"],
        stage=JourneyStage(row["stage"]),
        needs_promise=row["needs_promise"] == "yes",
    )


def regimes() -> tuple[str, ...]:
    """The regimes that have obligations; a folder may hold entitlements alone."""
    return tuple(sorted(path.parent.name for path in _regimes().glob(f"*/{regime_files.ROWS}")))


@cache
def regime(name: str) -> Regime:
    """A regime by its name. Raises PolicyMissing for one that is not there, else BadData."""
    if name not in regimes():
        raise PolicyMissing(f"regime {regime_files.unknown(name, regimes())}")
    return regime_files.read_regime(_regimes() / name)


def zone(name: str) -> ZoneInfo:
    return regime(name).zone


def calendar(name: str) -> Calendar:
    """The working days of the place that a regime counts in."""
    return regime(name).calendar


def deadlines(
    name: str, received_at: datetime, complaint_kind: str = STANDARD
) -> tuple[Deadline, ...]:
    """Every deadline of a complaint of this kind received at the aware `received_at`.

    Raises PolicyMissing for an unknown kind, and before the first rule of the regime.
    """
    chosen = regime(name)
    check_kind(chosen, complaint_kind)
    check_begun(chosen, received_at)
    return core.deadlines(chosen, received_at, complaint_kind)


@dataclass(frozen=True, slots=True)
class Rules:
    """Whose rules set the clocks of a complaint, and as which of their kinds."""

    regime: str
    complaint_kind: str = STANDARD

    def deadlines(self, received_at: datetime) -> tuple[Deadline, ...]:
        """As `deadlines` of this module."""
        return deadlines(self.regime, received_at, self.complaint_kind)


def usual_rules() -> Rules:
    """The rules for a complaint about which nothing else is said."""
    return Rules(settings.REGIME)


def check_kind(chosen: Regime, complaint_kind: str) -> None:
    """Raises PolicyMissing for a kind of complaint that the regime does not tell apart."""
    if complaint_kind not in chosen.kinds:
        raise PolicyMissing(
            f"complaint kind {regime_files.unknown(complaint_kind, chosen.kinds)} "
            f"({chosen.name} has {', '.join(chosen.kinds)})"
        )


def check_begun(chosen: Regime, received_at: datetime) -> None:
    """Raises PolicyMissing for a complaint from before the regime existed."""
    received_on = chosen.day_of(received_at)
    if received_on < chosen.begins:
        raise PolicyMissing(
            f"{chosen.name} had no rule on {received_on}: its first holds from {chosen.begins}"
        )


def _regimes() -> Path:
    return Path(settings.POLICIES) / "regimes"
