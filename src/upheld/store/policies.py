"""Policies, regimes, causes and the firm's voice: data in folders, read once a process.

The policy in the folder is the first version; those that were published in the desk follow it.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

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
from upheld.tables.load import read_declared
from upheld.tables.problems import unknown
from upheld.tables.sheets import renamed

from . import published
from .policy_files import regime_files
from .policy_files.data_files import BadData, read, read_rows
from .policy_files.facts_file import Entry, read_sources
from .policy_files.voice_file import read_voice


class PolicyMissing(LookupError):
    """No such policy or regime, or none in force on that day; the message says what there is."""


def folder() -> Path:
    return _under(settings.POLICIES, settings.POLICY)


@cache  # one path is asked for dozens of times a page, and knows its hash once it was
def _under(place: Path, *names: str) -> Path:
    return Path(place, *names)


def policy_in_force(day: date) -> Policy:
    """The policy in force on the day of receipt. Raises PolicyMissing before the first one."""
    return by_day()(day)


def by_day() -> Callable[[date], Policy]:
    """`policy_in_force` for many days, with one statement for all of them."""
    first = read_policy(folder())
    published_from = published.versions(first.name)

    def in_force(day: date) -> Policy:
        later = next((each for each in published_from if each[0] <= day), None)
        if later and (later[0] >= first.valid_from or day < first.valid_from):
            return published.version_of(later[1])
        if day < first.valid_from:
            raise PolicyMissing(
                f"no policy was in force on {day}: {first.name} is valid from {first.valid_from}"
            )
        return first

    return in_force


def policy_for(received_at: datetime, regime: str) -> Policy:
    """The policy whose facts a case has: the one in force when it came, or the first there was."""
    try:
        return policy_in_force(received_at.astimezone(zone(regime)).date())
    except PolicyMissing:
        return read_policy(folder())


def read_policy(path: Path) -> Policy:
    """A policy that may decide. Raises PolicyError, DoctrineError or BadData."""
    return _read(path)[0]


def declared() -> Policy | None:
    """What policy.yaml of the folder says of facts and money, whatever is wrong with a table; None
    where it cannot be read. It decides nothing."""
    with suppress(OSError, UnicodeDecodeError):
        told = read_declared((folder() / "policy.yaml").read_text("utf-8-sig"))
        if told and told.currency:
            return Policy(
                name=told.name,
                title=told.title,
                valid_from=told.valid_from,
                currency=told.currency,
                version="",
                inputs=told.inputs,
                tables={},
                rollups={},
                names=told.inputs,
            )
    return None


def texts(path: Path) -> dict[str, str]:
    """The texts of a policy's folder by file name, its spreadsheets as CSV: those that
    `read_policy` read, though the folder was written in since."""
    return dict(_read(path)[1])


@cache
def _read(path: Path) -> tuple[Policy, dict[str, str]]:
    policy = doctrine.checked(load(path))
    return policy, _texts(path, policy)


def _texts(path: Path, policy: Policy) -> dict[str, str]:
    settings = (path / "policy.yaml").read_text("utf-8-sig")
    found = {}
    for table in policy.tables.values():
        if table.file.endswith(".xlsx"):
            from upheld.tables.xlsx import csv_from_xlsx  # for those who need it

            name = Path(table.file).with_suffix(".csv").name
            settings = renamed(settings, table.file, name)
            found[name] = csv_from_xlsx(path / table.file)
        else:
            found[table.file] = (path / table.file).read_text("utf-8-sig")
    cases = path / "cases.yaml"
    if cases.is_file():
        found[cases.name] = read(cases, None, partial(cases.read_text, "utf-8-sig"))
    return {"policy.yaml": settings, **found}


def days_of_today(now: datetime) -> set[date]:
    """Every day that it is now in a place where complaints are received."""
    return {now.astimezone(zone(regime)).date() for regime in regimes()}


@cache
def voice(regime_name: str = "") -> Voice:
    """How the firm speaks, of a regime's own outside body where it names one.

    Raises BadData when letters.yaml is not what it should be."""
    spoken = read_voice(folder() / "letters.yaml")
    body = regime(regime_name).outside_body if regime_name else None
    return replace(spoken, outside_body=body.name) if body else spoken


def firm() -> str:
    """The firm's name. Nobody who complains is turned away because letters.yaml cannot be read."""
    with suppress(BadData):
        return voice().firm
    return "Complaints"


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


def records_connected() -> bool:
    """Whether there is a facts.yaml, by which the firm's own records can be asked."""
    return Path(settings.FACTS).is_file()


def fact_sources(policy: Policy) -> tuple[Entry, ...]:
    """The firm's own records as facts.yaml connects them; none without the file.

    Read anew each time, so that a mended file is used at once. Raises PolicyError.
    """
    return read_sources(Path(settings.FACTS), policy) if records_connected() else ()


def regimes() -> tuple[str, ...]:
    """The regimes that have obligations; a folder may hold entitlements alone."""
    return with_file(regime_files.ROWS)


def with_file(name: str) -> tuple[str, ...]:
    """The regimes whose folder has this file. Looked up each time, so that one that was put there
    is found, and by every first page: `Path.glob` takes six times as long."""
    folder, found = os.fspath(_regimes()), list[str]()
    with suppress(FileNotFoundError):
        found = [each for each in os.listdir(folder) if os.path.exists(f"{folder}/{each}/{name}")]
    return tuple(sorted(found))


@cache
def regime(name: str) -> Regime:
    """A regime by its name. Raises PolicyMissing for one that is not there, else BadData."""
    usual = name == settings.REGIME and (_regimes() / name).is_dir()
    if name not in regimes() and not usual:  # of the usual one, a file that is gone is told
        raise PolicyMissing(f"regime {unknown(name, regimes())}")
    return regime_files.read_regime(_regimes() / name)


def read_all(now: datetime) -> None:
    """What cases are judged by today, before the first one needs it.

    Raises PolicyError, DoctrineError, BadData and PolicyMissing, for what cannot be used."""
    causes()
    for name in regimes():
        voice(name)
        policy_in_force(now.astimezone(zone(name)).date())


def zone(name: str) -> ZoneInfo:
    return regime(name).zone


def day_at(name: str, moment: datetime) -> date:
    """The day that a moment falls on where a regime is."""
    return moment.astimezone(regime(name).zone).date()


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
            f"complaint kind {unknown(complaint_kind, chosen.kinds)} "
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
    return _under(settings.POLICIES, "regimes")
