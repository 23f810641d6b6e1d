"""Listen: a complaint becomes a case with its clocks running."""

from datetime import datetime

from django.db import transaction

from upheld.core.intake import Complaint, TooMany, accepted, check_address
from upheld.core.portal import Needs
from upheld.core.words import CaseId, Role
from upheld.store import knocks, policies, save
from upheld.store.policies import Rules
from upheld.store.record import kept_policies

from . import may

# An assistant is told things by strangers, and one that goes round in circles never tires.
MOST_AN_HOUR = 120
_NONE = Needs()


@transaction.atomic
def receive(
    complaint: Complaint,
    by: may.Actor,
    now: datetime,
    rules: Rules | None = None,
    *,
    theirs: bool | None = None,
    needs: Needs = _NONE,
) -> CaseId:
    """Files a complaint under these rules, or the usual ones, with what they need from us.
    `theirs`: whether it is known to be from whom it says; None where whoever files it knows that.

    Raises IntakeError, TooMany, PolicyMissing or NotAllowed."""
    may.check("receive", by)
    _check_pace(by, now)
    rules = rules or policies.usual_rules()
    complaint = accepted(complaint, now)
    check_address(complaint.complainant.email.strip())
    day = policies.day_at(rules.regime, complaint.received_at)
    policy = kept_policies.to_show(day)
    customer = save.customer(complaint.complainant)
    case = save.received(complaint, customer, rules, policy.currency, by.name, now, theirs)
    if theirs or by.role != Role.ASSISTANT:  # which spoke with nobody
        save.called_as(case, complaint.complainant, by.name, now)
    save.told_of_themselves(case, complaint.complainant, needs, by.name, now)
    return CaseId(case.pk)


def _check_pace(by: may.Actor, now: datetime) -> None:
    if by.role != Role.ASSISTANT:
        return
    if knocks.too_many("assistant", knocks.By(by.name), MOST_AN_HOUR, now):
        told = f"an assistant files at most {MOST_AN_HOUR} complaints an hour"
        raise TooMany(f"{told}: a person files the others, or wait")
