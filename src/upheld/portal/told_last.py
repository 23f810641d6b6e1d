"""The day that our letters to whoever complained told them last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from upheld.core.obligations import ANSWERS
from upheld.core.promises.told_by import told_by
from upheld.core.words import LetterKind
from upheld.store import models as rows
from upheld.store import policies

_ANSWER = (LetterKind.FINAL, LetterKind.SUMMARY_RESOLUTION)
_SAYS_BY_WHEN = (LetterKind.ACKNOWLEDGEMENT, LetterKind.QUESTION, LetterKind.HOLDING)


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter that left `at` says: by which day, None where nobody but its reader knows, and
    whether our answer is what comes by then."""

    at: datetime
    day: date | None
    answer: bool


def told_last(
    left: Sequence[rows.Letter], clocks: Sequence[rows.Clock], regime: str
) -> Told | None:
    """As the letters that `left`, in this order, say it since our last answer. An acknowledgement
    takes back nothing: where cases of theirs were merged each has its own, and the earliest day
    holds."""
    found: list[Told] = []
    for row in _since_answered(left, clocks):
        if told := _told(row, regime):
            found.append(told)
            if row.kind != LetterKind.ACKNOWLEDGEMENT:
                break
    return min(found, key=lambda told: told.day or date.min, default=None)


def _since_answered(
    left: Sequence[rows.Letter], clocks: Sequence[rows.Clock]
) -> Iterator[rows.Letter]:
    """The newest first."""
    met = [each.met_at for each in clocks if each.kind in ANSWERS and each.met_at]
    since = max(met, default=None)
    for row in reversed(left):
        at = row.queued_at
        if row.kind in _ANSWER or at is None or (since and at < since):
            return
        if row.kind in _SAYS_BY_WHEN:
            yield row


def _told(row: rows.Letter, regime: str) -> Told | None:
    assert row.queued_at is not None
    if said := told_by(row.body, policies.day_at(regime, row.queued_at)):
        return Told(row.queued_at, said.day, said.answer)
    holds = row.kind == LetterKind.HOLDING  # it says a day, in words that we cannot read
    return Told(row.queued_at, None, answer=True) if holds else None
