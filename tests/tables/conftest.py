"""A policy folder in three lines: the YAML of its tables and inputs, and the text of its CSVs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from upheld.tables import Policy, PolicyError, load

Write = Callable[..., Path]
Make = Callable[..., Policy]

_HEAD = "name: shop\ntitle: A small shop\nvalid_from: 2026-01-01\ncurrency: GBP\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """write(yaml, table="csv text") makes the folder."""

    def _write(yaml: str, **sheets: str) -> Path:
        (tmp_path / "policy.yaml").write_text(_HEAD + yaml, "utf-8")
        for name, text in sheets.items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        return tmp_path

    return _write


@pytest.fixture
def make(write: Write) -> Make:
    """make(yaml, table="csv text") loads the folder."""
    return lambda yaml, **sheets: load(write(yaml, **sheets))


@pytest.fixture
def problems(write: Write) -> Callable[..., list[str]]:
    """The problems of a folder as they are told."""

    def _problems(yaml: str, **sheets: str) -> list[str]:
        with pytest.raises(PolicyError) as caught:
            load(write(yaml, **sheets))
        return [str(problem) for problem in caught.value.problems]

    return _problems
