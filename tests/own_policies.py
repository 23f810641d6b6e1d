"""A copy of our policies that a test may edit, read anew while it lasts."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from upheld.store import placing, policies
from upheld.store.policy_files import (
    behaviours,
    costs_file,
    fit_files,
    laws,
    portal_file,
    retention_files,
    silence_files,
)

OURS = Path(__file__).resolve().parents[1] / "policies"
Edit = Callable[[str, str, str], None]
Write = Callable[[str, bytes | None], None]
_CACHED = (
    behaviours.listed,
    costs_file._read,
    fit_files.limits,
    fit_files.rules,
    placing.placing_files,
    portal_file.words,
    policies._read,
    policies.voice,
    policies.causes,
    policies.regime,
    retention_files._read,
    silence_files._shares,
    laws.read_law,
    laws._sold_under,
)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Our policies with one file that holds something else; None takes it away."""
    shutil.copytree(OURS, tmp_path / "policies")
    monkeypatch.setattr(settings, "POLICIES", tmp_path / "policies")
    monkeypatch.setattr(settings, "FACTS", tmp_path / "policies" / "facts.yaml")

    def write(file: str, content: bytes | None) -> None:
        path = tmp_path / "policies" / file
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        _forget()

    yield write
    _forget()


@pytest.fixture
def edited(tmp_path: Path, written: Write) -> Edit:
    """Our policies with one slip: in a file, a text becomes another."""

    def edit(file: str, before: str, after: str) -> None:
        text = (tmp_path / "policies" / file).read_text("utf-8")
        assert before in text
        written(file, text.replace(before, after, 1).encode())

    return edit


def _forget() -> None:
    for read in _CACHED:
        read.cache_clear()
