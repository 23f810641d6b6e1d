"""How much somebody gives beyond the owed on their own word: their own limit, or their role's."""

from django.db.models import Q

from upheld.core.money import Money

from . import models as rows


def limit(person: rows.Person | None, role: str, currency: str) -> Money | None:
    """The limit in this currency; None where nobody set one, which is no limit."""
    of = Q(role=role) if person is None else Q(role=role) | Q(person=person)
    found = list(rows.AuthorityLimit.objects.filter(of, currency=currency))
    own = next((each for each in found if each.person_id is not None), None)
    told = own or (found[0] if found else None)
    return Money(told.amount, currency) if told else None


def beyond(person: rows.Person | None, role: str, given: Money) -> Money | None:
    """The limit that `given` goes beyond, if it does. Nothing goes beyond none."""
    if not given.amount:
        return None
    most = limit(person, role, given.currency)
    return most if most is not None and given.amount > most.amount else None
