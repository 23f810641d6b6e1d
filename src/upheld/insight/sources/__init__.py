"""Whom we attract: which communication brings customers that we can thrill, and which brings
those that we disappoint."""

from .made import Sources, sources
from .row import Paid, Source
from .verdict import Judged, Verdict

__all__ = ["Judged", "Paid", "Source", "Sources", "Verdict", "sources"]
