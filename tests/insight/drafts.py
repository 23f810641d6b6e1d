"""Drafts of the standard policy: its files with a few words changed."""

import shutil
from pathlib import Path

from tests.core.given import STANDARD

from upheld.tables import Policy, load


def changed(folder: Path, **changes: tuple[str, str]) -> Policy:
    """The standard policy in `folder`, in each named table one text for another."""
    return load(changed_folder(folder, **changes))


def changed_folder(folder: Path, **changes: tuple[str, str]) -> Path:
    draft = folder / "draft"
    shutil.copytree(STANDARD, draft)
    for table, (old, new) in changes.items():
        file = draft / (table if "." in table else f"{table}.csv")
        text = file.read_text("utf-8")
        assert text.count(old) == 1, (table, old, text.count(old))
        file.write_text(text.replace(old, new), "utf-8")
    return draft
