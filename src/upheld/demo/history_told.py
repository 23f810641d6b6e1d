"""What the record says of a past complaint: the same, in the same words, as of one of today."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from upheld.core.event_kinds import EventKind
from upheld.core.words import LetterState
from upheld.store import models as rows
from upheld.store.record import said
from upheld.store.record.events import Act

_POST = "outbox"


class Found(NamedTuple):
    """What was alleged, what showed it and what a person found; none where nobody did."""

    allegation: rows.Allegation
    evidence: rows.Evidence | None
    finding: rows.Finding | None

    def acts(self, by: str, at: datetime) -> Iterator[Act]:
        one = self.allegation
        named = {"allegation": one.pk}
        told = {"kind": one.kind, "statement": one.statement, "facts": one.facts}
        yield Act(one.case_id, EventKind.ALLEGED, by, at, {**named, **told})
        if shown := self.evidence:
            told = {"evidence": shown.pk, "text": shown.text, "sha256": ""}
            yield Act(one.case_id, EventKind.EVIDENCE_ADDED, by, at, told)
        if found := self.finding:
            told = {"result": found.result, "because": found.because, "by_table": False}
            yield Act(one.case_id, EventKind.FOUND, by, found.at, {**named, **told})


class Answered(NamedTuple):
    """What was decided, and the letter that said so."""

    decision: rows.Decision
    letter: rows.Letter
    exceptions: Sequence[rows.Deviation]

    def decided(self, by: str) -> Iterator[Act]:
        row = self.decision
        yield Act(row.case_id, EventKind.DECIDED, by, row.at, said.of_decision(row))
        yield Act(row.case_id, EventKind.APPROVED, by, row.at, {"decision": row.pk})

    def granted(self, by: str) -> Iterator[Act]:
        """At once, without being asked for: so this says why and until when."""
        for row in self.exceptions:
            told = {"why": row.reason, "expires_on": row.expires_on.isoformat()}
            told |= said.of_exception(row)
            yield Act(row.case_id, EventKind.DEVIATION_GRANTED, by, row.at, told)


def left(letter: rows.Letter, by: str) -> Iterator[Act]:
    """A letter that was queued and arrived: nobody at the demo company has a mailbox."""
    told = {"kind": letter.kind, **said.of_letter(letter)}
    yield Act(letter.case_id, EventKind.QUEUED, by, letter.at, told)
    yield arrived(letter, letter.at)


def arrived(letter: rows.Letter, at: datetime) -> Act:
    told = {"letter": letter.pk, "state": LetterState.SENT, said.TO: said.to_whom(letter)}
    return Act(letter.case_id, EventKind.SENT, _POST, at, told)
