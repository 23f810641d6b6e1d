"""What a page shows in Python runs as it stands, and prints what the page says."""

import subprocess
import sys

import pytest
from tests.docs.pages import ROOT, blocks

pytestmark = pytest.mark.slow

PAGE = ROOT / "docs" / "how-to" / "use-from-python.md"


def test_a_decision_is_made_and_explained_as_the_page_shows() -> None:
    shown = list(blocks(PAGE))
    code = "".join(block.text for block in shown if block.language == "python")
    (printed,) = (block.text for block in shown if block.language == "text")
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith(printed)
    assert "finding ['late-by-days']" in said[len(printed) :]
