"""The day on which we heard from whoever complained in a case. The earlier day of a case of another
customer that went over into it moves our clocks, and is no day of theirs: they are told their own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from upheld.core.deadlines import Deadline

from . import clocks as of_case
from . import models as rows
from . import seen


def theirs(case: rows.Case) -> datetime:
    """The earliest day of a complaint of theirs that is worked on in this case."""
    return _own(case).earliest


def itself(case: rows.Case) -> datetime:
    """When the case was received, whatever came into it since."""
    return _own(case).received_at


def clocks(case: rows.Case) -> list[rows.Clock]:
    """By when they hear from us: the clocks of the case from their own day and by their own rules.
    No statement where the page of one was read that was never merged."""
    own = _own(case)
    if not own.came:
        return list(case.clocks.all())
    ours = {clock.obligation: clock.met_at for clock in case.clocks.all()}
    found = of_case.new(case, own.deadlines())
    told = [clock for clock in found if clock.obligation in ours]
    for clock in told:
        clock.met_at = ours[clock.obligation]
    of_case.move(told, case, own.earliest)
    return sorted(told, key=lambda clock: clock.due)


@dataclass(frozen=True, slots=True)
class _Own:
    """A case, when it was received itself, whether another went over into it, and the same of those
    that are of its own customer."""

    case: rows.Case
    received_at: datetime
    came: bool
    parts: Sequence["_Own"]

    @property
    def earliest(self) -> datetime:
        return min([self.received_at, *(each.earliest for each in self.parts)])

    def deadlines(self) -> list[Deadline]:
        """Of each obligation the earlier, as a merge has it (store/merging.py)."""
        found: dict[str, Deadline] = {}
        rules = of_case.rules_of(self.case)
        for each in (*rules.deadlines(self.received_at), *self._of_parts()):
            known = found.setdefault(each.obligation.id, each)
            if each.due < known.due:
                found[each.obligation.id] = each
        return list(found.values())

    def _of_parts(self) -> Iterable[Deadline]:
        return (each for part in self.parts for each in part.deadlines())


def _own(case: rows.Case) -> _Own:
    if not getattr(case, "ever_merged", True):  # by the statement that read its page
        return _Own(case, case.received_at, came=False, parts=())
    return _asked(case)


@seen.whole()
def _asked(case: rows.Case) -> _Own:
    whole = rows.Merge.objects.filter(into=case, undone_at=None, as_history=False)
    came = list(whole.select_related("case").order_by("pk"))
    stand = _since_mended(case, came)
    received_at = _days(stand[0])[0] if stand else case.received_at
    parts = [_own(row.case) for row in stand if row.case.customer_id == case.customer_id]
    return _Own(case, received_at, bool(came), parts)


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
