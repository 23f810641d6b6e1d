"""XML in and out as a plain tree: nothing is fetched, nothing is expanded, every node has a line.

The parser is expat from the standard library, told to refuse a document type declaration. Entities
and external references can only be made there, so neither can be used against us.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from upheld.tables.problems import ModelError, Problem

# The largest model we know of has 2 MB; the deepest, under 30 levels.
_MOST_BYTES = 16_000_000
_MOST_DEEP = 100
_MOST_ATTRIBUTES = 100  # of one element; DMN itself knows a dozen
_XML = "http://www.w3.org/XML/1998/namespace"

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One element. A name in a known namespace is `prefix:local`, in another `{uri}local`."""

    name: str
    attributes: Attributes = ()
    children: "tuple[Node | str, ...]" = ()
    line: int = field(default=0, compare=False)

    @property
    def nodes(self) -> "tuple[Node, ...]":
        return tuple(child for child in self.children if isinstance(child, Node))

    @property
    def text(self) -> str:
        return "".join(child for child in self.children if isinstance(child, str))

    def get(self, attribute: str) -> str | None:
        return dict(self.attributes).get(attribute)


def parse(data: bytes, file: str, spaces: Mapping[str, str]) -> Node:
    """The root of a document. `spaces` gives known namespaces their prefix ("" for none).

    Raises ModelError for what is no XML, and for what only an attack would hold: a document type,
    more than 16 MB, more than 100 levels, more than 100 attributes of one element.
    """
    if len(data) > _MOST_BYTES:
        message = f"the file has {len(data):,} bytes, more than any model"
        raise refusal(file, None, message, f"Give one of at most {_MOST_BYTES:,}")
    return _Builder(file, spaces).build(data)


def refusal(file: str, line: int | None, message: str, mend: str) -> ModelError:
    """The error for a file that can be read no further."""
    return ModelError([Problem(file, line, None, message, mend)])


class _Open:
    def __init__(self, name: str, attributes: Attributes, line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.children: list[Node | str] = []

    def closed(self) -> Node:
        # The white space between elements is there for the reader's eye alone.
        if any(isinstance(child, Node) for child in self.children):
            self.children = [c for c in self.children if isinstance(c, Node) or c.strip()]
        return Node(self.name, self.attributes, tuple(self.children), self.line)


class _Builder:
    def __init__(self, file: str, spaces: Mapping[str, str]) -> None:
        self.file = file
        self.spaces = spaces
        self.open: list[_Open] = [_Open("", (), 0)]
        self.expat = expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.ordered_attributes = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._text
        self.expat.StartDoctypeDeclHandler = self._doctype

    def build(self, data: bytes) -> Node:
        try:
            self.expat.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            if isinstance(error, ModelError):
                raise
            message = f"this is not XML: {error}"
            raise self._refusal(message, "Export the model once more") from None
        root = self.open[0].children[0]
        assert isinstance(root, Node)
        return root

    def _start(self, name: str, attributes: list[str]) -> None:
        if len(self.open) > _MOST_DEEP:
            message = f"more than {_MOST_DEEP} elements stand in each other"
            raise self._refusal(message, "Flatten it")
        if len(attributes) // 2 > _MOST_ATTRIBUTES:
            message = f"an element has more than {_MOST_ATTRIBUTES} attributes"
            raise self._refusal(message, "Take away what no modeler wrote")
        pairs = zip(map(self._short, attributes[::2]), attributes[1::2], strict=True)
        line = self.expat.CurrentLineNumber
        self.open.append(_Open(self._short(name), tuple(sorted(pairs)), line))

    def _end(self, _: str) -> None:
        node = self.open.pop().closed()
        self.open[-1].children.append(node)

    def _text(self, text: str) -> None:
        self.open[-1].children.append(text)

    def _doctype(self, *_: object) -> None:
        message = "a document type is declared, which no model needs and an attack may use"
        raise self._refusal(message, "Take the <!DOCTYPE ...> away")

    def _short(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        if not space:
            return local
        prefix = self.spaces.get(space)
        if prefix is None:
            return f"{{{space}}}{local}"
        return f"{prefix}:{local}" if prefix else local

    def _refusal(self, message: str, mend: str) -> ModelError:
        return refusal(self.file, self.expat.CurrentLineNumber, message, mend)


def render(root: Node, spaces: Mapping[str, str]) -> bytes:
    """The document, indented, in UTF-8. `spaces` gives each prefix in the tree its namespace.

    Raises ModelError for a character that XML cannot hold.
    """
    names = _names(root)
    used = {name.rpartition(":")[0] for name in names if not name.startswith("{")} | {""}
    foreign = {_space(name) for name in names} - {"", _XML}
    own = {f"ns{at}": space for at, space in enumerate(sorted(foreign), 1)}
    known = {prefix: space for prefix, space in spaces.items() if prefix in used}
    declared = tuple((f"xmlns:{p}" if p else "xmlns", space) for p, space in (known | own).items())
    writer = _Writer({space: f"{prefix}:" for prefix, space in own.items()} | {_XML: "xml:"})
    lines = writer.lines(Node(root.name, declared + root.attributes, root.children), "")
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, ""])
    _check_characters(text)
    return text.encode()


def _names(node: Node) -> set[str]:
    own = {node.name, *(name for name, _ in node.attributes)}
    return own.union(*(_names(child) for child in node.nodes))


def _space(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


class _Writer:
    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes

    def lines(self, node: Node, indent: str) -> list[str]:
        head = indent + self._head(node)
        if not node.children:
            return [f"{head}/>"]
        if any(isinstance(child, str) for child in node.children):
            return [f"{indent}{self._inline(node)}"]
        inside = [line for child in node.nodes for line in self.lines(child, indent + "  ")]
        return [f"{head}>", *inside, f"{indent}</{self._name(node.name)}>"]

    def _inline(self, node: Node) -> str:
        if not node.children:
            return f"{self._head(node)}/>"
        inside = "".join(
            _escaped(child) if isinstance(child, str) else self._inline(child)
            for child in node.children
        )
        return f"{self._head(node)}>{inside}</{self._name(node.name)}>"

    def _head(self, node: Node) -> str:
        pairs = (f' {self._name(name)}="{_quoted(value)}"' for name, value in node.attributes)
        return f"<{self._name(node.name)}{''.join(pairs)}"

    def _name(self, name: str) -> str:
        space = _space(name)
        return self.prefixes[space] + name[len(space) + 2 :] if space else name


def _escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


# XML 1.0, production 2: every other character is fit to print.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _check_characters(text: str) -> None:
    if unfit := _UNFIT.search(text):
        message = f"XML cannot hold the character U+{ord(unfit.group()):04X}"
        raise refusal("the model", None, message, "Take it out of the text")
