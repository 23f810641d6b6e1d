"""The firm's model of topics where it is kept."""

from pathlib import Path

from django.conf import settings

from .model import BadTopics, Topics, load


def place() -> Path:
    return Path(settings.VAR) / "topics" / "model.npz"


def current() -> Topics | None:
    """The model that was trained here; None before, or when its file is no model of ours."""
    try:
        return load(place())
    except BadTopics:
        return None
