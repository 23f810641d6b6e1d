"""What we promised to whoever complained, by when, and what came of it: in the words of the letters
that they read. What one of us wrote down of a call is no letter: it is told without its words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from upheld.core.promises.commitments import CommitmentState
from upheld.core.reply import told_day
from upheld.portal.mine import Mine
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.erased.words import GONE
from upheld.store.merged import their_part


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise to them; `words` are empty where no letter said it."""

    words: str
    day: str
    became: str


def promised(mine: Mine, now: datetime) -> list[Promised]:
    """Those of the letters to them, and those by another way that are known to be to them; the
    earliest due first. One statement where no other customer's case was ever with theirs, and none
    where nothing was written to them."""
    if not mine.left:
        return []
    by_letter = Q(letter__in=[row.pk for row in mine.left])
    found = rows.Commitment.objects.filter(by_letter | _another_way(mine))
    return [_told(row, mine, now) for row in found if row.words != GONE]


def _told(row: rows.Commitment, mine: Mine, now: datetime) -> Promised:
    words = row.words if row.letter_id else ""
    return Promised(words, told_day(row.due_on), _became(row, mine.case.regime, now))


def _another_way(mine: Mine) -> Q:
    """Of what was told by telephone while cases of several were one, nobody wrote down to whom."""
    if not mine.shared:
        return Q(letter=None, case=mine.case)
    of = their_part.together(mine.case)
    whose = their_part.whose(of, "commitments")
    own = [pk for pk, customer in whose.items() if customer == mine.case.customer_id]
    found = Q(pk__in=own) | Q(case=mine.case) & ~Q(pk__in=[*whose])
    alone = Q(at__lt=mine.since) if mine.since else Q()
    return Q(letter=None) & alone & found


def _became(row: rows.Commitment, regime: str, now: datetime) -> str:
    if row.state == CommitmentState.OPEN:
        late = "That day is over, and we have not recorded that it was done."
        return late if row.due < now else ""
    if row.state == CommitmentState.REPLACED:
        return "We promised it anew since then."
    assert row.settled_at is not None
    recorded = f"as we recorded on {told_day(policies.day_at(regime, row.settled_at))}"
    match row.state:
        case CommitmentState.KEPT:
            return f"Done, {recorded}."
        case CommitmentState.BROKEN:
            return f"We did not keep this, {recorded}."
    return (
        f"It ended, {recorded}: you did not want it any more, or there is nothing left that it was "
        "of."
    )
