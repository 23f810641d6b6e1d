"""Themes: what many complaints say alike, found in their words and kept across what comes."""

from .found import OUTSIDE, Found, Quote, Theme, find

__all__ = ["OUTSIDE", "Found", "Quote", "Theme", "find"]
