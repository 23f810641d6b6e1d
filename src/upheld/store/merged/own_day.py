"""The day on which we heard from whoever complained in a case. The earlier day of a case of another
customer that went over into it moves our clocks, and is no day of theirs: they are told their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from upheld.core.calendars import Span
from upheld.store import clocks as of_case
from upheld.store import models as rows
from upheld.store.called import as_read, is_disowned, with_disowned
from upheld.store.sight import seen
from upheld.store.sql.asked_again import AskedAgain


def theirs(case: rows.Case) -> datetime:
    """The earliest day of a complaint of theirs that is worked on in this case."""
    return min(_own(case).days())


def itself(case: rows.Case) -> datetime:
    """When the case was received, whatever came into it since."""
    return _own(case).received_at


def clocks(case: rows.Case) -> list[rows.Clock]:
    """By when they hear from us: the clocks of the case, where another's came into it from their
    own day and by their own rules. No statement where the page of one was read that was never
    merged."""
    own = _own(case)
    if not own.others:
        return list(case.clocks.all())
    ours = {clock.obligation for clock in case.clocks.all()}
    found = [clock for clock in own.clocks() if clock.obligation in ours]
    return sorted(found, key=lambda clock: clock.due)


@dataclass(frozen=True, slots=True)
class _Own:
    """A case as its customer knows it: when it was received itself, whether one of another went
    over into it, and the same of those that did, with when they came. Of another's nothing counts
    but what is theirs in it: `is_theirs`. Of theirs one does not that came into another of theirs
    and is not from them, as whoever has the address says."""

    case: rows.Case
    received_at: datetime
    is_theirs: bool
    others: bool
    parts: Sequence[tuple[datetime, "_Own"]]

    def days(self) -> Iterator[datetime]:
        """When each complaint of theirs was received."""
        if self.is_theirs:
            yield self.received_at
        for _, part in self.parts:
            yield from part.days()

    def clocks(self, above: Iterable[Span] = ()) -> list[rows.Clock]:
        """As merges have them (merge_moves.py), and as pauses moved them: its own, and since it
        came those `above` it."""
        spans, met = [*of_case.spans_of(self.case), *above], _met(self.case)
        rules = of_case.rules_of(self.case)
        deadlines = rules.deadlines(self.received_at) if self.is_theirs else ()
        found = of_case.new(self.case, deadlines)
        for clock in found:
            clock.met_at = min(met[clock.obligation], default=None)
        of_case.move(found, self.case, self.received_at, spans)
        for at, part in self.parts:
            for clock in part.clocks(span for span in spans if span[1] > at):
                if not clock.met_at:
                    clock.met_at = min((m for m in met[clock.obligation] if m >= at), default=None)
                    _press(clock, found, at)
        return found


def _met(case: rows.Case) -> Mapping[str, list[datetime]]:
    """When each obligation was met: another's may run beside one that was met before it came."""
    found = defaultdict(list)
    for clock in case.clocks.all():
        if clock.met_at:
            found[clock.obligation].append(clock.met_at)
    return found


def _press(clock: rows.Clock, found: list[rows.Clock], at: datetime) -> None:
    """What came open at a moment takes the place of a later one that was open then."""
    same = (each for each in found if each.obligation == clock.obligation)
    beside = next((each for each in same if each.met_at is None or each.met_at >= at), None)
    if beside is None:
        found.append(clock)
    elif clock.due < beside.due:
        found[found.index(beside)] = clock


def _own(case: rows.Case) -> _Own:
    if not getattr(case, "ever_merged", True):  # by the statement that read its page
        return _Own(case, case.received_at, is_theirs=True, others=False, parts=())
    return _asked(case, case.customer_id)


@seen.whole()
def _asked(case: rows.Case, whose: int, *, into: bool = False) -> _Own:
    came: list[rows.Merge] = _CAME(case.pk)
    as_read(came)
    stand = _since_mended(case, came)
    received_at = _days(stand[0])[0] if stand else case.received_at
    parts = {row.pk: _asked(row.case, whose, into=True) for row in came}
    others = any(each.others or not each.is_theirs for each in parts.values())
    is_theirs = case.customer_id == whose and not (into and is_disowned(case))
    count = stand if is_theirs else came  # the day of another's says nothing of theirs in it
    told = [(row.at, parts[row.pk]) for row in count]
    return _Own(case, received_at, is_theirs, others, told)


def _came(into: int) -> "QuerySet[rows.Merge]":
    whole = rows.Merge.objects.filter(into=into, undone_at=None, as_history=False)
    return with_disowned(whole.select_related("case").order_by("pk"))


_CAME = AskedAgain(_came)


def _since_mended(case: rows.Case, came: Iterable[rows.Merge]) -> list[rows.Merge]:
    """Those since somebody last mended the day of the case, which is the day that they know."""
    found: list[rows.Merge] = []
    known: datetime | None = None
    for row in came:
        if row.before:  # an erasure by an earlier version emptied it
            there, of_part = _days(row)
            found = [*found, row] if there == known else [row]
            known = min(there, of_part)
    return found if known == case.received_at else []


def _days(row: rows.Merge) -> tuple[datetime, datetime]:
    """When the case was received into which one went over, and that one, before they were one."""
    there, of_part = (
        datetime.fromisoformat(row.before[each]["case"]["received_at"]) for each in ("into", "case")
    )
    return there, of_part
