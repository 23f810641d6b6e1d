"""Whom we attract, as a page reads it."""

from datetime import datetime

from pydantic import TypeAdapter

from upheld.insight.figures import Figure, Worked
from upheld.store.brought import By

from .made import Sources, sources


def _work(now: datetime, by: str, costs: bool) -> Sources:
    return sources(By(by), now, costs)


SOURCES = Figure("sources", _work, TypeAdapter(Sources))


def sources_kept(by: By, now: datetime, sees_costs: bool) -> Worked[Sources]:
    """What serving costs is told to whoever sees it alone: it is worked out apart."""
    return SOURCES.worked(now, by=by.value, costs=sees_costs)
