"""Suggestions from the words of a complaint, learnt from what the firm's own people alleged."""

from .model import BadModel, Measured, Model
from .suggesting import Suggestion, demand, suggestions

__all__ = ["BadModel", "Measured", "Model", "Suggestion", "demand", "suggestions"]
