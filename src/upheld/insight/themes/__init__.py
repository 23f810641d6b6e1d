"""Themes: what many complaints say alike, found in their words and kept across what comes."""

from .found import OUTSIDE, Found, Progress, Quote, Theme, find

__all__ = ["OUTSIDE", "Found", "Progress", "Quote", "Theme", "find"]
