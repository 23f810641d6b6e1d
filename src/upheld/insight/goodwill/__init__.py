"""Does goodwill work: its effect on what customers do afterwards, or why that cannot be told."""

from .doubly import Chances, Found, Trial, chances, effect, naive
from .lots import Lots, difference

__all__ = ["Chances", "Found", "Lots", "Trial", "chances", "difference", "effect", "naive"]
