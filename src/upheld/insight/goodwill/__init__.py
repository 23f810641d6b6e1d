"""Does goodwill work: its effect on what customers do afterwards, or why that cannot be told."""

from .made import FOLLOWED, Effects, Measure, Verdict, Way, effects
from .outcomes import Outcome

__all__ = ["FOLLOWED", "Effects", "Measure", "Outcome", "Verdict", "Way", "effects"]
