"""That a language model was asked about a case, and what it suggested."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from upheld.core.event_kinds import EventKind
from upheld.core.spans import Span
from upheld.core.words import AllegationKind
from upheld.store import models as rows
from upheld.store.readings import sha256
from upheld.store.record import events
from upheld.store.record.events import Act


def model_asked(
    case: rows.Case,
    text: str,
    model: str,
    found: Iterable[tuple[Span, AllegationKind]],
    refused: Sequence[str],
    by: str,
    now: datetime,
) -> None:
    """What it suggested of the `text` as it was then, and the record that it was shown to it."""
    places = [[kind.value, span.start, span.end] for span, kind in found]
    told = {"at": now, "model": model[:120], "sha256": sha256(text), "found": places, "error": ""}
    rows.ModelReading.objects.update_or_create(
        case=case, defaults={**told, "refused": list(refused)}
    )
    said = {"model": model, "sha256": told["sha256"], "suggested": len(places)}
    said["words"] = f"{model}, {len(places)} suggested"
    events.append(Act(case.pk, EventKind.MODEL_ASKED, by, now, {**said, "refused": list(refused)}))


def model_failed(case: rows.Case, text: str, model: str, error: str, now: datetime) -> None:
    """It gave nothing that could be used: why, and how often it was asked in vain."""
    row, new = rows.ModelReading.objects.get_or_create(
        case=case,
        defaults={"at": now, "model": model[:120], "sha256": sha256(text), "error": error},
    )
    if not new:
        row.at, row.error, row.attempts = now, error, row.attempts + 1
        row.save(update_fields=["at", "error", "attempts"])
