"""File: a complaint comes in by the portal, with its files, its needs and the wish for a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from upheld.core.event_kinds import EventKind
from upheld.core.evidence import File
from upheld.core.intake import Complaint
from upheld.core.portal import Needs
from upheld.core.words import CaseId
from upheld.store import load, save
from upheld.store import models as rows
from upheld.store.rows.portal import taken_before

from . import may
from .receipts import wish_for_link
from .receive import receive


@dataclass(frozen=True, slots=True)
class Filed:
    """All that the form told. `mark` is the same for what is sent twice; `site` our own address."""

    complaint: Complaint
    needs: Needs
    order: str
    files: Sequence[File]
    mark: str
    site: str


def file_complaint(filed: Filed, by: may.Actor, now: datetime) -> CaseId:
    """A case with all that came with it, or the case that the same form made before.

    Raises IntakeError, PolicyMissing or NotAllowed."""
    try:
        return _file(filed, by, now)
    except IntegrityError:  # its other copy was filed at the same time
        return _file(filed, by, now)


@transaction.atomic
def _file(filed: Filed, by: may.Actor, now: datetime) -> CaseId:
    if before := taken_before(filed.mark):
        return CaseId(before.case_id)
    # Anybody can write somebody's address, here or in words for a colleague to write down: it is
    # theirs once a link that goes there is opened.
    case_id = receive(filed.complaint, by, now, theirs=False, needs=filed.needs)
    case = load.case(case_id)
    rows.Filing.objects.create(case=case, mark=filed.mark, at=now)
    if filed.order:
        # On paper: whoever filed it is not known to be the customer whose order it is.
        save.order_linked(case, None, filed.order, by.name, now)
    save.filed_with(case, filed.files, by.name, now)
    _widen_help(case, filed.needs, by, now)
    if filed.complaint.complainant.email:
        wish_for_link(case, filed.site, by, now)
    return case_id


def _widen_help(case: rows.Case, needs: Needs, by: may.Actor, now: datetime) -> None:
    """Said of oneself, it widens help; that nothing is said never takes any back (promise 2)."""
    if needs.words and not case.customer.vulnerable:
        told = {"vulnerable": True}
        kind = EventKind.CUSTOMER_KNOWN
        save.customer_changed(case.customer, kind, told, [case], by.name, now)
