"""suggestions.yaml of a policy's folder: how far the firm trusts what is suggested."""

from functools import lru_cache
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from upheld.store import policies

from .data_files import read_yaml


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
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


def trust() -> Trust:
    """suggestions.yaml beside the policy; without one nothing is ever applied by itself.

    Raises BadData for a file that says something else."""
    path = policies.folder() / "suggestions.yaml"
    return _trust(path, path.stat().st_mtime_ns) if path.is_file() else Trust()


@lru_cache(maxsize=4)
def _trust(path: Path, written: int) -> Trust:
    """Read once for each time that the file was `written`: every page of a case asks."""
    return read_yaml(path, TypeAdapter(Trust))
