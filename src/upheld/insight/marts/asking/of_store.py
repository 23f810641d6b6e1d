"""A question to the newest marts of this store, with what is withheld at this moment."""

from pathlib import Path

from django.conf import settings

from upheld.insight.marts.build import newest
from upheld.store import withheld

from .answered import PAGE, Answer, Limits, ask


def place() -> Path:
    """Where the marts of this store lie."""
    return Path(settings.VAR) / "marts"


def answer(sql: str, limits: Limits = PAGE, marts: Path | None = None) -> Answer:
    """Raises NotAsked or NoMarts, whose messages say what to do.

    Who waits for a finding is asked of the store, for the marts may be of yesterday."""
    built = newest(marts or place())
    return ask(built.database, sql, withheld.all_withheld(), limits)
