"""What a browser would send of a form that stands on a page."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.test import Client

_FOLDED = re.compile(r'data-form="([^"]+)"')
_BY_SCRIPT = {"HX-Request": "true"}


class _Form(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.told: dict[str, str] = {}
        self.text, self.select = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = told.get("action") == self.action
        if not self.inside:
            return
        if tag == "input" and self._counts(told):
            self.told[told["name"]] = told.get("value", "")
        elif tag == "textarea":
            self.text = told["name"]
            self.told[self.text] = ""
        elif tag == "select":
            self.select = told["name"]
        elif tag == "option" and "selected" in told:
            self.told[self.select] = told["value"]

    def _counts(self, told: dict[str, str]) -> bool:
        ticked = told.get("type") not in ("radio", "checkbox") or "checked" in told
        return "name" in told and ticked

    def handle_data(self, data: str) -> None:
        if self.inside and self.text:
            self.told[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text:
            self.told[self.text] = self.told[self.text].removeprefix("\n")
            self.text = ""
        if tag == "form":
            self.inside = False


def as_sent(client: Client, page: str, action: str) -> dict[str, str]:
    """The fields of the form that goes to `action`, as they stand on the page, or in the fold that
    is opened for them."""
    shown = client.get(page).content.decode()
    forms = () if action in shown else (each.content.decode() for each in folded(client, shown))
    return fields_of(next((each for each in forms if action in each), shown), action)


def folded(client: Client, page: str) -> Iterator[Any]:
    """The answer for each form that is folded away on a page, as when it is opened."""
    return (client.get(each, headers=_BY_SCRIPT) for each in _FOLDED.findall(page))


def fields_of(html: str, action: str) -> dict[str, str]:
    reader = _Form(action)
    reader.feed(html)
    return reader.told
