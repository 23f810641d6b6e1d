"""Questions over the marts that somebody keeps, and what makes the marts anew."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from upheld.core.event_kinds import EventKind
from upheld.core.questions import QuestionError

from .models import MartsWanted, Question
from .record import events

# A process that was killed while it made the marts is waited for so long, and no longer.
_GIVEN_UP = timedelta(hours=3)


def of(number: int) -> Question:
    """Raises QuestionError."""
    row = Question.objects.filter(pk=number).first()
    if row is None:
        raise QuestionError(f"there is no question {number}: somebody deleted it")
    return row


def held(number: int) -> Question:
    """The same, while nobody else changes or deletes one. Raises QuestionError."""
    events.hold()
    return of(number)


def asked(sql: str, taken_as: str, by: str, now: datetime) -> None:
    """Puts on record what was asked, before it is."""
    _told(EventKind.QUESTION_ASKED, by, now, sql=sql, taken_as=taken_as)


def kept(name: str, sql: str, by: str, now: datetime) -> Question:
    """A new question. Raises QuestionError where the name is taken."""
    _check_free(name)
    row = Question.objects.create(name=name, sql=sql, by=by, at=now)
    _changed(row, "kept", by, now, sql=sql)
    return row


def renamed(row: Question, name: str, by: str, now: datetime) -> None:
    """Raises QuestionError where the name is taken."""
    if name != row.name:
        _check_free(name)
    before, row.name = row.name, name
    row.save(update_fields=["name"])
    _changed(row, "renamed", by, now, before=before)


def deleted(row: Question, by: str, now: datetime) -> None:
    _changed(row, "deleted", by, now, sql=row.sql)
    row.delete()


def _check_free(name: str) -> None:
    events.hold()  # of two who take the same name at once, the second finds it taken
    if Question.objects.filter(name=name).exists():
        raise QuestionError(f"there is a question “{name}” already: give it another name")


def _changed(row: Question, how: str, by: str, now: datetime, **told: Any) -> None:
    _told(EventKind.QUESTION_CHANGED, by, now, question=row.pk, name=row.name, how=how, **told)


def wanted(by: str, now: datetime) -> MartsWanted:
    """The marts anew; one wish is enough for all who wish it while it waits."""
    waiting = MartsWanted.objects.filter(began_at=None).first()
    if waiting is not None:
        return waiting
    _told(EventKind.MARTS_WANTED, by, now)
    return MartsWanted.objects.create(by=by, at=now)


def latest() -> MartsWanted | None:
    return MartsWanted.objects.first()


def claimed(now: datetime) -> MartsWanted | None:
    """The oldest wish, for whoever makes the marts: no two processes get the same one."""
    waits = Q(began_at=None) | Q(ended_at=None, began_at__lt=now - _GIVEN_UP)
    row = MartsWanted.objects.filter(waits).order_by("pk").first()
    if row is None:
        return None
    same = MartsWanted.objects.filter(waits, pk=row.pk)
    return row if same.update(began_at=now) else None


def ended(row: MartsWanted, error: str, now: datetime) -> None:
    row.ended_at, row.error = now, error
    row.save(update_fields=["ended_at", "error"])


def _told(kind: EventKind, by: str, now: datetime, **data: Any) -> None:
    events.append(events.Act(None, kind, by, now, data))
