"""The inbox: what must be done next and by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from upheld.core.intake import first_words
from upheld.core.words import CaseState
from upheld.store import load, search
from upheld.store import models as rows

from .calendar import calendar
from .due import Due, due

_ACTIONS = {
    "acknowledge": "Acknowledge",
    "investigate": "Investigate",
    "decide": "Find and decide",
    "answer": "Send the reply",
    "close": "Hear and close",
    "": "Closed",
}
_BUCKETS = {
    "late": "Overdue",
    "today": "Today",
    "soon": "Next three working days",
    "later": "Later",
    "": "Waiting for an answer",
    "closed": "Closed",
}


@dataclass(frozen=True, slots=True)
class Row:
    case: rows.Case
    action: str
    due: Due | None
    first_words: str


@dataclass(frozen=True, slots=True)
class Bucket:
    key: str
    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Day:
    """What waits: all open cases, those of one person, those of nobody; what is late or due."""

    open: int
    mine: int
    nobody: int
    late: int
    today: int

    @property
    def headline(self) -> str:
        late, today = _number(self.late), _number(self.today)
        if self.late and self.today:
            return f"{late} overdue, {today.lower()} due today"
        if self.late:
            return f"{late} overdue"
        return f"{today} due today" if self.today else "Nothing is due today"


def _number(count: int) -> str:
    words = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()
    told = words[count] if count < len(words) else str(count)
    return f"{told} {'is' if count == 1 else 'are'}"


def day(by: rows.Person, now: datetime) -> Day:
    """The counts over all open cases, in one statement."""
    late, today = Q(next_due__lt=now), Q(next_due__gte=now, next_due__lt=_midnight(now))
    counts = {
        "open": Count("id"),
        "mine": Count("id", Q(owner=by)),
        "nobody": Count("id", Q(owner=None)),
        "late": Count("id", late),
        "today": Count("id", today),
    }
    return Day(**rows.Case.objects.exclude(state=CaseState.CLOSED).aggregate(**counts))


def _midnight(now: datetime) -> datetime:
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1)


def chosen(told: Mapping[str, str], whose: str, by: rows.Person, now: datetime) -> QuerySet[rows.Case]:
    """The cases that the filters ask for, the earliest due first."""
    state = told.get("state", "")
    cases = load.closed() if state == CaseState.CLOSED else load.inbox()
    if state and state != CaseState.CLOSED:
        cases = cases.filter(state=state)
    if whose == "mine":
        cases = cases.filter(owner=by)
    elif whose == "nobody":
        cases = cases.filter(owner=None)
    if until := _until(told.get("due", ""), now):
        cases = cases.filter(next_due__lt=until)
    return search.matching(cases, told.get("q", ""))


def _until(due_by: str, now: datetime) -> datetime | None:
    midnight = _midnight(now)
    ends = {"late": now, "today": midnight, "week": midnight + timedelta(days=6)}
    return ends.get(due_by)


def as_rows(cases: Iterable[rows.Case], now: datetime) -> list[Row]:
    return [
        Row(
            case=case,
            action=_ACTIONS[case.next_step],
            due=due(case.next_due, now, calendar(case)) if case.next_due else None,
            first_words=first_words(case.text, 160),
        )
        for case in cases
    ]


def buckets(found: Iterable[Row]) -> list[Bucket]:
    """The rows of a page by when they are due; their order stays."""
    groups = groupby(found, key=_bucket)
    return [Bucket(key, _BUCKETS[key], list(group)) for key, group in groups]


def _bucket(row: Row) -> str:
    if row.case.state == CaseState.CLOSED:
        return "closed"
    return row.due.tone if row.due else ""
