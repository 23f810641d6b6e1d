"""Themes: what many complaints say alike, found in their words and kept across what comes."""

from .found import Found, Quote, Theme, find
from .letters import OUTSIDE, Progress

__all__ = ["OUTSIDE", "Found", "Progress", "Quote", "Theme", "find"]
