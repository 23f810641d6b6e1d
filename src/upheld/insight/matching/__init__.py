"""Customers who may be one person, found among all of them at once."""

from .candidates import Candidate, MatcherMissing, candidates

__all__ = ["Candidate", "MatcherMissing", "candidates"]
