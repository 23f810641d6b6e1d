"""What runs for somebody goes on only while they may: it outlasts the role that it began with."""

from upheld.store import load

from . import may


def check(step: str, by: may.Actor) -> None:
    """As `may.check`, of who they are by now. The command line stays what it is.

    Raises NotAllowed."""
    if person := load.signed_in(by):
        person.refresh_from_db(fields=["role", "is_active", "team"])
        if not person.is_active:
            raise may.NotAllowed(f"{person.name} has left")
    may.check(step, by)
