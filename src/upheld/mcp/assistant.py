"""Who acts when an assistant does: a person here, with no more than an assistant may."""

from dataclasses import dataclass

from upheld.core.words import Role
from upheld.steps import may
from upheld.store.models import Person
from upheld.store.rows.teams import others_private


class NoSuchPerson(LookupError):
    """Nobody who may work with complaints signs in with this address; the message says the mend."""


@dataclass(frozen=True, slots=True)
class Assistant:
    """Acts for `person`, whatever their role, with the role of an assistant (steps/may.py)."""

    person: Person
    role: str = Role.ASSISTANT

    @property
    def name(self) -> str:
        """As the record names it: an act of the software is never told as the person's own."""
        own = self.person.role == Role.ASSISTANT
        return self.person.name if own else f"{self.person.name[:100]} (assistant)"


def acting_for(email: str) -> Assistant:
    """The assistant of whoever signs in with `email`, looked up anew for every call.

    Raises NoSuchPerson where they are not here any more, NotAllowed where their own role may not
    file a complaint either: an assistant widens nobody's rights."""
    found = Person.objects.filter(email__iexact=email, is_active=True)
    person = found.annotate(others_private=others_private("team")).first()
    if person is None:
        raise NoSuchPerson(f"nobody here signs in as {email}: see `upheld person add`")
    if not all(may.allowed_any(step, person) for step in ("read", "receive", "claim")):
        raise may.NotAllowed(
            f"the role {person.role.replace('_', ' ')} may not work through an assistant, which "
            "files complaints and claims facts: a handler or a lead may"
        )
    return Assistant(person)
