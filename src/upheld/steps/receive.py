"""Listen: a complaint becomes a case with its clocks running."""

from datetime import datetime

from django.db import transaction

from upheld.core.intake import Complaint, accepted
from upheld.core.words import CaseId
from upheld.store import policies, save

from . import may

DEFAULT_REGIME = "iso-10002"


@transaction.atomic
def receive(
    complaint: Complaint, by: may.Actor, now: datetime, regime: str = DEFAULT_REGIME
) -> CaseId:
    """Files a complaint. Raises IntakeError, PolicyMissing or NotAllowed."""
    may.check("receive", by)
    complaint = accepted(complaint, now)
    policy = policies.policy_in_force(
        complaint.received_at.astimezone(policies.zone(regime)).date()
    )
    customer = save.customer(complaint.complainant)
    case = save.received(complaint, customer, regime, policy.currency, by.name, now)
    return CaseId(case.pk)
