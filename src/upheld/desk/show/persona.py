"""One persona: the journey designed for them, who of the customers they are, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from upheld.core.event_kinds import EventKind
from upheld.core.journey import Touchpoint
from upheld.core.personas import SAID, Persona, named
from upheld.core.words import Band
from upheld.insight.figures import Worked
from upheld.insight.journey.members import MEMBERS, Members
from upheld.store import journey
from upheld.store import models as rows
from upheld.store.counted.bands import WITHHELD


@dataclass(frozen=True, slots=True)
class Change:
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the members are in a band; `width` in hundredths of the longest bar."""

    label: str
    count: int
    width: int


@dataclass(frozen=True, slots=True)
class PersonaPage:
    """`withheld` members wait for a finding, and are in none of the `bands`. `worked` tells as of
    when they were counted, and whether they are yet."""

    persona: Persona
    journey: list[Touchpoint]
    worked: Worked[Members]
    members: int
    withheld: int
    bands: list[Share]
    changes: list[Change]


def persona_page(key: str, now: datetime) -> PersonaPage:
    """Raises PersonaError for one that is not declared."""
    persona = named(key, journey.personas())
    points = [each for each in journey.touchpoints() if not each.retired and each.stands_for(key)]
    worked = MEMBERS.worked(now)
    counts = (worked.told or {}).get(key, {})
    return PersonaPage(
        persona, points, worked, sum(counts.values()), counts.get(WITHHELD, 0), _shares(counts),
        _changes(key),
    )  # fmt: skip


def _shares(counts: Mapping[str, int]) -> list[Share]:
    most = max((counts.get(band, 0) for band in Band), default=0)
    return [
        Share(band.capitalize(), counts.get(band, 0), round(100 * counts.get(band, 0) / most))
        for band in Band
        if most
    ]


def _changes(key: str) -> list[Change]:
    acts = rows.Event.objects.filter(kind=EventKind.PERSONA_CHANGED, data__persona=key)
    return [Change(_words(act.data), act.by, act.at) for act in acts.order_by("-number")[:20]]


def _words(told: dict[str, dict[str, object] | None]) -> str:
    before, after = told["before"], told["after"]
    if before is None or after is None:
        return "Declared"
    if before["retired"] != after["retired"]:
        return "Retired" if after["retired"] else "Taken into use again"
    names = [name for name in (*SAID, "designed_for") if before[name] != after[name]]
    return f"Said in other words: {', '.join(names).replace('_', ' ')}"
