"""The firm's model where it is kept."""

from pathlib import Path

from django.conf import settings

from .model import BadModel, Model, load


def place() -> Path:
    return Path(settings.VAR) / "suggest" / "model.npz"


def current() -> Model | None:
    """The model that was trained here; None before, or when its file is no model of ours."""
    try:
        return load(place())
    except BadModel:
        return None
