"""Free the cases of whoever leaves, or may work on none any more: what is open is nobody's again,
where everybody finds it.

Nobody's case is everybody's to see, and so what a private team works on stays within it: a lead of
the team has it then, or whoever else of them may work on it. Where there is nobody else, it stays
with them, and stands in the list of what nobody sees to (store/left_behind.py).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from upheld.core.words import CaseState
from upheld.store import in_order, save
from upheld.store import models as rows
from upheld.store.left_behind import Hands

from . import may

HANDS = Hands(may.roles_of("investigate"), may.roles_of("keep_root_causes"))


@dataclass(frozen=True, slots=True)
class Freed:
    """How many open cases somebody has, and what becomes of them when they leave, or may
    work on none: they are nobody's then, or a colleague's, or `stay`."""

    cases: int = 0
    colleague: rows.Person | None = None
    stay: bool = False

    def told(self, verb: str) -> str:
        """In a sentence, such as with "will be"; empty where they have no case."""
        if not self.cases:
            return ""
        number = "One open case" if self.cases == 1 else f"{self.cases} open cases"
        return f"{number} of theirs {verb} {self._whose()}."

    def as_it_is(self) -> str:
        """The same of what was done."""
        return self.told("is now" if self.cases == 1 else "are now")

    def _whose(self) -> str:
        if self.stay:
            return "left behind, for nobody else of their private team may work on it"
        return f"given to {self.colleague}, of their private team" if self.colleague else "nobody's"


def outlook(person: rows.Person) -> Freed:
    """What would become of their open cases if they left now, or might work on none."""
    cases, colleague = _open(person.pk).count(), _colleague(person)
    return Freed(cases, colleague, stay=_is_private(person) and colleague is None)


def hold(person_id: int) -> frozenset[int]:
    """The open cases of this person, held, as they are before anybody is."""
    return frozenset(in_order.hold(_open(person_id)))


def are_all(person_id: int, held: frozenset[int]) -> bool:
    """Whether no other was given to them since."""
    return held.issuperset(_open(person_id).values_list("pk", flat=True))


def free(person: rows.Person, by: may.Actor, now: datetime) -> Freed:
    """Frees them, each with its event. Whoever asks holds the person and the cases."""
    found = outlook(person)
    if not found.stay:
        save.all_assigned(_open(person.pk), found.colleague, by.name, now)
    return found


def _open(person_id: int) -> "QuerySet[rows.Case]":
    """Whoever looks: what is kept from them is freed as well."""
    return rows.Case.everything.filter(owner=person_id).exclude(state=CaseState.CLOSED)


def _is_private(person: rows.Person) -> bool:
    return person.team is not None and person.team.private


def _colleague(person: rows.Person) -> rows.Person | None:
    """Who has what stays within their private team: a lead of it first."""
    if person.team is None or not person.team.private:
        return None
    hands = person.team.people.filter(is_active=True, role__in=HANDS.cases)
    others = hands.exclude(pk=person.pk).order_by("pk")
    return min(others, key=lambda each: not may.leads(each), default=None)
