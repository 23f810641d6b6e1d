"""Keep the causes: the list that every closed case is told by, edited by those who own it."""

from datetime import datetime

from django.db import transaction

from upheld.core import lessons
from upheld.core.words import JourneyStage
from upheld.store import causes
from upheld.store.record import events

from . import may


@transaction.atomic
def add_cause(
    label: str, stage: JourneyStage, needs_promise: bool, by: may.Actor, now: datetime
) -> str:
    """Adds a cause and returns its key. Raises CauseError."""
    may.check("keep_causes", by)
    events.hold()
    added = lessons.added(label, stage, needs_promise, causes.listed())
    causes.kept(added, None, by.name, now)
    return added.key


@transaction.atomic
def change_cause(
    key: str, label: str, stage: JourneyStage, needs_promise: bool, by: may.Actor, now: datetime
) -> None:
    """Says a cause in other words; closed cases keep it under its key. Raises CauseError."""
    may.check("keep_causes", by)
    events.hold()
    known = causes.listed()
    changed = lessons.changed(key, label, stage, needs_promise, known)
    causes.kept(changed, lessons.named(key, known), by.name, now)


@transaction.atomic
def retire_cause(key: str, retired: bool, by: may.Actor, now: datetime) -> None:
    """Takes a cause out of what a case can be closed with, or back in. Raises CauseError."""
    may.check("keep_causes", by)
    events.hold()
    known = causes.listed()
    causes.kept(lessons.retired(key, retired, known), lessons.named(key, known), by.name, now)
