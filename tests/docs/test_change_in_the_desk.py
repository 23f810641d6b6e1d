"""What the how-to for leads sets in bold is what the desk calls it."""

import re

import pytest
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs/how-to/change-a-rule-in-the-desk.md").read_text("utf-8")
DESK = ROOT / "src/upheld/desk"
TOLD = " ".join(
    path.read_text("utf-8")
    for folder, kind in (("templates", "*.html"), ("show", "*.py"))
    for path in sorted((DESK / folder).rglob(kind))
)
# Named after the tables of the standard policy, and after keys.
ELSEWHERE = {"Goodwill", "j", "k"}


@pytest.mark.parametrize("label", sorted(set(re.findall(r"\*\*(.+?)\*\*", PAGE)) - ELSEWHERE))
def test_a_label_of_the_page_stands_in_the_desk(label: str) -> None:
    assert label in TOLD
