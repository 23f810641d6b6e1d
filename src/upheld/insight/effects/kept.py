"""What a year of each root cause costs, as a page reads it."""

from datetime import datetime

from pydantic import TypeAdapter

from upheld.insight.figures import Figure
from upheld.store import changes

from .cost import Cost, costs

# By the number of the root cause; one that was opened since has none yet.
Costs = dict[int, Cost]


def _work(now: datetime) -> Costs:
    return dict(costs(changes.all_gathered(), now))


COSTS = Figure("root_causes", _work, TypeAdapter(Costs))
