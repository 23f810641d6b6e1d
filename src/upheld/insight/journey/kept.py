"""The journey as a page reads it."""

from datetime import datetime

from pydantic import TypeAdapter

from upheld.insight.figures import Figure, Worked
from upheld.store import journey as declared

from .made import Journey, declared_key, told_of
from .point import Quarter
from .reading import Stood, stood


def _work(now: datetime, persona: str) -> Stood:
    return stood(persona, now)


JOURNEY = Figure("journey", _work, TypeAdapter(Stood))


def journey_kept(
    now: datetime, persona: str = "", quarter: Quarter | None = None
) -> Worked[Journey]:
    """Of a persona that is declared, or of all; of one quarter, or of all time."""
    personas = declared.personas()
    worked = JOURNEY.worked(now, persona=declared_key(persona, personas))
    if worked.told is None:
        return Worked(worked.at, None)
    return Worked(worked.at, told_of(worked.told, personas, quarter))
