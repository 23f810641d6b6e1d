"""What we promised, and what a person says came of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from upheld.core.event_kinds import EventKind
from upheld.core.promises.commitments import CommitmentState, Promise
from upheld.core.reckoning import end_of
from upheld.store import models as rows

from .act import act


def committed(
    case: rows.Case,
    promises: Sequence[Promise],
    letter: rows.Letter | None,
    by: str,
    now: datetime,
    anew: Collection[Promise] = (),
) -> list[rows.Commitment]:
    """New commitments of a case; one that is open with the same words and day is not made twice,
    but `anew` where it is of something else by now."""
    made = []
    known = set(case.commitments.filter(state=CommitmentState.OPEN).values_list("words", "due_on"))
    for each in promises:
        if (each.words, each.due_on) in known and each not in anew:
            continue
        row = case.commitments.create(
            letter=letter, words=each.words, source=each.source, at=now, by=by,
            due_on=each.due_on, due=end_of(each.due_on, ZoneInfo(case.zone)),
        )  # fmt: skip
        told = {"commitment": row.pk, "words": each.words, "due_on": each.due_on.isoformat()}
        act(case, EventKind.COMMITTED, by, now, told)
        made.append(row)
    return made


def settled(
    commitment: rows.Commitment, state: CommitmentState, note: str, by: str, now: datetime
) -> None:
    commitment.state, commitment.note = state, note
    commitment.settled_at, commitment.settled_by = now, by
    commitment.save(update_fields=["state", "note", "settled_at", "settled_by"])
    told = {"commitment": commitment.pk, "words": commitment.words, "why": note}
    act(commitment.case, _SETTLED[state], by, now, told)


_SETTLED = {
    CommitmentState.KEPT: EventKind.COMMITMENT_KEPT,
    CommitmentState.BROKEN: EventKind.COMMITMENT_BROKEN,
    CommitmentState.REPLACED: EventKind.COMMITMENT_REPLACED,
    CommitmentState.ENDED: EventKind.COMMITMENT_ENDED,
}
