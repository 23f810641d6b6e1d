"""Like cases alike: what happened there and here, what differs, and whether it was answered so.

Nothing here reaches a finding or what is owed, and nothing reads who complained or how loudly.
"""

from .consistency import LIKE, Answered, Consistency, Differing, Part, Why, consistency
from .happened import Happened, Point, happened, like_key
from .likeness import Likeness, likeness

__all__ = [
    "LIKE",
    "Answered",
    "Consistency",
    "Differing",
    "Happened",
    "Likeness",
    "Part",
    "Point",
    "Why",
    "consistency",
    "happened",
    "like_key",
    "likeness",
]
