"""What somebody tells us in the portal, written into their case."""

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from upheld.core.event_kinds import EventKind
from upheld.core.evidence import File
from upheld.core.intake import Complainant
from upheld.core.portal import Fairness, Felt, Needs, listed_names
from upheld.core.words import Channel, EvidenceKind
from upheld.store import came_last
from upheld.store import models as rows
from upheld.store.called import are_anybodys
from upheld.store.files import rested_on
from upheld.store.merged.written import CAME_WITH_IT, FILED
from upheld.store.record import said

from .act import act

_WHO = "the complainant"


def wrote(
    case: rows.Case,
    who: rows.Customer,
    words: str,
    files: Sequence[File],
    answers: rows.Letter | None,
    by: str,
    now: datetime,
) -> None:
    """Their words and each file as evidence of the whole case, and a contact of theirs."""
    text = words or listed_names([file.name for file in files])
    spoken = [_evidence(case, EvidenceKind.STATEMENT, words, None, by, now)] if words else []
    sent = [_evidence(case, _kind(file), "Came on the web.", file, by, now) for file in files]
    for each in (*spoken, *sent):
        each.with_whom = _called(who)
    rows.Evidence.objects.bulk_create([*spoken, *sent])
    case.contacts.create(customer=who, at=now, inbound=True, channel=Channel.WEB, summary=text)
    told: dict[str, Any] = {"text": text, "answers": answers.pk if answers else None}
    told |= said.came_with(spoken, sent)
    told |= {} if who.pk == case.customer_id else {came_last.WHOSE: who.pk}
    act(case, EventKind.WROTE, by, now, told)


def filed_with(case: rows.Case, files: Sequence[File], by: str, now: datetime) -> None:
    """The files that came with a complaint, each with its event."""
    for file in files:
        _filed(_evidence(case, _kind(file), CAME_WITH_IT, file, by, now), {})


def filed_after(
    filed: rows.Case, case: rows.Case, files: Sequence[File], by: str, now: datetime
) -> None:
    """The same of files that come after what was `filed`, in the case where that is worked on by
    now, with whose they are."""
    for file in files:
        row = _evidence(case, _kind(file), CAME_WITH_IT, file, by, now)
        row.with_whom = _called(filed.customer)
        _filed(row, {FILED: filed.reference})


def _filed(row: rows.Evidence, whose: Mapping[str, str]) -> None:
    row.save()
    told = {"evidence": row.pk, "text": row.text, "file": row.filename, "sha256": row.sha256}
    act(row.case, EventKind.EVIDENCE_ADDED, row.by, row.at, {**told, **whose})


def _called(who: rows.Customer) -> str:
    return (who.email or who.name)[:200]


def _kind(file: File) -> EvidenceKind:
    guessed = mimetypes.guess_type(file.name)[0] or ""
    return EvidenceKind.PHOTO if guessed.startswith("image/") else EvidenceKind.DOCUMENT


def _evidence(
    case: rows.Case, kind: EvidenceKind, text: str, file: File | None, by: str, now: datetime
) -> rows.Evidence:
    if file:
        rested_on(file.sha256)
    return rows.Evidence(
        case=case, kind=kind, text=text, at=now, by=by, happened_at=now, with_whom=_WHO,
        filename=file.name if file else "", size=file.size if file else None,
        sha256=file.sha256 if file else "",
    )  # fmt: skip


def told_of_themselves(
    case: rows.Case, who: Complainant, needs: Needs, by: str, now: datetime
) -> None:
    """What they need from us, and what they are called and reached by where we know them by
    another, or are not sure: it stays with the complaint, whichever way that came."""
    known = case.customer
    unsure = are_anybodys(known, case)
    name = who.name if unsure or who.name.casefold() != known.name.casefold() else ""
    phone = who.phone if unsure or who.phone != known.phone else ""
    told = replace(needs, reach=needs.reach or phone)
    if told or name:
        _needed(case, told, name, by, now)


def _needed(case: rows.Case, needs: Needs, name: str, by: str, now: datetime) -> None:
    rows.Need.objects.create(
        case=case, name=name, ways=list(needs.ways), acts_for=needs.acts_for, reach=needs.reach,
        words=needs.words,
    )  # fmt: skip
    told = {"words": "; ".join(filter(None, (f"is called {name}" if name else "", needs.told)))}
    act(case, EventKind.NEED_TOLD, by, now, told)


def rated(case: rows.Case, felt: Mapping[Fairness, Felt], by: str, now: datetime) -> None:
    told: dict[str, Any] = {}
    for kind, each in felt.items():
        told |= {str(kind): each.score, f"{kind}_words": each.words}
    rows.Satisfaction.objects.update_or_create(case=case, defaults={**told, "at": now})
    act(case, EventKind.RATED, by, now, told)


def idea_offered(case: rows.Case, text: str, may_tell: bool, by: str, now: datetime) -> None:
    row = case.ideas.create(text=text, may_tell=may_tell, at=now)
    act(case, EventKind.IDEA_OFFERED, by, now, {"idea": row.pk, "text": text})
