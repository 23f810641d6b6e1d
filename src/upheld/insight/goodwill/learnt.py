"""What a board should know of goodwill, from the rows alone."""

from datetime import datetime

from upheld.insight.learnt import Learnt

from .made import Effects, Verdict, effects
from .outcomes import WhatFollowed
from .words import HOLD_OUT, NAMES, overlap, sentence, told


def learnt(since: datetime, until: datetime, now: datetime) -> list[Learnt]:
    """Whether goodwill brought anybody back, or that it cannot be told; and whether it made more
    complain again. Nothing where no case is old enough."""
    found = effects(since, until, now)
    return [] if not found.cases else [_of_staying(found), *_of_complaining(found)]


def _of_staying(found: Effects) -> Learnt:
    stays = found.measures[0]
    certain = stays.verdict in (Verdict.MORE, Verdict.LESS)
    return Learnt(
        kind="goodwill",
        about=stays.outcome.value,
        sentence=sentence(found),
        figure=told(stays, found.currency) or overlap(found),
        page="goodwill_effect",
        then="" if certain else HOLD_OUT,
        certain=certain,
    )


def _of_complaining(found: Effects) -> list[Learnt]:
    again = next(each for each in found.measures if each.outcome is WhatFollowed.COMPLAINED_AGAIN)
    if again.verdict is not Verdict.MORE:
        return []
    return [
        Learnt(
            kind="goodwill",
            about=again.outcome.value,
            sentence=f"With goodwill more customers {NAMES[again.outcome]}.",
            figure=told(again, found.currency),
            page="goodwill_effect",
            then="Look at what they complained of again: goodwill takes no cause away.",
        )
    ]
