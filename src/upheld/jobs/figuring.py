"""Figures that are worked out of all orders and complaints, for each audience; safe to run
twice."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from upheld.insight.backtest.kept import BACKTEST
from upheld.insight.effects.kept import COSTS
from upheld.insight.exceptions.kept import AFTERWARDS, LIVING, REPEATS
from upheld.insight.fair import kept as fair
from upheld.insight.figures import Figure
from upheld.insight.goodwill.kept import EFFECTS, USUAL
from upheld.insight.journey.hurt_kept import HURT
from upheld.insight.journey.kept import JOURNEY
from upheld.insight.journey.members import MEMBERS
from upheld.insight.profit import kept as profit
from upheld.insight.silence.kept import SILENCE
from upheld.insight.sources.kept import SOURCES
from upheld.insight.team import kept as team
from upheld.insight.voices import VOICES
from upheld.insight.worth import WORTH
from upheld.store import figures
from upheld.store.brought import By
from upheld.store.figures import Kept, Which
from upheld.store.models import Order
from upheld.store.policy_files.costs_file import CostsMissing
from upheld.store.policy_files.data_files import BadData
from upheld.store.sight import seen

# What is there before anybody asks, for whoever sees everything: the pages as they open.
_FIRST: tuple[tuple[Figure[Any], dict[str, Any]], ...] = (
    (REPEATS, {}), (LIVING, {}), (AFTERWARDS, {}), (HURT, {}), (SILENCE, {}),
    (JOURNEY, {"persona": ""}), (SOURCES, {"by": By.SOURCE, "costs": False}), (EFFECTS, USUAL),
    (team.TEAM, team.USUAL), (profit.WHALE, profit.USUAL), (profit.FAILURE, profit.USUAL),
    (fair.FAIRNESS, fair.USUAL), (COSTS, {}), (VOICES, {}), (WORTH, {}),
    (MEMBERS, {}),
)  # fmt: skip
_BY_KIND = {figure.kind: figure for figure in (BACKTEST, *(each for each, _ in _FIRST))}


def sweep(now: datetime) -> int:
    """How many were worked out. A file under policies/ that is amiss is told on the page."""
    audiences, today = seen.audiences(), timezone.localdate(now)
    figures.forget(audiences.keys(), today)
    for figure, asked in _FIRST if Order.objects.exists() else ():
        figures.ask(figure.which(asked), today)
    troubles: list[Exception] = []
    done = 0
    for looks in audiences.values():
        with seen.as_one_of(looks):
            done += sum(_keep(*each, now, troubles) for each in figures.wanted())
    if troubles:
        raise ExceptionGroup("some figures", troubles)
    return done


def _keep(which: Which, kept: Kept | None, now: datetime, troubles: list[Exception]) -> bool:
    """One that cannot be worked out keeps no other from it."""
    figure = _BY_KIND.get(which.kind)
    if figure is None or not figure.is_due(kept, now):
        return False
    try:
        figure.keep(which.asked, now)
    except (BadData, CostsMissing):
        return False
    except Exception as error:
        troubles.append(error)
        return False
    return True
