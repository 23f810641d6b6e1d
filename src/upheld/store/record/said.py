"""What the events of an act say of the row that it made, as they name both.

A letter, a finding or what a decision was made from stands in a row of its own, which whoever has
the database's password may alter without touching the chain: `upheld verify` holds it against the
last event that tells of it (store/beside.py).
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeGuard

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

from upheld.core.deviations import DeviationState
from upheld.core.event_kinds import EventKind
from upheld.core.money import Money
from upheld.core.promises.commitments import CommitmentState
from upheld.store import models as rows

Told = Mapping[str, Any]


# The address of a letter, as an event names what it says of it.
TO = "to_sha256"
# What goes over into another case with a merge, or comes of what did, by its name in an event.
NAMED: Mapping[str, type[Model]] = {
    "allegation": rows.Allegation, "commitment": rows.Commitment, "decision": rows.Decision,
    "evidence": rows.Evidence, "letter": rows.Letter, "mail": rows.Incoming,
}  # fmt: skip


def numbers(data: Told, named: str) -> set[int]:
    """The rows that an event tells of by this name: one, or several that came at once."""
    told = data.get(named)
    return {n for n in (told if isinstance(told, list) else [told]) if _is_number(n)}


def _is_number(told: Any) -> TypeGuard[int]:
    """What can be the number of a row: whoever alters an event writes what they like."""
    return isinstance(told, int) and 0 < told < 1 << 63


class Said(NamedTuple):
    """An event as it is held against rows: what it says, who did it and when beside it."""

    number: int
    case: int | None
    kind: str
    data: Told
    erased: bool

    def of(self, named: str) -> Iterator[tuple[int, Told]]:
        """The number of each row that it tells of by this name, and what it says of it."""
        found = self.data.get(named)
        if isinstance(found, list):
            pairs = zip(found, self._of_files(len(found)), strict=True)
            yield from ((number, told) for number, told in pairs if _is_number(number))
        elif _is_number(found):
            yield found, self.data

    def _of_files(self, many: int) -> Sequence[Told]:
        """What came at once: the words, where there are any, and each file after them."""
        given = self.data.get("files")
        files = (
            [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
        )
        words = {name: self.data[name] for name in ("text", "sha256") if name in self.data}
        told = [words, *files] if many > len(files) else files
        common = {name: self.data[name] for name in ("by", "at")}
        return [common | each for each in told] if len(told) == many else [common] * many


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of row: the name of its number in an event, and what it says by the event's names.

    `by` is the column that the number is of. `may_go` tells of an event whether its row may be gone
    by itself. What is only `again` was looked for under another kind of event. `unsaid` is what an
    event says of a name by leaving it out."""

    model: type[Model]
    named: str
    kinds: tuple[EventKind, ...]
    says: Mapping[str, Callable[[Any], Any]]
    what: str
    by: str = "pk"
    may_go: Callable[[Told], bool] = field(default=lambda told: False)
    again: bool = False
    unsaid: Told = field(default_factory=dict)

    def rows(self, numbers: Sequence[int]) -> "QuerySet[Any]":
        found: QuerySet[Any] = self.model._base_manager.filter(**{f"{self.by}__in": numbers})
        return _unread(found) if self.model is rows.Decision else found


def _unread(found: "QuerySet[Any]") -> "QuerySet[Any]":
    """Decisions with what they were made from as the database spells it: it is read once."""
    texts: Any = {f"{name}_text": Cast(name, TextField()) for name in ("document", "record")}
    unread: QuerySet[Any] = found.defer("document", "record").annotate(**texts)
    return unread


def of_decision(row: rows.Decision) -> dict[str, Any]:
    """What the event of a decision says of it."""
    told = {"decision": row.pk, "outcome": row.outcome or None, "stance": row.stance}
    told |= {name: _money(name)(row) for name in ("owed", "goodwill")}
    told |= {"policy_version": row.policy_version, "made_from": made_from(row)}
    return told | {"needs_role": row.needs_role, "needs_second_person": row.needs_second_person}


