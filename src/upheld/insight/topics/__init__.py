"""Topics: what a complaint is about, learnt from the firm's own labels. A person labels."""

from .model import BadTopics, Topics, load, save

__all__ = ["BadTopics", "Topics", "load", "save"]
