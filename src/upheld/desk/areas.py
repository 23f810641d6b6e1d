"""The desk's areas and their pages: what the navigation offers to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from upheld.steps import may


@dataclass(frozen=True, slots=True)
class _Page:
    """`section` is what a page of it calls itself, `step` who sees it: those who may take it."""

    section: str
    label: str
    url: str
    step: str = "read"


@dataclass(frozen=True, slots=True)
class _Area:
    label: str
    pages: tuple[_Page, ...]


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The areas, and the pages of the one that is shown where it has several."""

    areas: list[Link]
    here: str
    pages: list[Link]


_AREAS = (
    _Area("Inbox", (_Page("inbox", "Inbox", "inbox"),)),
    _Area("New complaint", (_Page("new", "New complaint", "complaint_new", "receive"),)),
    _Area("Mail", (_Page("mail", "Mail", "mail"),)),
    _Area(
        "Customers",
        (
            _Page("customers", "All customers", "customers"),
            _Page("orders", "All orders", "orders"),
            _Page("complaints", "All complaints", "complaints"),
            _Page("contacts", "All contacts", "contacts"),
            _Page("matches", "One person twice", "matches"),
            _Page("personas", "Personas", "personas"),
            _Page("conduct", "Conduct", "conduct", "see_conduct"),
            _Page("partings", "Partings", "partings", "see_conduct"),
            _Page("imports", "Imports", "imports", "import"),
            _Page("erasures", "Erasures", "erasures", "erase"),
            _Page("legal_holds", "Legal holds", "legal_holds", "keep_legal_holds"),
            _Page("readings", "Who read what", "readings", "see_readings"),
        ),
    ),
    _Area(
        "Insight",
        (
            _Page("journey", "The journey", "journey"),
            _Page("hurt", "Where it hurts", "hurt"),
            _Page("silent", "The silent", "silent"),
            _Page("themes", "Themes", "themes", "report"),
            _Page("sources", "Whom we attract", "sources"),
            _Page("whale", "What customers bring", "whale", "see_profit"),
            _Page("failure", "What we cause", "failure", "see_profit"),
            _Page("exceptions", "Exceptions", "exceptions"),
            _Page("questions", "Questions", "questions", "ask_marts"),
        ),
    ),
    _Area(
        "Lessons",
        (
            _Page("wall", "You said, we did", "wall"),
            _Page("voices", "Voices", "voices"),
            _Page("causes", "Causes", "causes", "keep_causes"),
            _Page("root_causes", "Root causes", "root_causes", "report"),
            _Page("goodwill", "Does goodwill work", "goodwill_effect", "see_goodwill"),
            _Page("fairness", "Fair", "fairness", "see_fairness"),
            _Page("team", "The team", "team"),
            _Page("reports", "Reports", "reports", "report"),
            _Page("returns", "Returns", "returns", "report"),
        ),
    ),
    _Area("People", (_Page("people", "People", "people", "see_people"),)),
    _Area("Policies", (_Page("policies", "Policies", "policies"),)),
)


def navigation(by: may.Actor, section: str) -> Navigation:
    """What `by` may open, with the page of this section marked."""
    areas, here, pages = [], "", []
    for area in _AREAS:
        offered = [page for page in area.pages if may.allowed_any(page.step, by)]
        if not offered:
            continue
        current = any(page.section == section for page in area.pages)
        areas.append(Link(area.label, _address(offered[0]), current))
        if current and len(offered) > 1:
            here, pages = area.label, list(_links(offered, section))
    return Navigation(areas, here, pages)


def _links(pages: list[_Page], section: str) -> Iterator[Link]:
    for page in pages:
        yield Link(page.label, _address(page), page.section == section)


@cache
def _address(page: _Page) -> str:
    return reverse(f"desk:{page.url}")