def of_letter(row: rows.Letter | rows.Asked) -> dict[str, Any]:
    """What the event by which a letter leaves says of it."""
    return {row.named: row.pk, "subject": row.subject, "body": row.body, TO: to_whom(row)}


def of_exception(row: rows.Deviation) -> dict[str, Any]:
    """What each event of an exception says of it."""
    return {"deviation": row.pk, "decision": row.decision_id, "words": _in_words(row)}


def _in_words(row: rows.Deviation) -> str:
    amount = str(row.money) if row.money else ""
    return " ".join(filter(None, (row.kind.replace("_", " "), amount, row.words)))


def to_whom(row: rows.Letter | rows.Asked) -> str:
    """SHA-256 of the address that a letter goes to. Not the address: what was merged into the case
    of somebody else is sent from there, and all that is said of a case is told to its customer."""
    return hashlib.sha256(row.to.encode()).hexdigest()


def made_from(decision: rows.Decision) -> str:
    """SHA-256 of all that a decision was made from and of what it says, for its event.

    A number counts by its value: PostgreSQL writes 1e22 in its digits, and no -0."""
    return _hash(json.dumps([decision.document, decision.record]))


def _made_from(decision: Any) -> str:
    return _hash(f"[{decision.document_text},{decision.record_text}]")


def _hash(told: str) -> str:
    plain = json.loads(told, parse_int=_number, parse_float=_number)
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


@lru_cache(4_096)
def _number(written: str) -> list[str]:
    return [str((Decimal(written) + 0).normalize())]


def came_with(words: Sequence[rows.Evidence], files: Sequence[rows.Evidence]) -> dict[str, Any]:
    """What came at once, as its event says it: the numbers of all of it, and each file."""
    told = [{"file": e.filename, "sha256": e.sha256, "text": e.text} for e in files]
    return {"evidence": [each.pk for each in (*words, *files)], "files": told}


