"""The clocks of a case: made on receipt, met by an act, and our own targets moved by a pause."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from upheld.core import pauses
from upheld.core.calendars import Span
from upheld.core.deadlines import Deadline
from upheld.core.obligations import CLOCKED, End, Force, in_force
from upheld.core.reckoning import last_moment

from . import models as rows
from . import policies
from .merged import merging
from .merged import moves as merge_moves
from .policies import Rules
from .sight import seen


def pressing(deadlines: Sequence[Deadline]) -> list[datetime]:
    """The moments that a case must not miss; a chance that passes breaks nothing."""
    return [
        each.due
        for each in deadlines
        if each.obligation.kind in CLOCKED and each.obligation.force is not Force.CHANCE
    ]


def new(case: rows.Case, deadlines: Sequence[Deadline]) -> list[rows.Clock]:
    """What somebody waits for; how long a record is kept needs no clock."""
    return [
        rows.Clock(
            case=case,
            obligation=each.obligation.id,
            kind=each.obligation.kind,
            force=each.obligation.force,
            ends=each.obligation.ends,
            due=each.due,
            due_on=each.due_on,
            explanation=each.explanation,
            source=each.obligation.source,
            verified=each.obligation.verified,
        )
        for each in deadlines
        if each.obligation.kind in CLOCKED
    ]


def last_of(clock: rows.Clock, since: datetime) -> datetime:
    """The last moment that the rule of a clock gives, counted from `since`: one of hours or of a
    business day is kept until both are over, though ours shows the first."""
    regime = policies.regime(clock.case.regime)
    for rule in in_force(regime.obligations, regime.day_of(since)):
        if rule.id == clock.obligation and rule.or_within:
            return max(clock.due, last_moment(rule.or_within, since, regime.zone, regime.calendar))
    return clock.due


def rules_of(case: rows.Case) -> Rules:
    return Rules(case.regime, case.complaint_kind)


def anew(case: rows.Case) -> None:
    """The clocks from the moment of receipt as it is known now; what was met stays met."""
    known = case.clocks.exclude(met_at=None)
    met_at = dict(known.values_list("obligation", "met_at"))
    acknowledged = known.filter(ends=End.ACKNOWLEDGEMENT).values_list("met_at", flat=True).first()
    case.clocks.all().delete()
    clocks = new(case, rules_of(case).deadlines(case.received_at))
    for clock in clocks:
        clock.met_at = met_at.get(clock.obligation)
        if clock.ends == End.ACKNOWLEDGEMENT:  # whichever regime asks for it, it was sent
            clock.met_at = acknowledged
    rows.Clock.objects.bulk_create(clocks)
    move_targets(case)


@seen.whole()
def move_targets(case: rows.Case) -> None:
    """Our own targets, as much later as the pauses say in which each ran; nothing else moves."""
    came = sorted(merging.came_over(case), key=lambda row: -row.pk)
    for clock in case.clocks.filter(met_at=None):
        for each in move([clock], case, case.received_at, _ran(clock.obligation, case, came)):
            each.save(update_fields=["first_due", "due", "due_on", "moved"])


def _ran(obligation: str, case: rows.Case, came: Sequence[rows.Merge]) -> list[Span]:
    """The pauses of its case; of a clock that came over, the newest merge first, those since, and
    before them those of the case that it came from."""
    spans = spans_of(case)
    for row in came:
        if row.into_id == case.pk and merge_moves.pressed(row, obligation):
            since = [span for span in spans if span[1] > row.at]
            return [*_ran(obligation, row.case, came), *since]
    return spans


def spans_of(case: rows.Case) -> list[Span]:
    """From when until when it was paused."""
    return list(case.pauses.values_list("since", "until"))


def move(
    clocks: Iterable[rows.Clock], case: rows.Case, since: datetime, spans: Sequence[Span]
) -> list[rows.Clock]:
    """Those of these clocks of the case that pauses move, moved, and not saved. `since` is the
    moment from which they run."""
    regime = policies.regime(case.regime)
    own = (each for each in clocks if each.force == Force.OWN and not each.met_at)
    targets = list(own) if spans else []
    for clock in targets:
        first = clock.first_due or clock.due
        later = pauses.moved(first, since, spans, regime.zone, regime.calendar)
        clock.first_due, clock.due, clock.due_on = first, later, regime.day_of(later)
        clock.moved = pauses.explain_moved(first, later, spans, regime.zone)
    return targets


def met(case: rows.Case, by_what: End, now: datetime) -> None:
    """The clocks that this act ends; a chance that has passed stays passed."""
    ended = case.clocks.filter(ends=by_what, met_at=None)
    ended.exclude(force=Force.CHANCE, due__lt=now).update(met_at=now)
