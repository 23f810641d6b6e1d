"""A question to the newest marts of this store, without what is kept back at this moment."""

from pathlib import Path

from django.conf import settings

from upheld.insight.marts.build import newest
from upheld.store.kept_back import kept_back

from .answered import PAGE, Answer, Limits, ask


def place() -> Path:
    """Where the marts of this store lie."""
    return Path(settings.VAR) / "marts"


def answer(sql: str, limits: Limits = PAGE, marts: Path | None = None) -> Answer:
    """Raises NotAsked or NoMarts, whose messages say what to do.

    What is kept from whoever looks is asked of the store, for the marts may be of yesterday."""
    built = newest(marts or place())
    return ask(built.database, sql, kept_back(), limits)
