"""Every link and picture of the documentation leads somewhere, and every page can be found."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.docs.pages import PAGES, ROOT, named

LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
A_PLACE_OF_ONE_MACHINE = re.compile(r"(?<![\w./])/(?:work|tmp|root|home|Users)/|[A-Z]:\\\\")


def prose(page: Path) -> str:
    """The page without its fenced blocks and comments."""
    text = re.sub(r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    return re.sub(r"<!--.*?-->", "", text, flags=re.S)


def links(page: Path) -> Iterator[str]:
    yield from LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(page), re.M)
    return {
        re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in links(page):
        parts = urlsplit(link)
        if parts.scheme:
            continue
        aim = (page.parent / parts.path).resolve() if parts.path else page
        assert aim.exists(), link
        assert aim.is_relative_to(ROOT), link
        assert not parts.fragment or parts.fragment in anchors(aim), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_names_a_place_of_one_machine(page: Path) -> None:
    assert A_PLACE_OF_ONE_MACHINE.findall(page.read_text("utf-8")) == []


def test_every_page_of_the_docs_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    to_read = [ROOT / "README.md"]
    while to_read:
        page = to_read.pop()
        seen.add(page)
        aims = {(page.parent / urlsplit(link).path).resolve() for link in links(page)}
        to_read += [aim for aim in aims if aim.suffix == ".md" and aim not in seen]
    assert [named(page) for page in PAGES if page not in seen] == []


def test_every_picture_is_shown_or_belongs_to_one_that_is() -> None:
    shown = {
        Path(link).stem.split("-")[0] for page in PAGES for link in links(page) if "images/" in link
    }
    taken = {path.stem.split("-")[0] for path in (ROOT / "docs" / "images").glob("*.png")}
    assert shown <= taken
