"""The firm's model where it is kept, and how far the firm trusts it."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from upheld.store import policies
from upheld.store.data_files import BadData

from .model import BadModel, Model, load


@dataclass(frozen=True, slots=True)
class Trust:
    """`show_from` is the confidence below which nothing is suggested; `apply_from` the one from
    which a suggestion is applied without a person: None, as long as the firm has not said so."""

    show_from: float = 0.7
    apply_from: float | None = None

    def __post_init__(self) -> None:
        for name in ("show_from", "apply_from"):
            given = getattr(self, name)
            if given is not None and not 0 <= given <= 1:
                raise ValueError(f"{name}: {given} is not from 0 to 1")


_TRUST = TypeAdapter(Trust)


def trust() -> Trust:
    """suggestions.yaml beside the policy; without one nothing is ever applied by itself.

    Raises BadData for a file that says something else."""
    path = policies.folder() / "suggestions.yaml"
    if not path.is_file():
        return Trust()
    try:
        told = yaml.safe_load(path.read_text("utf-8")) or {}
        _no_others(told)
        return _TRUST.validate_python(told)
    except (yaml.YAMLError, ValidationError, ValueError) as error:
        why = " ".join(str(error).split())
        raise BadData(f"{path.parent.name}/{path.name}: {why}") from None


def _no_others(told: object) -> None:
    known = list(Trust.__dataclass_fields__)
    if not isinstance(told, dict) or set(told) - set(known):
        raise ValueError(f"it may say {' and '.join(known)}, and nothing else")


def place() -> Path:
    return Path(settings.VAR) / "suggest" / "model.npz"


def current() -> Model | None:
    """The model that was trained here; None before, or when its file is no model of ours."""
    try:
        return load(place())
    except BadModel:
        return None
