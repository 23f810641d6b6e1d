"""The most that a person, or everybody of a role, gives beyond the owed, as it is set."""

from datetime import datetime
from typing import Any

from django.db import transaction

from upheld.core.budgets import BudgetError, checked
from upheld.core.event_kinds import EventKind
from upheld.core.money import Money
from upheld.core.words import Role
from upheld.store import models as rows

from . import may
from .keep_people import PeopleError, another, tell


@transaction.atomic
def set_limit(
    person_id: int | None,
    role: str,
    most: Money | None,
    currency: str,
    by: may.Actor,
    now: datetime,
) -> None:
    """`most` for that person or that role, or without a person everybody of it; None: no limit.

    Raises PeopleError or NotAllowed."""
    may.check("keep_people", by)
    person = None if person_id is None else another(person_id, by)
    if person is None and role == by.role and isinstance(by, rows.Person):
        raise PeopleError("nobody changes what they themselves may give: ask another administrator")
    whose: dict[str, Any] = {"person": person, "role": "" if person else Role(role).value}
    told: dict[str, Any] = {"person": person.pk} if person else {"role": whose["role"]}
    if most is None:
        rows.AuthorityLimit.objects.filter(**whose, currency=currency).delete()
        tell(EventKind.AUTHORITY_SET, {**told, "currency": currency, "most": ""}, by, now)
        return
    try:
        most = checked(most)
    except BudgetError as error:
        raise PeopleError(str(error)) from None
    kept = {"amount": most.amount, "at": now, "by": by.name}
    rows.AuthorityLimit.objects.update_or_create(**whose, currency=most.currency, defaults=kept)
    tell(EventKind.AUTHORITY_SET, {**told, "most": str(most)}, by, now)
