"""What a board should know of fairness, from the rows alone."""

from datetime import datetime

from upheld.insight.learnt import Learnt

from .made import By, Measured, fairness
from .words import of_measure, told_gap

_MOST = 4


def learnt(since: datetime, until: datetime, now: datetime) -> list[Learnt]:
    """What stands out in like cases, the farthest from chance first; nothing where nothing does."""
    found = fairness(since, until, now)
    out = [
        (kind, measured)
        for kind in found.kinds
        for measured in kind.measures
        if measured.standing_out
    ]
    out.sort(key=lambda each: each[1].standing_out[0].by_chance or 0.0)
    return [_one(kind, measured) for kind, measured in out[:_MOST]]


def _one(kind: By, measured: Measured) -> Learnt:
    again = kind.under_policy(measured.measure)
    stays = again is None or bool(again.standing_out)
    return Learnt(
        kind="fairness",
        about=f"{kind.name}/{measured.measure.value}",
        sentence=of_measure(kind, measured),
        figure=told_gap(measured.standing_out[0].gap, measured.measure),
        page="fairness",
        query=f"by={kind.name.replace(' ', '_')}",
        then=(
            "Read some of these cases beside like ones, and say what led to the difference."
            if stays
            else "Nothing more is asked of the rules: keep to them, and look again next quarter."
        ),
    )
