"""How it was for people, as a page reads it."""

from datetime import datetime

from pydantic import TypeAdapter

from upheld.core.portal import Fairness, Mean
from upheld.store import voices

from .figures import Figure

# Under an empty name the means of all answers, else of those under an outcome.
Means = dict[str, dict[Fairness, Mean]]


def _work(now: datetime) -> Means:
    return voices.means()


VOICES = Figure("voices", _work, TypeAdapter(Means))
