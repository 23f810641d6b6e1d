"""Keep the changes: written down before anybody looks, and checked by the numbers alone."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from upheld.core.changes import (
    LONGEST_ON_ITS_WAY,
    ChangeError,
    ChangeGiven,
    Checked,
    RootCauseState,
    Verdict,
    checked_change,
)
from upheld.store import changes
from upheld.store.counted import gathered
from upheld.store.counted.gathered import Gathered

from . import may
from .keep_root_causes import who_sees_to_it

_STANDS = {
    Verdict.WORKED: RootCauseState.CHECKED,
    Verdict.DID_NOT: RootCauseState.CHECKED,
    Verdict.RETURNED: RootCauseState.OPEN,
    Verdict.CANNOT_TELL: RootCauseState.CHANGING,
}


@transaction.atomic
def record_change(
    root_cause: int, given: ChangeGiven, owner: int, by: may.Actor, now: datetime
) -> int:
    """Writes a change down; its number. What it expects stays as it is said now: nobody fits it
    to what comes of it. Raises ChangeError."""
    may.check("keep_changes", by)
    told = checked_change(given)
    if told.made_on > timezone.localdate(now) + LONGEST_ON_ITS_WAY:
        raise ChangeError("made_on: that is more than a year ahead: write it down when it is near")
    keys = (told.measure.key, *told.beside)
    if strange := gathered.unknown(Gathered(told.measure.about, key) for key in keys):
        names = ", ".join(each.key for each in strange)
        raise ChangeError(f"there is no {told.measure.about} {names}: choose one that is there")
    whose = who_sees_to_it(owner)
    row = changes.root_cause(root_cause)
    made = changes.recorded(row, told, whose, by.name, now)
    changes.moved(row, RootCauseState.CHANGING, "", by.name, now)
    return made.pk


@transaction.atomic
def keep_check(number: int, found: Checked, by: may.Actor, now: datetime) -> None:
    """Keeps what a check found; its root cause stands where its newest change does.

    `found` is of insight/effects: no hand writes a verdict. Raises ChangeError."""
    may.check("check_change", by)
    row = changes.change(number)
    changes.kept(row, found, by.name, now)
    of = changes.root_cause(row.root_cause_id)
    newest = next(iter(of.changes.all()))
    if newest.pk == row.pk and of.state != RootCauseState.CLOSED:
        changes.moved(of, _STANDS[found.verdict], "", by.name, now)
    elif found.verdict is Verdict.RETURNED:
        changes.moved(of, RootCauseState.OPEN, "It returned.", by.name, now)
