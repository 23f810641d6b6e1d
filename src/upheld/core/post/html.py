"""HTML of a stranger: cleaned first, then told in plain lines. Nothing of it is ever loaded."""

import re
from html import unescape

import nh3

LONGEST = 5_000_000  # signs that are read, of whatever comes together
_BLOCKS = {"address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3",
           "h4", "h5", "h6", "header", "footer", "hr", "li", "ol", "p", "pre", "section", "table",
           "tr", "ul"}  # fmt: skip
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote"}
_KEPT = _BLOCKS | {"br", "td", "th"}


def safe(html: str) -> str:
    """The HTML with its words and their order alone: no image, link, style, script or attribute."""
    cleaned = nh3.clean(_plain(html[:LONGEST]), tags=_KEPT, attributes={"*": set()})
    return cleaned.translate(_AS_THEY_WERE)


# Of & and of whatever begins in UTF-8 as the space that does not break (U+0080 to U+00BF, £ among
# them) the cleaner takes the square of how many one text has. It sees signs for private use in
# their place; what of these somebody sends is a picture in no font, and is dropped.
_HIDDEN = {sign: chr(0x10_FF00 + sign) for sign in (ord("&"), *range(0x80, 0xC0))}
_IN_PLACE = {ord("<"): "&lt;", **_HIDDEN, **{ord(other): None for other in _HIDDEN.values()}}
_WRITTEN = {ord("&"): "&amp;", 0xA0: "&nbsp;"}
_AS_THEY_WERE = {ord(o): _WRITTEN.get(sign, chr(sign)) for sign, o in _HIDDEN.items()}
# No sign has so high a number, and to read it takes long or fails.
_NO_SIGN = re.compile(r"&#(?:[0-9]{9,}|x[0-9a-f]{8,});?", re.I)

# A comment, a tag with its attributes, and what browsers take for a comment; to the end where it
# does not end. Nothing of it is tried twice.
_TOKEN = re.compile(
    r"<!--.*?(?:--!?>|\Z)"
    r"|<(?P<closes>/?)(?P<name>[a-z][^\s/>]*)(?:[^>\"']|\"[^\"]*\"|'[^']*'|[\"'])*+(?:>|\Z)"
    r"|<[!?/][^>]*>?",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = {name: re.compile(rf"</{name}\b[^>]*>?", re.I) for name in ("script", "style", "title")}
# These end by themselves where the next begins.
_NEST_NOT = {"br", "dd", "dt", "hr", "li", "p", "td", "th", "tr"}
_DEEPEST = 100


def _plain(html: str) -> str:
    """The tags that are kept alone, bare and each closed, nested no deeper than anybody writes.

    Cleaning takes the square of the number of a tag's attributes and of how deep tags are nested,
    and a stranger chooses both; this takes as long as the text is.
    """
    told, stands = list[str](), list[str]()
    at = 0
    while found := _TOKEN.search(html, at):
        told += _text(html[at : found.start()]), _tag(found, stands)
        at = _past(html, found)
    told += _text(html[at:]), _closed(stands, 0)
    return "".join(told)


def _text(told: str) -> str:
    """What a browser would read, so that only the signs that clean it are written otherwise."""
    return unescape(sound(told)).translate(_IN_PLACE)


def sound(told: str) -> str:
    """Without what is written as a sign and is none."""
    return _NO_SIGN.sub("\ufffd", told)


def _tag(found: "re.Match[str]", stands: list[str]) -> str:
    """What is written for a tag; `stands` are those that are open."""
    name = (found["name"] or "").lower()
    if name not in _KEPT:
        return ""
    if name in _NEST_NOT:
        return f"<{found['closes']}{name}>"
    if not found["closes"]:
        if len(stands) >= _DEEPEST:
            return "<br>"
        stands.append(name)
        return f"<{name}>"
    if name not in stands:
        return ""
    return _closed(stands, len(stands) - 1 - stands[::-1].index(name))


def _closed(stands: list[str], least: int) -> str:
    """Closes all that stand from the place `least` on, the innermost first."""
    told = "".join(f"</{name}>" for name in reversed(stands[least:]))
    del stands[least:]
    return told


def _past(html: str, found: "re.Match[str]") -> int:
    """Where to go on: behind what is no word of theirs, such as a script."""
    name = "" if found["closes"] else (found["name"] or "").lower()
    if name in _UNSEEN:
        ends = _UNSEEN[name].search(html, found.end())
        return ends.end() if ends else len(html)
    return found.end()


# What was cleaned has bare tags and text alone: a parser of all that HTML may be takes six times as
# long to read it.
_PIECE = re.compile(r"<(/?)([a-z1-6]+)>|([^<]+)")


class _Lines:
    """Writes the text of safe HTML; a quotation is marked as plain text marks it."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.quoted = 0
        self.pre = 0

    def read(self, safe: str) -> None:
        for closes, tag, text in _PIECE.findall(safe):
            if text:
                self._text(unescape(text))
            elif closes:
                self._ends(tag)
            else:
                self._begins(tag)

    def _begins(self, tag: str) -> None:
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

    def _ends(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line(tag in _APART)
        if tag == "blockquote":
            self.quoted = max(self.quoted - 1, 0)
        self.pre -= tag == "pre"

    def _text(self, told: str) -> None:
        text = told if self.pre else re.sub(r"\s+", " ", told)
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
    reader.read(safe(html))
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
