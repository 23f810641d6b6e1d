"""What is alleged, on what facts and evidence, and what was found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from upheld.core import facts as core_facts
from upheld.core.event_kinds import EventKind
from upheld.core.evidence import File, Particulars
from upheld.core.spans import Span
from upheld.core.words import FindingResult
from upheld.store import files, statements
from upheld.store import models as rows

from .act import act


def alleged(
    case: rows.Case,
    kind: str,
    statement: str,
    facts: Mapping[str, Any],
    by: str,
    now: datetime,
    spans: Sequence[Span] = (),
) -> rows.Allegation:
    places = statements.places(spans)
    row = case.allegations.create(
        kind=kind,
        statement=statement,
        facts=dict(facts),
        provenance=core_facts.recorded(facts, {}, {}, by, now),
        spans=places,
    )
    told = {"allegation": row.pk, "kind": kind, "statement": statement, "facts": dict(facts)}
    told |= {"spans": places} if places else {}
    act(case, EventKind.ALLEGED, by, now, told)
    return row


def facts_recorded(
    allegation: rows.Allegation, facts: Mapping[str, Any], by: str, now: datetime
) -> None:
    before, came = allegation.facts, allegation.provenance
    _facts(allegation, facts, core_facts.recorded(facts, before, came, by, now))
    told = {"allegation": allegation.pk, "facts": dict(facts), "before": before}
    act(allegation.case, EventKind.FACTS_RECORDED, by, now, told)


def facts_pulled(
    allegation: rows.Allegation,
    facts: Mapping[str, Any],
    provenance: Mapping[str, Any],
    by: str,
    now: datetime,
) -> bool:
    """Keeps what the records said and whence it came; whether any fact is another than before."""
    before = allegation.facts
    changed: bool = before != facts
    _facts(allegation, facts, provenance)
    told = {"allegation": allegation.pk, "facts": dict(facts), "provenance": dict(provenance)}
    kind = EventKind.FACTS_PULLED if changed else EventKind.RECORDS_ASKED
    act(allegation.case, kind, by, now, {**told, "before": before})
    return changed


def _facts(
    allegation: rows.Allegation, facts: Mapping[str, Any], provenance: Mapping[str, Any]
) -> None:
    if allegation.facts != facts:
        # The table found from the facts as they were: it finds again from these.
        rows.Finding.objects.filter(allegation=allegation, by_table=True).delete()
    allegation.facts, allegation.provenance = dict(facts), dict(provenance)
    allegation.save(update_fields=["facts", "provenance"])


def evidence_added(
    case: rows.Case,
    allegation_id: int | None,
    kind: str,
    text: str,
    particulars: Particulars,
    file: File | None,
    by: str,
    now: datetime,
) -> rows.Evidence:
    row: rows.Evidence = case.evidence.create(
        allegation_id=allegation_id,
        kind=kind,
        text=text,
        at=now,
        by=by,
        happened_at=particulars.happened_at,
        with_whom=particulars.with_whom,
        relied_on_by=particulars.relied_on_by,
        filename=file.name if file else "",
        size=file.size if file else None,
        sha256=file.sha256 if file else "",
    )
    told: dict[str, Any] = {"evidence": row.pk, "text": text, "sha256": row.sha256}
    if file:
        files.rested_on(file.sha256)
        told["file"] = file.name
    act(case, EventKind.EVIDENCE_ADDED, by, now, told)
    return row


def found(
    allegation: rows.Allegation,
    result: FindingResult,
    because: str,
    by: str,
    now: datetime,
    *,
    by_table: bool = False,
) -> None:
    rows.Finding.objects.update_or_create(
        allegation=allegation,
        defaults={
            "result": result, "because": because, "at": now, "by": by, "by_table": by_table,
        },
    )  # fmt: skip
    told = {"allegation": allegation.pk, "result": result, "because": because, "by_table": by_table}
    act(allegation.case, EventKind.FOUND, by, now, told)