def _field(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _money(name: str) -> Callable[[Any], str]:
    return lambda row: str(Money(getattr(row, name), row.currency))


def _by_table(told: Told) -> bool:
    """What the table found goes where the facts are others; an older event does not say so."""
    return told.get("by_table") is not False


def _settled(state: CommitmentState) -> Mapping[str, Callable[[Any], Any]]:
    """What a promise says of how it ended, where it ended so."""

    def so(name: str) -> Callable[[Any], Any]:
        return lambda row: getattr(row, name) if row.state == state else None

    return {"why": so("note"), "by": so("settled_by"), "at": so("settled_at")}


_WHO = {"by": _field("by"), "at": _field("at")}
_UNTIL = {"expires_on": lambda row: row.expires_on.isoformat()}
_LETTER = {"subject": _field("subject"), "body": _field("body"), TO: to_whom}
# Where it left for is told once more: an address may be altered for as long as that takes.
_SENDING = (EventKind.QUEUED, EventKind.SENT)
KEPT = (
    Kept(
        rows.Decision, "decision", (EventKind.DECIDED,),
        {
            "outcome": lambda row: row.outcome or None, "stance": _field("stance"),
            "owed": _money("owed"), "goodwill": _money("goodwill"),
            "policy_version": _field("policy_version"), "made_from": _made_from,
            "needs_role": _field("needs_role"),
            "needs_second_person": _field("needs_second_person"), **_WHO,
        },
        "decision",
    ),
    Kept(
        rows.Decision, "decision", (EventKind.APPROVED,),
        {
            "by": _field("approved_by"), "at": _field("approved_at"),
            "over_budget": _field("over_budget"),
        },
        "decision", again=True, unsaid={"over_budget": ""},
    ),
    Kept(
        rows.Letter, "letter", (EventKind.QUEUED,),
        {"kind": _field("kind"), **_LETTER}, "letter",
    ),
    Kept(
        rows.Letter, "letter", _SENDING, {TO: to_whom}, "letter", again=True,
    ),
    Kept(
        rows.Asked, "asked", (EventKind.ASKED_KINDLY,), _LETTER, "kind letter",
    ),
    Kept(
        rows.Asked, "asked", (EventKind.ASKED_KINDLY, EventKind.SENT), {TO: to_whom}, "kind letter",
        again=True,
    ),
    Kept(
        rows.Evidence, "evidence",
        (EventKind.EVIDENCE_ADDED, EventKind.MAIL_PLACED, EventKind.WROTE),
        {
            "text": _field("text"), "file": _field("filename"), "sha256": _field("sha256"), **_WHO
        },
        "evidence",
    ),
    Kept(
        rows.Finding, "allegation", (EventKind.FOUND,),
        {"result": _field("result"), "because": _field("because"), **_WHO},
        "the finding on allegation", by="allegation_id", may_go=_by_table,
    ),
    Kept(
        rows.Allegation, "allegation", (EventKind.ALLEGED,),
        {"kind": _field("kind"), "statement": _field("statement")}, "allegation",
    ),
    Kept(
        rows.Allegation, "allegation",
        (EventKind.ALLEGED, EventKind.FACTS_RECORDED, EventKind.FACTS_PULLED,
         EventKind.RECORDS_ASKED),
        {"facts": _field("facts")}, "allegation", again=True,
    ),
    Kept(
        rows.Commitment, "commitment", (EventKind.COMMITTED,),
        {"words": _field("words"), "due_on": lambda row: row.due_on.isoformat(), **_WHO}, "promise",
    ),
    Kept(
        rows.Commitment, "commitment", (EventKind.COMMITMENT_KEPT,),
        _settled(CommitmentState.KEPT), "promise", again=True,
    ),
    Kept(
        rows.Commitment, "commitment", (EventKind.COMMITMENT_BROKEN,),
        _settled(CommitmentState.BROKEN), "promise", again=True,
    ),
    Kept(
        rows.Commitment, "commitment", (EventKind.COMMITMENT_REPLACED,),
        _settled(CommitmentState.REPLACED), "promise", again=True,
    ),
    Kept(
        rows.Commitment, "commitment", (EventKind.COMMITMENT_ENDED,),
        _settled(CommitmentState.ENDED), "promise", again=True,
    ),
    Kept(
        rows.Deviation, "deviation",
        (EventKind.DEVIATION_PROPOSED, EventKind.DEVIATION_GRANTED, EventKind.DEVIATION_KEPT,
         EventKind.DEVIATION_ENDED),
        {"words": _in_words, "decision": _field("decision_id")}, "exception",
    ),
    Kept(
        rows.Deviation, "deviation", (EventKind.DEVIATION_PROPOSED,),
        {"why": _field("reason"), **_WHO, **_UNTIL}, "exception", again=True,
    ),
    Kept(
        rows.Deviation, "deviation", (EventKind.DEVIATION_GRANTED,),
        {
            "why": _field("reason"), "by": _field("approved_by"), "at": _field("granted_at"),
            "over_budget": _field("over_budget"), **_UNTIL,
        },
        "exception", again=True, unsaid={"over_budget": ""},
    ),
    Kept(
        rows.Deviation, "deviation", (EventKind.DEVIATION_ENDED,),
        {
            "why": _field("ended_why"), "by": _field("ended_by"), "at": _field("ended_at"),
            "ended": lambda row: row.state == DeviationState.ENDED,
        },
        "exception", again=True, unsaid={"ended": True},
    ),
    Kept(
        rows.LegalHold, "legal_hold",
        (EventKind.LEGAL_HOLD_PLACED, EventKind.LEGAL_HOLD_REVIEWED, EventKind.LEGAL_HOLD_LIFTED),
        {
            "review_due": lambda row: row.review_due.isoformat(),
            "lifted": lambda row: row.lifted_at is not None,
        },
        "legal hold",
    ),
    Kept(
        rows.LegalHold, "legal_hold", (EventKind.LEGAL_HOLD_PLACED,),
        {"why": _field("reason"), "customer": _field("customer_id"), **_WHO}, "legal hold",
        again=True,
    ),
)  # fmt: skip
