"""From first contact to getting paid as one picture: what passes at each touchpoint, and how it
goes there."""

from .made import Journey, journey
from .point import At, Quarter

__all__ = ["At", "Journey", "Quarter", "journey"]
