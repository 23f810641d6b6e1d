"""How fast the firm answers, and the clocks of an open case that it must keep."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce

from upheld.core.event_kinds import EventKind
from upheld.core.forecast import WAYS, Answered, History, learnt
from upheld.core.obligations import End, Force
from upheld.core.words import LetterKind
from upheld.store import models as rows
from upheld.store.sight import seen
from upheld.store.sql.asked_again import AskedAgain

# Enough for a share to be steady, and no more: the firm of two years ago is another firm.
_LATEST = 400


def history() -> History:
    """What the latest answers tell of how long each step takes: one statement, or two where a
    letter was queued since it was read."""
    if seen.hides():
        return _read()
    newest = next(iter(_NEWEST()), None)
    return _kept(*newest) if newest else _read()


@lru_cache(maxsize=4)
def _kept(newest: str) -> History:
    """As it was read when the newest event of a queued letter had this hash. All who see every
    team read the same."""
    return _read()


def _read() -> History:
    return learnt(Answered(*map(_moment, moments)) for moments in _HISTORY())


def _newest() -> "QuerySet[rows.Event, Any]":
    queued = rows.Event.objects.filter(kind=EventKind.QUEUED).order_by("-number")
    return queued.values_list("hash")[:1]


def _moment(text: str | None) -> Any:
    return datetime.fromisoformat(text) if text else None


def _history() -> "QuerySet[rows.Letter, Any]":
    acknowledged = rows.Clock.objects.filter(case=OuterRef("case"), ends=End.ACKNOWLEDGEMENT)
    answers = rows.Letter.objects.filter(kind=LetterKind.FINAL, queued_at__isnull=False)
    told = answers.order_by("-pk").values_list(
        _text(F("case__received_at")),
        _text(F("queued_at")),
        _text(Subquery(acknowledged.values("met_at")[:1])),
        _text(F("decision__at")),
    )
    return told[:_LATEST]


def _text(moment: Any) -> Cast:
    """Of many rows a moment is read faster from its text: only how far two are apart is asked."""
    return Cast(moment, TextField())


_HISTORY, _NEWEST = AskedAgain(_history), AskedAgain(_newest)


def with_dues(cases: "QuerySet[rows.Case]") -> "QuerySet[rows.Case]":
    """The cases with the first open clock of each end: `answer_due` and `answer_kind`, and
    `acknowledgement_due` and its kind. A paused target is none, and a chance is no duty."""
    told = {}
    for end in (End.ACKNOWLEDGEMENT, End.ANSWER):
        clocks = rows.Clock.objects.filter(case=OuterRef("pk"), ends=end, met_at=None)
        clocks = clocks.exclude(force=Force.CHANCE)
        clocks = clocks.filter(~Q(force=Force.OWN) | Q(case__paused_since=None))
        for name in ("due", "kind"):
            told[f"{end}_{name}"] = Subquery(clocks.order_by("due", "pk").values(name)[:1])
    return cases.annotate(**told)


def likely_missed(
    cases: "QuerySet[rows.Case]", known: History, now: datetime
) -> "QuerySet[rows.Case]":
    """Of cases `with_dues`, those with less time left than half of the past ones needed from where
    they are. None in a state of which too little is known, and none that is late already."""
    times = {way: usual for way in WAYS if (usual := known.usual(way)) is not None}
    short = Q(pk__in=())
    for (state, end), usual in times.items():
        short |= Q(is_now=state, **{f"{end}_due__gte": now, f"{end}_due__lt": now + usual})
    # By the clocks that end soon: of all that are open nothing else is looked at. Not by the index
    # of states, which SQLite takes for the shorter way where it has no statistics.
    latest = now + max(times.values(), default=timedelta(0))
    soon = rows.Clock.objects.filter(met_at=None, due__gte=now, due__lt=latest).order_by()
    told = cases.alias(is_now=Coalesce("state", Value("")))
    return told.filter(short, pk__in=soon.values("case"))
