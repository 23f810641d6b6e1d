"""The inbox: what must be done next and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from upheld.core.forecast import ENOUGH, LIKELY, WAYS, History
from upheld.core.intake import first_words
from upheld.core.words import CaseState
from upheld.desk.paging import up_to
from upheld.desk.reads import to_list
from upheld.steps import may
from upheld.store import models as rows
from upheld.store import policies

from .due import Due, due
from .next import KEEP_A_PROMISE, in_a_word
from .promises import comes_first

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
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
    likely: str
    alone: bool = False  # a case that was merged, on a page of its own


@dataclass(frozen=True, slots=True)
class Bucket:
    key: str
    title: str
    rows: list[Row]


def headline(late: int, today: int) -> str:
    """The day in one sentence."""
    told = _number(today)
    if late:
        return f"{_number(late)} overdue" + (f", {told.lower()} due today" if today else "")
    return f"{told} due today" if today else "Nothing is due today"


def _number(count: int) -> str:
    told = _NUMBERS[count] if count < len(_NUMBERS) else up_to(count).capitalize()
    return f"{told} {'is' if count == 1 else 'are'}"


# What is done with all of a list, where it was asked for by that.
_DOING = {"letter": "Post it, or send it again"}


def as_rows(
    cases: Iterable[rows.Case], by: may.Actor, now: datetime, known: History, asked: str = ""
) -> list[Row]:
    """`asked` is what of being due was asked for."""
    (listed, latest), doing = to_list(cases), _DOING.get(asked, "")
    return [
        Row(
            case=case,
            action=doing or _action(case, latest.get(case.pk), by, now),
            due=due(case.next_due, now, policies.calendar(case.regime)) if case.next_due else None,
            first_words=first_words(case.text, 160),
            likely=_likely(case, now, known),
            alone=bool(doing),
        )
        for case in listed
    ]


def _action(case: rows.Case, latest: rows.Decision | None, by: may.Actor, now: datetime) -> str:
    return KEEP_A_PROMISE if comes_first(case, now) else in_a_word(case, latest, by)


def _likely(case: rows.Case, now: datetime, known: History) -> str:
    """Which clock is likely to be missed, and on what that rests; empty where none is, where too
    little is known, and where it is late already."""
    for way in WAYS:
        state, end = way
        at = getattr(case, f"{end}_due", None)
        if state != case.state or at is None or at < now:
            continue
        chance = known.chance_of_missing(way, at - now)
        if chance is not None and chance >= LIKELY:
            kind = str(getattr(case, f"{end}_kind")).replace("_", " ")
            return f"{kind}; {round(chance * 10)} of 10 needed longer from here"
    return ""


def forecast_told(known: History) -> str:
    """On how many of the firm's own cases a forecast rests, or why there is none yet."""
    if known.cases < ENOUGH:
        return f"No forecast yet: {known.cases} answered of the {ENOUGH} that one needs."
    return f"Forecast from our own latest {known.cases} answers."


def buckets(found: Iterable[Row]) -> list[Bucket]:
    """The rows of a page by when they are due; their order stays."""
    groups = groupby(found, key=_bucket)
    return [Bucket(key, _BUCKETS[key], list(group)) for key, group in groups]


def _bucket(row: Row) -> str:
    if row.case.state == CaseState.CLOSED:
        return "closed"
    return row.due.tone if row.due else ""
