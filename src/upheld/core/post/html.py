"""HTML of a stranger: cleaned first, then told in plain lines. Nothing of it is ever loaded."""

import re
from html.parser import HTMLParser

import nh3

_LONGEST = 5_000_000
_BLOCKS = {"address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3",
           "h4", "h5", "h6", "header", "footer", "hr", "li", "ol", "p", "pre", "section", "table",
           "tr", "ul"}  # fmt: skip
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote"}
_KEPT = _BLOCKS | {"br", "td", "th", "b", "i", "em", "strong", "u", "s", "code", "sub", "sup"}


def safe(html: str) -> str:
    """The HTML with its words and their order alone: no image, link, style, script or attribute."""
    return nh3.clean(
        _shallow(html[:_LONGEST]),
        tags=_KEPT,
        attributes={"*": set()},  # else nh3 keeps a title and a lang on anything
        clean_content_tags={"script", "style", "title", "head"},
    )


_DEEPEST = 1_000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
_NEST_NOT = {"area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta",
             "option", "p", "source", "td", "th", "tr", "wbr"}  # fmt: skip
_ANY_TAG = re.compile(r"<[^<>]*>")


def _shallow(html: str) -> str:
    """HTML nested beyond all need, without its tags: cleaning it takes the square of its depth."""
    depth = 0
    for closes, name in _TAG.findall(html):
        if name.lower() not in _NEST_NOT:
            depth = max(depth - 1, 0) if closes else depth + 1
        if depth > _DEEPEST:
            return _ANY_TAG.sub("\n", html)
    return html


class _Lines(HTMLParser):
    """Writes the text of safe HTML; a quotation is marked as plain text marks it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[str] = []
        self.quoted = 0
        self.pre = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "blockquote":
            self.quoted += 1
        self.pre += tag == "pre"
        if tag == "br":
            self.told.append(self._next_line())
        elif tag in _BLOCKS:
            self._end_line(tag in _APART)
        elif tag in ("td", "th"):
            self.told.append(" ")
        if tag == "li":
            self.told.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line(tag in _APART)
        if tag == "blockquote":
            self.quoted = max(self.quoted - 1, 0)
        self.pre -= tag == "pre"

    def handle_data(self, data: str) -> None:
        text = data if self.pre else re.sub(r"\s+", " ", data)
        self.told.append(text.replace("\n", self._next_line()))

    def _end_line(self, apart: bool) -> None:
        begun = self.told and self.told[-1].rstrip("> ")[-1:] != "\n"
        if apart or begun:
            self.told.append(self._next_line() * (2 if apart else 1))

    def _next_line(self) -> str:
        return "\n" + "> " * min(self.quoted, 5)


def words(html: str) -> str:
    """The words of `html` in lines."""
    reader = _Lines()
    reader.feed(safe(html))
    reader.close()
    told = (line.strip() for line in "".join(reader.told).replace("\xa0", " ").split("\n"))
    return _without_gaps(list(told))


def _without_gaps(told: list[str]) -> str:
    kept: list[str] = []
    for line in told:
        if not line.strip("> "):
            line = ""
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
