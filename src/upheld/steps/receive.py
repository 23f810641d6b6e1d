"""Listen: a complaint becomes a case with its clocks running."""

from datetime import datetime

from django.db import transaction

from upheld.core.intake import Complaint, accepted
from upheld.core.words import CaseId
from upheld.store import policies, save
from upheld.store.policies import Rules

from . import may


@transaction.atomic
def receive(
    complaint: Complaint, by: may.Actor, now: datetime, rules: Rules | None = None
) -> CaseId:
    """Files a complaint under these rules, or the usual ones.

    Raises IntakeError, PolicyMissing or NotAllowed."""
    may.check("receive", by)
    rules = rules or policies.usual_rules()
    complaint = accepted(complaint, now)
    policy = policies.policy_in_force(
        complaint.received_at.astimezone(policies.zone(rules.regime)).date()
    )
    customer = save.customer(complaint.complainant)
    case = save.received(complaint, customer, rules, policy.currency, by.name, now)
    return CaseId(case.pk)
