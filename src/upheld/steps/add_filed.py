"""Add to what was filed: files of a complaint that come after it, from the form that it came by."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from upheld.core.evidence import File
from upheld.core.intake import IntakeError
from upheld.core.portal import MOST_FILES
from upheld.core.words import CaseId, CaseState
from upheld.store import in_order, save

from . import may


@transaction.atomic
def add_filed(case_id: CaseId, files: Sequence[File], by: may.Actor, now: datetime) -> None:
    """Each file is evidence of the case, or of the one that it was merged into; what was decided
    without them is decided anew.

    Raises IntakeError, CaseMissing, NotAllowed or WrongState."""
    case = in_order.way(case_id)[-1]
    may.check("add_filed", by, case.state)
    if case.evidence.exclude(sha256="").count() + len(files) > MOST_FILES:
        raise IntakeError(f"a complaint has {MOST_FILES} files at most: send the others by mail")
    if case.state != CaseState.RECEIVED:
        save.moved(case, CaseState.INVESTIGATING, now)
    save.filed_with(case, files, by.name, now)
