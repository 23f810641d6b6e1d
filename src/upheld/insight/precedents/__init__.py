"""Precedents: of the firm's own decided cases those most like one, by facts and by words.

What is like by words is for people to read. What is like by facts is what a decision is measured
against (core.precedents); nothing here reaches a finding or what is owed.
"""

from .asking import Precedent, Precedents, by_words, of_case, of_row
from .index import Found, Index

__all__ = ["Found", "Index", "Precedent", "Precedents", "by_words", "of_case", "of_row"]
