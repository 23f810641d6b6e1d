"""Whom we attract, as a page reads it."""

from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter

from upheld.insight.figures import Figure, Worked
from upheld.store import campaigns
from upheld.store.brought import By

from .made import Sources, sources


def _work(now: datetime, by: str, costs: bool) -> Sources:
    return sources(By(by), now, costs)


SOURCES = Figure("sources", _work, TypeAdapter(Sources))


def sources_kept(by: By, now: datetime, sees_costs: bool) -> Worked[Sources]:
    """With the campaigns as they are declared now. What serving costs is told to whoever sees it
    alone: it is worked out apart."""
    worked = SOURCES.worked(now, by=by.value, costs=sees_costs)
    if worked.told is None:
        return worked
    return Worked(worked.at, replace(worked.told, campaigns=campaigns.declared()))
