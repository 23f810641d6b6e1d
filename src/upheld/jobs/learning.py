"""The index of precedents, learnt again when enough was decided since."""

from datetime import datetime

from upheld.core.words import Stance
from upheld.insight.precedents import keeping
from upheld.store.models import Decision


def sweep(now: datetime) -> bool:
    """Learns again where there is reason to; whether it did. Safe to run twice: the same history
    is learnt from once."""
    decided = Decision.objects.exclude(stance=Stance.ASK).values("case").distinct().count()
    return keeping.due(decided) and keeping.learn()[1]
