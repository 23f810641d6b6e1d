"""A copy of our policies that a test may edit, read anew while it lasts."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from upheld.store import laws, policies, portal_file

OURS = Path(__file__).resolve().parents[1] / "policies"
Edit = Callable[[str, str, str], None]
_CACHED = (
    portal_file.words,
    policies.voice,
    policies.causes,
    policies.regime,
    laws.read_law,
    laws._sold_under,
)


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Edit]:
    """Our policies with one slip: in a file, a text becomes another."""
    shutil.copytree(OURS, tmp_path / "policies")
    monkeypatch.setattr(settings, "POLICIES", tmp_path / "policies")

    def edit(file: str, before: str, after: str) -> None:
        path = tmp_path / "policies" / file
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")
        _forget()

    yield edit
    _forget()


def _forget() -> None:
    for read in _CACHED:
        read.cache_clear()
