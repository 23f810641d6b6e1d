"""The firm's decided cases as the index reads them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from upheld.core.words import Stance
from upheld.store import models as rows
from upheld.store.merged import merging
from upheld.store.sight import seen
from upheld.store.sql.asked_again import AskedAgain

from .reading import Told

_AT_ONCE = 2000


@seen.whole()
def decided() -> list[Told]:
    """Every case that was decided, by its newest decision, the newest last. One statement."""
    told = _of_all().values_list(*_TOLD).iterator(chunk_size=_AT_ONCE)
    return _newest(told)


@seen.whole()
def since(decision: int) -> list[Told]:
    """Those whose newest decision has a higher number. One statement."""
    return _newest(_SINCE(decision))


def _of_all() -> "QuerySet[rows.Decision]":
    found = rows.Decision.objects.filter(case__taken_back_at=None).exclude(stance=Stance.ASK)
    return found.exclude(case__in=merging.parts()).order_by("pk")


def _since(decision: int) -> "QuerySet[rows.Decision, Any]":
    return _of_all().filter(pk__gt=decision).values_list(*_TOLD)


_TOLD = ("case_id", "pk", "case__text", "document__allegations")
_SINCE = AskedAgain(_since)


def _newest(told: Iterable[Any]) -> list[Told]:
    newest = {row[0]: _told(*row) for row in told}
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
