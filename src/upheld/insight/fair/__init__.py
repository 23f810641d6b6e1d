"""Fair: whether like cases were treated alike whoever came, and whether today's policy does."""

from .made import By, Fairness, Group, Measured, fairness
from .measures import Measure

__all__ = ["By", "Fairness", "Group", "Measure", "Measured", "fairness"]
