"""Where two people are needed: whether whoever acts is the one who acted before."""

from upheld.store import load

from . import may


def acted(person_id: int | None, name: str, by: may.Actor) -> bool:
    """Whether `by` is that person, whatever the name; the command line by its name."""
    person = load.signed_in(by)
    if person or person_id:
        return person is not None and person_id == person.pk
    return name == by.name
