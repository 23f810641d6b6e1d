"""Add to what was filed: files of a complaint that come after it, from the form that it came by."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from upheld.core.evidence import File
from upheld.core.intake import IntakeError
from upheld.core.portal import MOST_FILES
from upheld.core.words import CaseId, CaseState
from upheld.store import in_order, save
from upheld.store import models as rows
from upheld.store.merged import written

from . import may
from .go_on import heard_in


@transaction.atomic
def add_filed(case_id: CaseId, files: Sequence[File], by: may.Actor, now: datetime) -> None:
    """Each file is evidence of the case, or of the one that it went over into, with whose it is.
    What was decided without them is decided anew, but for files of what is not known to be theirs:
    these move nothing by themselves.

    Raises IntakeError, CaseMissing, NotAllowed or WrongState."""
    filed, case = check_filed(case_id, len(files), by)
    if case.state != CaseState.RECEIVED and filed.known_to_be_theirs is not False:
        save.moved(case, CaseState.INVESTIGATING, now)
    save.filed_after(filed, case, files, by.name, now)


@transaction.atomic
def check_filed(case_id: CaseId, many: int, by: may.Actor) -> tuple[rows.Case, rows.Case]:
    """What was filed, and the case where it is worked on, if so many more files may come.

    Raises as `add_filed`: before anything of them is kept."""
    way = in_order.way(case_id)
    there = heard_in(way)
    may.check("add_to", by, there.state)
    if written.sent_after(way[0]) + many > MOST_FILES:
        raise IntakeError(f"a complaint has {MOST_FILES} files at most: send the others by mail")
    return way[0], there
