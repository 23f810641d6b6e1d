"""How much somebody gives beyond the owed on their own word: their own limit, or their role's."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from django.db.models import Q, QuerySet

from upheld.core.money import Money

from . import gifts
from . import models as rows
from .gifts import Gift, Who
from .sql.asked_again import AskedAgain


class Named(Protocol):
    """Whoever acts, by the name and the role that the record keeps."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Beyond:
    """What somebody would have given on their own word, and the limits that it goes beyond."""

    given: tuple[Money, ...]
    most: tuple[Money, ...]

    def told(self, whose: str) -> str:
        """In a sentence; `whose` is whose limit it is."""
        given, most = (" and ".join(map(str, each)) for each in (self.given, self.most))
        return f"{given} of goodwill is more than {whose} {most}"


def beyond(
    person: rows.Person | None, by: Named, given: Sequence[Gift], more: Money
) -> Beyond | None:
    """What `given` before and `more` go beyond, if they do. Nothing goes beyond none.

    Nobody knows a rate between two currencies: what is given in one uses up a share of the limit in
    it, and the shares are added. No limit in a currency is none of the other."""
    sums = gifts.alone(given, Who(person.pk if person else None, by.name), more)
    sums = tuple(each for each in sums if each.amount)
    most = _limits(person, by.role, [each.currency for each in sums]) if sums else {}
    limited = tuple(each for each in sums if each.currency in most)
    if sum(_share(each, most[each.currency]) for each in limited) <= 1:
        return None
    return Beyond(limited, tuple(most[each.currency] for each in limited))


def _share(given: Money, most: Money) -> Fraction:
    """How much of a limit is used; of one of nothing all and more."""
    return Fraction(given.amount) / Fraction(most.amount) if most.amount else Fraction(2)


def _limits(person: rows.Person | None, role: str, currencies: Sequence[str]) -> dict[str, Money]:
    """The limit in each currency where one was set: a person's own before their role's."""
    every = _LIMITS(role, person.pk if person else _NOBODY)
    own_last = sorted(every, key=lambda each: each.person_id is not None)
    limits = {each.currency: Money(each.amount, each.currency) for each in own_last}
    return {each: limits[each] for each in currencies if each in limits}


def _of(role: str, person: int) -> "QuerySet[rows.AuthorityLimit]":
    return rows.AuthorityLimit.objects.filter(Q(role=role) | Q(person=person))


_NOBODY, _LIMITS = 0, AskedAgain(_of)
