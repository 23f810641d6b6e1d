"""Which cases must be kept, until which day, and which may go: the rules of each regime on rows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from upheld.core import retention as core
from upheld.core.erasing import Stays
from upheld.core.promises.commitments import CommitmentState
from upheld.core.retention import Period, Until
from upheld.core.words import CaseState

from . import legal_holds, policies
from . import models as rows
from .merged import merging
from .policy_files import retention_files

# A period from the 31st ends up to three days earlier in a month than it began, and the day is
# another in another zone.
_AT_MOST = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Due:
    """A case whose time is over, by the firm's own period and by the rule that kept it last; it
    stays where it is under legal holds."""

    case: rows.Case
    own: Until
    law: Until | None
    holds: legal_holds.Holds = ()


def stays(case: rows.Case, now: datetime) -> Stays | None:
    """Why a case cannot be erased, whoever asks; None where it may go.

    A law that nobody has verified keeps it as well: what is erased cannot be brought back."""
    if merging.worked_on_in(case).state != CaseState.CLOSED:
        return Stays(case.reference, "its complaint is still open: close it first", None)
    kept = core.longest(_by_law(case))
    if kept is None or kept.over(_today(case, now)):
        return None
    return Stays(case.reference, "it is kept by law", kept.until, kept.period)


def owed(cases: Collection[int]) -> Iterator[Stays]:
    """Each promise of closed cases that is still to be kept, wherever a merge took it: whoever is
    owed something is not erased before, since nobody could keep it then."""
    merges = rows.Merge.objects.filter(case__in=cases, undone_at=None).values_list("moved")
    gone = [pk for (moved,) in merges for pk in moved.get("commitments", ())]
    still = rows.Commitment.objects.filter(state=CommitmentState.OPEN, case__state=CaseState.CLOSED)
    for row in still.filter(Q(case__in=cases) | Q(pk__in=gone)).select_related("case"):
        yield Stays(row.case.reference, _still_to_keep(row), None)


def _still_to_keep(row: rows.Commitment) -> str:
    words, day = row.words.rstrip("."), f"{row.due_on:%-d %B %Y}"
    told = f'"{words}"' if day in words else f'"{words}" by {day}'
    then = "record first that it was kept or broken"
    return f"we still have to keep what we promised, {told}: {then}"


def of_case(case: rows.Case) -> tuple[Until, ...]:
    """Every period of a case, the firm's own last."""
    own = (core.until(period, _received_on(case), _closed_on(case)) for period in _own())
    return (*_by_law(case), *own)


def _by_law(case: rows.Case) -> list[Until]:
    periods = retention_files.of_regime(case.regime)
    received, closed = _received_on(case), _closed_on(case)
    return [
        core.until(period, received, closed)
        for period in periods
        if not period.kinds or case.complaint_kind in period.kinds
    ]


def _own() -> tuple[Period, ...]:
    return retention_files.own()


def _today(case: rows.Case, now: datetime) -> date:
    """Where the case's regime is: a period ends with its last day there."""
    return policies.day_at(case.regime, now)


def _received_on(case: rows.Case) -> date:
    return policies.day_at(case.regime, case.received_at)


def _closed_on(case: rows.Case) -> date | None:
    """The day of the last closing, of one that went over into another that of where it was worked
    on; of a past case that came closed, the day of receipt."""
    worked_on = merging.worked_on_in(case)
    if worked_on.state != CaseState.CLOSED:
        return None
    last = max((each.at for each in worked_on.closings.all()), default=worked_on.received_at)
    return policies.day_at(case.regime, last)


def with_closings(found: "QuerySet[rows.Case]") -> "QuerySet[rows.Case]":
    standing = rows.Closing.objects.filter(reopened_at=None)
    return found.select_related("customer").prefetch_related(Prefetch("closings", standing))


def due(
    now: datetime,
    most: int | None = None,
    but: Collection[int] = (),
    held: legal_holds.Held | None = None,
) -> list[Due]:
    """The cases whose every period is over, the oldest first, but those of these numbers and those
    under a legal hold, as `held` says where it is known; none where the firm has no period of its
    own."""
    under = (held or legal_holds.held()).cases
    found = _over(_old(now).exclude(pk__in=list(but)), now)
    free = (each for each in found if each.case.pk not in under)
    return list(islice(free, most))


def held_back(
    now: datetime, most: int | None = None, held: legal_holds.Held | None = None
) -> list[Due]:
    """The cases that were due as well, were they not under a legal hold."""
    under = (held or legal_holds.held()).cases
    found = _over(_old(now).filter(pk__in=list(under)), now) if under else ()
    return [replace(each, holds=under[each.case.pk]) for each in islice(found, most)]


def _old(now: datetime) -> "QuerySet[rows.Case]":
    """What may be over, to be looked at one by one; what was merged goes with the other case."""
    own = [period.months for period in _own() if period.months is not None]
    if not own:
        return rows.Case.objects.none()
    before = timezone.make_aware(
        datetime.combine(core.months_on(timezone.localdate(now), -min(own)), time.min)
    )
    closed = rows.Case.objects.filter(state=CaseState.CLOSED, erased_at=None, merged_into=None)
    old = with_closings(closed.filter(received_at__lt=before + _AT_MOST))
    return old.order_by("received_at", "pk")


def _over(cases: "QuerySet[rows.Case]", now: datetime) -> Iterator[Due]:
    for case in cases.iterator(chunk_size=500):
        today = _today(case, now)
        law = core.longest(_by_law(case))
        own = core.longest(
            core.until(each, _received_on(case), _closed_on(case)) for each in _own()
        )
        if own and own.over(today) and (law is None or law.over(today)):
            yield Due(case, own, law)


def told(due: Due) -> dict[str, Any]:
    """A line about a case whose time is over, for programs."""
    return {
        "case": due.case.reference,
        "received_on": _received_on(due.case).isoformat(),
        "own_period_over": due.own.until.isoformat() if due.own.until else None,
        "kept_by_law_until": due.law.until.isoformat() if due.law and due.law.until else None,
        "rule": due.law.period.id if due.law else None,
        "verified": due.law.period.verified if due.law else None,
        "legal_hold": due.holds[0].pk if due.holds else None,
        "review_due": due.holds[0].review_due.isoformat() if due.holds else None,
    }
