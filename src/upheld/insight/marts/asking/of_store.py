"""A question to the newest marts of this store, without what is kept back at this moment."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from upheld.insight.marts.build import Built, newest
from upheld.store.sight import seen
from upheld.store.sight.kept_back import kept_back

from .answered import PAGE, Answer, Limits, ask
from .guard import NotAsked


def place() -> Path:
    """Where the marts of this store lie."""
    return Path(settings.VAR) / "marts"


def answer(sql: str, limits: Limits = PAGE, marts: Path | None = None) -> Answer:
    """Raises NotAsked or NoMarts, whose messages say what to do.

    What is kept from whoever looks is asked of the store, for the marts may be of yesterday."""
    built = newest(marts or place())
    return ask(built.database, sql, kept_back(), limits)


def counts(built: Built) -> Mapping[str, int]:
    """How many rows of each mart whoever looks would be given; of none where that takes too long
    to count."""
    if not seen.hides():
        return {mart.name: mart.rows for mart in built.marts}
    names = [mart.name for mart in built.marts]
    each = ", ".join(f"(SELECT count(*) FROM {name})" for name in names)
    try:
        (found,) = ask(built.database, f"SELECT {each}", kept_back(), ours=True).rows
    except NotAsked:
        return {}
    return dict(zip(names, found, strict=True))
