"""The team and the reports as programs read them."""

from datetime import date
from typing import Any

from pydantic import Field

from upheld.store.models import Person, WorkingHours

from .base import Moment, Told, Versioned


class WorkTold(Told):
    """What is to be done now: one's own, or everybody's for those who share the work out."""

    workload: list[dict[str, Any]]
    nobodys: int


class HoursTold(Versioned):
    """How many hours a week somebody has for complaints; None where it is not known."""

    person: int
    a_week: str | None


def hours(person: Person) -> HoursTold:
    kept = WorkingHours.objects.filter(person=person).first()
    return HoursTold(person=person.pk, a_week=str(kept.a_week) if kept else None)


class TeamTimesTold(WorkTold):
    """How long each step takes from receipt, of all, of teams and of topics, never of a person;
    `praise` is the newest of one's own, or of everybody's, and `all` how often it was given."""

    at: Moment = Field(description="When it was worked out; what is to be done is told as of now.")
    since: Moment
    until: Moment
    complaints: int
    steps: list[dict[str, Any]]
    teams: list[dict[str, Any]]
    topics: list[dict[str, Any]]
    untold: int
    first_time_right: dict[str, Any]
    reply_checks: dict[str, Any]
    praise: dict[str, Any]
    limits: list[str]


class ReportTold(Told):
    """What happened from `first` to `last`, what was learnt and what to do next; each number with
    the page of the desk where its rows are."""

    firm: str
    first: date
    last: date
    zone: str
    at: Moment
    so_far: bool
    headline: str
    figures: list[dict[str, Any]]
    learnt: list[dict[str, Any]]
    next: list[str]
    sections: list[dict[str, Any]]
    limits: list[str]


class KeptReportTold(Told):
    """A report that is kept; `hash` is the SHA-256 of what was told."""

    id: int
    first_on: date
    last_on: date
    at: Moment
    by: str
    hash: str


class RulingTold(Told):
    """What an outside body made of our answer in a case."""

    id: int
    body: str
    ruled_on: date
    changed: bool
    words: str
    at: Moment
    by: str
