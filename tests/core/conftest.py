"""A policy that says something else than the standard one, in one place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.core.given import STANDARD


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """A copy of the standard policy in which a file says something else."""

    def edit(file: str, before: str, after: str) -> Path:
        folder = tmp_path / "policy"
        if not folder.exists():
            shutil.copytree(STANDARD, folder)
        text = (folder / file).read_text("utf-8")
        assert before in text
        (folder / file).write_text(text.replace(before, after, 1), "utf-8")
        return folder

    return edit
