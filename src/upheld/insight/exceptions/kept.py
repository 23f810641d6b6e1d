"""What the ledger of exceptions answers, as its pages read it."""

from datetime import datetime

from pydantic import TypeAdapter

from upheld.core.living import Lives
from upheld.insight.figures import Figure, Worked

from .afterwards import Afterwards, afterwards
from .living import living
from .repeats import Repeat, Times, repeating, ruled

# So many situations are told of, those with the most exceptions.
_MOST = 200


def _repeating(now: datetime) -> list[Times]:
    return repeating(now, _MOST)


def _living(now: datetime) -> Lives:
    return living()


REPEATS = Figure("repeats", _repeating, TypeAdapter(list[Times]))
LIVING = Figure("living", _living, TypeAdapter(Lives))
AFTERWARDS = Figure("afterwards", afterwards, TypeAdapter(Afterwards))


def repeats_kept(now: datetime) -> Worked[list[Repeat]]:
    """With what was made of them by now: who has ruled sees it at once."""
    worked = REPEATS.worked(now)
    if worked.told is None:
        return Worked(worked.at, None)
    return Worked(worked.at, ruled(worked.told))
