"""The two example documents, and small changes to them."""

import json
from pathlib import Path
from typing import Any

from .conftest import ROOT

SALLY = ROOT / "docs" / "examples" / "sally.json"
BOB = ROOT / "docs" / "examples" / "bob.json"


def document(of: Path = SALLY) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(of.read_text("utf-8"))
    return found


def written(folder: Path, text: str | bytes, name: str = "facts.json") -> str:
    """A file in the working folder, by the name that a person would type."""
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name
