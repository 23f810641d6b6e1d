"""What some customers of the demo company said of how it was for them, and their ideas."""

from datetime import datetime, timedelta

from upheld.core.event_kinds import EventKind
from upheld.core.portal import Fairness
from upheld.core.words import Outcome
from upheld.demo.simulate.dice import Dice
from upheld.steps.may import Complainant
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act

_BY = Complainant().name
_YEAR = timedelta(days=365)
_ANSWERS = 0.3  # a believable share of those who are asked
_HAS_AN_IDEA = 0.1
_IDEAS = (
    "Send a message on the morning of the delivery, with a time that holds.",
    "Put the measured weight of each piece on its page, so that I know whether I can lift it.",
    "Let me choose the day of the fitter before I pay.",
    "Say on the first page of the basket what the delivery costs.",
)
# Around which number each kind of fairness was felt, with and without something given.
_FELT = {
    Fairness.DISTRIBUTIVE: (4, 2),
    Fairness.PROCEDURAL: (4, 3),
    Fairness.INTERACTIONAL: (5, 4),
}


def write(seed: int, now: datetime) -> None:
    """Rows and events of the newest year; the same seed gives the same voices."""
    dice = Dice(seed, "voices")
    closed = rows.Closing.objects.filter(at__gt=now - _YEAR, reopened_at=None).order_by("pk")
    outcomes = dict(rows.Decision.objects.order_by("pk").values_list("case", "outcome"))
    told: list[rows.Satisfaction] = []
    ideas: list[rows.Idea] = []
    for closing in closed:
        if dice.chance(_ANSWERS):
            told.append(_felt(closing, outcomes.get(closing.case_id, ""), dice))
        if dice.chance(_HAS_AN_IDEA):
            text = dice.choice(_IDEAS)
            ideas.append(
                rows.Idea(case_id=closing.case_id, text=text, may_tell=True, at=closing.at)
            )
    rows.Satisfaction.objects.bulk_create(told)
    rows.Idea.objects.bulk_create(ideas)
    events.append(*map(_rated, told), *map(_offered, ideas))


def _felt(closing: rows.Closing, outcome: str, dice: Dice) -> rows.Satisfaction:
    given = outcome in (Outcome.UPHELD, Outcome.PARTLY_UPHELD)
    scores = {
        str(kind): min(5, max(1, around[0 if given else 1] + dice.choice((-1, 0, 0, 1))))
        for kind, around in _FELT.items()
    }
    return rows.Satisfaction(case_id=closing.case_id, at=closing.at, **scores)


def _rated(row: rows.Satisfaction) -> Act:
    told = {str(kind): getattr(row, kind) for kind in Fairness}
    return Act(row.case_id, EventKind.RATED, _BY, row.at, told)


def _offered(row: rows.Idea) -> Act:
    return Act(row.case_id, EventKind.IDEA_OFFERED, _BY, row.at, {"idea": row.pk, "text": row.text})
