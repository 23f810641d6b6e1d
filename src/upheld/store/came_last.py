"""What of a case came last: by the numbers of its events, for the clock of one machine may be
behind that of another."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery

from upheld.core.event_kinds import EventKind

from . import models as rows
from .counted.answers_right import ANSWERS
from .merged import merging
from .record.said import numbers
from .sight import seen

SAID = (EventKind.ACCEPTED, EventKind.CONTESTED)
_CAME = (EventKind.MAIL_PLACED, EventKind.WROTE)
# Whose words came, in an event of a case where they complained beside another.
WHOSE = "customer"
_SPOKEN = Q(kind__in=SAID) | Q(kind=EventKind.QUEUED, data__kind__in=[*ANSWERS])


def spoken(found: rows.Case) -> str | None:
    """The kind of what came last of our answers that left and of what was said of them."""
    known: str | None = getattr(found, "spoken_last", "")  # by `load.page`, in its own statement
    if known != "":
        return known
    return found.events.filter(_SPOKEN).values_list("kind", flat=True).last()


def spoken_last() -> Subquery:
    """The same of cases that are asked for."""
    told = rows.Event.objects.filter(_SPOKEN, case=OuterRef("pk")).order_by("-number")
    return Subquery(told.values("kind")[:1])


class _Came(NamedTuple):
    number: int
    kind: str
    at: datetime
    mail: int | None
    whose: int | None


@seen.whole()
def unheard(found: rows.Case) -> datetime | None:
    """When they first wrote since our answer left, of those of whom nobody recorded since then what
    they say of it; None where there are none. What was split off is another complaint."""
    told = found.events.filter(_SPOKEN | Q(kind__in=[*_CAME, EventKind.SPLIT_OFF]))
    named = told.order_by("-number").values_list(
        "number", "kind", "at", "data__mail", f"data__{WHOSE}"
    )
    every = (_Came(*each) for each in named)
    since = list(takewhile(lambda each: each.kind != EventKind.QUEUED, every))
    apart = {each.mail for each in since if each.kind == EventKind.SPLIT_OFF}
    came = [each for each in since if each.kind in _CAME and each.mail not in apart]
    said = _said_last(found) if came else {}
    still = (each for each in came if each.number > said.get(each.whose or found.customer_id, 0))
    return min((each.at for each in still), default=None)


def _said_last(there: rows.Case) -> Mapping[int, int]:
    """The event in which each who complained there said last what they think of our answer."""
    said = rows.Event.objects.filter(case__in=merging.whole(there.pk), kind__in=SAID)
    return dict(said.order_by("number").values_list("case__customer", "number"))


def since_decided(there: rows.Case, ours: Collection[int]) -> tuple[bool, bool]:
    """Of whoever complained in the cases `ours`: whether an answer to them left since it was last
    decided `there`, and whether they spoke since the last that left."""
    decided = Q(case=there.pk, kind=EventKind.DECIDED)
    told = rows.Event.objects.filter(decided | Q(_SPOKEN, case__in=ours)).order_by("-number")
    kinds = list(told.values_list("kind", flat=True))
    since = takewhile(lambda kind: kind != EventKind.DECIDED, kinds)
    spoke = next((kind for kind in kinds if kind != EventKind.DECIDED), None)
    return EventKind.QUEUED in since, spoke in SAID


def since_taken_in(
    merge: rows.Merge, cases: Collection[int], latest: Sequence[rows.Event]
) -> list[rows.Event]:
    """The events of these cases since the one by which the merge was made, with every answer that
    left. Of the `latest`, the newest first, where they go back as far; else by one statement."""
    read = list(takewhile(lambda event: not _made(event, merge), latest))
    if len(read) < len(latest):
        return read
    answers = Q(kind=EventKind.QUEUED, data__kind__in=[*ANSWERS])
    told = rows.Event.objects.filter(Q(kind=EventKind.TOOK_IN) | answers, case__in=cases)
    return list(takewhile(lambda event: not _made(event, merge), told.order_by("-number")))


def _made(event: rows.Event, merge: rows.Merge) -> bool:
    return event.kind == EventKind.TOOK_IN and event.data.get("merge") == merge.pk


_ADDED = (
    EventKind.EVIDENCE_ADDED, EventKind.MAIL_PLACED, EventKind.WROTE, EventKind.SPLIT_OFF,
)  # fmt: skip


@seen.whole()
def before_others(
    case: rows.Case, others: merging.OfOthers, there: Collection[rows.Evidence]
) -> set[int]:
    """What of this evidence came before anything of another customer came into the case. Of what
    the record does not tell, its moment does."""
    near = {case.pk, *merging.ever_near({case.pk})}
    told = rows.Event.objects.filter(case__in=near, kind__in=(*_ADDED, EventKind.TOOK_IN))
    added: dict[int, int] = {}
    first = None
    for number, data in told.order_by("number").values_list("number", "data"):
        if data.get("merge") in others.merges:
            first = first or number
        for pk in numbers(data, "evidence"):
            added.setdefault(pk, number)
    after = {
        row.pk for row in there if _is_later((added.get(row.pk), first), (row.at, others.since))
    }
    return {row.pk for row in there} - after


def decided_by_then(cases: Iterable[rows.Case]) -> Mapping[int, int | None]:
    """Of each promise in these cases the decision that was the last when it was made."""
    kinds = (EventKind.DECIDED, EventKind.COMMITTED)
    told = rows.Event.objects.filter(case__in=[each.pk for each in cases], kind__in=kinds)
    found: dict[int, int | None] = {}
    last = None
    named = told.order_by("number").values_list("data__decision", "data__commitment")
    for decision, promise in named:
        if promise is None:
            last = decision
        else:
            found[promise] = last
    return found


_SETTLED = (EventKind.COMMITMENT_KEPT, EventKind.COMMITMENT_BROKEN)


def decided_and_settled(customers: "QuerySet[Any, Any]") -> "QuerySet[rows.Event]":
    """What `Since` reads of all cases of these customers."""
    told = rows.Event.objects.filter(case__customer__in=customers)
    told = told.filter(kind__in=(EventKind.DECIDED, *_SETTLED))
    return told.defer("at", "by", "previous", "hash", "key", "seal", "erased_by")


class Since:
    """Whether a promise was settled after a decision, or after another was settled. Where the
    record of these cases does not say it, as of a promise that came over, their moments do."""

    def __init__(self, told: Iterable[rows.Event]) -> None:
        self._decided: dict[int, int] = {}
        self._settled: dict[int, int] = {}
        for event in told:
            if event.kind == EventKind.DECIDED:
                self._decided[event.data.get("decision", 0)] = event.number
            else:
                self._settled[event.data.get("commitment", 0)] = event.number

    def decided(self, then: rows.Commitment, first: rows.Decision) -> bool:
        numbers = self._settled.get(then.pk), self._decided.get(first.pk)
        return _is_later(numbers, (then.settled_at, first.at))

    def settled(self, then: rows.Commitment, first: rows.Commitment) -> bool:
        numbers = self._settled.get(then.pk), self._settled.get(first.pk)
        return _is_later(numbers, (then.settled_at, first.settled_at))


def _is_later(
    numbers: tuple[int | None, int | None], moments: tuple[datetime | None, datetime | None]
) -> bool:
    (last, first), (then, before) = numbers, moments
    if last is not None and first is not None:
        return last > first
    return then is not None and before is not None and then >= before
