"""The firm's decided cases as the index reads them."""

from collections.abc import Iterator, Mapping
from typing import Any

from upheld.core.words import Stance
from upheld.store import merging, seen
from upheld.store import models as rows

from .reading import Told

_AT_ONCE = 2000


@seen.whole()
def decided(after: int = 0) -> list[Told]:
    """Every case that was decided, by its newest decision, the newest last; with `after`, those
    whose newest decision has a higher number. One statement."""
    found = rows.Decision.objects.filter(pk__gt=after).exclude(stance=Stance.ASK)
    found = found.filter(case__in=rows.Case.objects.values("pk"))
    found = found.exclude(case__in=merging.parts()).order_by("pk")
    told = found.values_list("case_id", "pk", "case__text", "document__allegations")
    newest = {row[0]: _told(*row) for row in told.iterator(chunk_size=_AT_ONCE)}
    return sorted(newest.values(), key=lambda one: one.decision)


def _told(case: int, decision: int, text: str, allegations: list[dict[str, Any]] | None) -> Told:
    alleged = allegations or []
    return Told(case, decision, text, label_of(alleged), frozenset(facts_of(alleged)))


def label_of(allegations: list[dict[str, Any]]) -> str:
    """What was alleged, as people named it: its kinds."""
    return "+".join(sorted({str(row.get("kind", "")) for row in allegations} - {""}))


def facts_of(allegations: list[dict[str, Any]]) -> Iterator[str]:
    """Facts that are words or yes and no; what was alleged is among them."""
    for row in allegations:
        yield f"kind={row.get('kind')}"
        facts: Mapping[str, Any] = row.get("facts") or {}
        for name, fact in facts.items():
            if isinstance(fact, bool) or (isinstance(fact, str) and not _is_number(fact)):
                yield f"{name}={fact}"


def _is_number(fact: str) -> bool:
    return fact.replace(".", "", 1).lstrip("-").isdigit()
