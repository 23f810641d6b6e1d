"""What a merge with the case of somebody else left in the rows of one person, as it is handed over
to them: their own day, by when they hear from us by it, and nothing of how the other's case was."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from upheld.store import models as rows
from upheld.store.merged import own_day

Told = dict[str, Any]
_OF_ROW = ("id", "case_id")


def cases(told: list[Told]) -> list[Told]:
    """Cases with the day of their customer; what is due next is due by that as well."""
    taking = _taking(each["id"] for each in told)
    return [each | _of(taking[each["id"]]) if each["id"] in taking else each for each in told]


def _of(case: rows.Case) -> Told:
    waiting = [clock.due for clock in own_day.clocks(case) if clock.met_at is None]
    due: datetime | None = min(waiting, default=None) if case.next_due else None
    return {"received_at": own_day.theirs(case), "next_due": due}


def clocks(told: list[Told]) -> list[Told]:
    """Clocks as they run for the customer; one of the other's case is none of theirs."""
    taking = _taking({each["case_id"] for each in told})
    theirs = {
        (pk, clock.obligation): clock
        for pk, case in taking.items()
        for clock in own_day.clocks(case)
    }
    found = []
    for each in told:
        if each["case_id"] not in taking:
            found.append(each)
        elif clock := theirs.get((each["case_id"], each["obligation"])):
            own = {name: getattr(clock, name) for name in each if name not in _OF_ROW}
            found.append(each | own)
    return found


def _taking(numbers: Iterable[int]) -> dict[int, rows.Case]:
    """Those of these cases into which another went over."""
    whole = rows.Merge.objects.filter(into__in=list(numbers), undone_at=None, as_history=False)
    return rows.Case.objects.in_bulk(whole.values_list("into", flat=True))


def merges(told: list[Told], theirs: Collection[int]) -> list[Told]:
    """Merges with how the cases of theirs, by their numbers, were before, and no other."""
    return [
        each | {"before": {name: was for name, was in each["before"].items()
                           if each[f"{name}_id"] in theirs}}
        for each in told
    ]  # fmt: skip
