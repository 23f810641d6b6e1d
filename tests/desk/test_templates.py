"""The strict content policy needs templates without a line of style or script in them."""

import re
from pathlib import Path

import pytest

DESK, PORTAL = (Path(__file__).parents[2] / f"src/upheld/{edge}" for edge in ("desk", "portal"))
TEMPLATES = sorted(each for edge in (DESK, PORTAL) for each in edge.rglob("templates/**/*.html"))
# A script is a file; what a file of allauth reads is data, which no browser runs.
_INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\s(?:src=|type=.application/json))|\son[a-z]+=|javascript:",
    re.I,
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_style_or_script(template: Path) -> None:
    assert not _INLINE.search(template.read_text("utf-8"))


# After "by" stands who did it; a name from right to left would take the words after it along.
_BARE = re.compile(r"\b[Bb]y \{\{ [\w.]*(?:by|by_name|author|approver|reviewer) \}\}")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_name_within_a_sentence_turns_no_word_around_it(template: Path) -> None:
    """It stands in `bdi` (HTML, 4.5.24)."""
    assert not _BARE.findall(template.read_text("utf-8"))


# What somebody wrote as their reason, note or wish: it may end in signs that turn what follows.
_WRITTEN = re.compile(
    r"\{\{ [\w.]+\.(?:because|why|\w+_why|reasons?|note|demand|explanation|alternatives|shown_by)"
    r"(?:\|(?:capfirst|lower|linebreaksbr|truncate\w+:\d+))* \}\}"
)
_APART = re.compile(r'(?:<bdi[^>]*>|dir="auto"[^<>]*>|class="hush">[^<]*|<[^<>]*="[^"]*)\s*$')


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_what_somebody_wrote_turns_no_word_of_ours_after_it(template: Path) -> None:
    page = re.sub(r"{% block title %}.*", "", template.read_text("utf-8"))
    found = _WRITTEN.finditer(page)
    assert [each[0] for each in found if not _APART.search(page[: each.start()])] == []


def test_our_own_script_stays_small() -> None:
    assert len((DESK / "static/desk/desk.js").read_text("utf-8").splitlines()) < 200


def test_every_stylesheet_is_imported_once() -> None:
    folder = DESK / "static/desk/css"
    imported = re.findall(r'@import "([^"]+)"', (folder / "desk.css").read_text("utf-8"))
    files = {path.name for path in folder.glob("*.css")} - {"desk.css"}
    assert sorted(imported) == sorted(files)
