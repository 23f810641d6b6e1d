"""Ties a dataclass to an element: one description of each serves to read and to write.

So what is read can be written and what is written can be read; and an element or attribute that
no description names is refused with its line, never dropped.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, TypeVar

from upheld.tables.dmn.xml import Node
from upheld.tables.problems import Problem

Classes = Callable[[], Mapping[str, type]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """All attributes of other namespaces: DMN lets tools add them (clause 6.3.1)."""


@dataclass(frozen=True, slots=True)
class Words:
    """A child element that holds text alone."""

    name: str


@dataclass(frozen=True, slots=True)
class One:
    """One child element, of one of these names, as the class that belongs to the name."""

    classes: Classes


@dataclass(frozen=True, slots=True)
class Many:
    """Any number of child elements of these names."""

    classes: Classes


@dataclass(frozen=True, slots=True)
class Kept:
    """Children that say nothing to an engine: kept as they stand."""

    names: tuple[str, ...]


def attribute(name: str, default: Any = "") -> Any:
    """A text attribute; with False as default, a boolean one."""
    return field(default=default, metadata={"xml": Attribute(name)})


def foreign() -> Any:
    return field(default=(), metadata={"xml": Foreign()})


def words(name: str) -> Any:
    return field(default="", metadata={"xml": Words(name)})


def one(classes: Classes) -> Any:
    return field(default=None, metadata={"xml": One(classes)})


def many(classes: Classes) -> Any:
    return field(default=(), metadata={"xml": Many(classes)})


def kept(*names: str) -> Any:
    return field(default=(), metadata={"xml": Kept(names)})


class Reader:
    """Reads nodes into dataclasses, gathering what is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, node: Node, kind: type[T]) -> T:
        found: dict[str, Any] = {"line": node.line}
        attributes, children = dict(node.attributes), list(node.nodes)
        for each in _described(kind):
            found[each.name] = self._value(each, attributes, children, node)
        self._check_rest(node, attributes, children)
        return kind(**found)

    def complain(self, line: int, message: str, mend: str) -> None:
        self.problems.append(Problem(self.file, line or None, None, message, mend))

    def _value(
        self,
        each: "Field[Any]",
        attributes: dict[str, str],
        children: list[Node],
        node: Node,
    ) -> Any:
        spec = each.metadata["xml"]
        match spec:
            case Attribute(name):
                return self._attribute(attributes.pop(name, None), name, each.default, node)
            case Foreign():
                names = [name for name in attributes if ":" in name or name.startswith("{")]
                return tuple((name, attributes.pop(name)) for name in names)
            case Words(name):
                taken = self._only(_taken(children, (name,)), node)
                return self._text(taken) if taken else ""
            case One(classes):
                taken = self._only(_taken(children, classes()), node)
                return self.read(taken, classes()[taken.name]) if taken else None
            case Many(classes):
                known = classes()
                return tuple(self.read(one, known[one.name]) for one in _taken(children, known))
            case Kept(names):
                return tuple(_taken(children, names))
        raise AssertionError(spec)

    def _attribute(self, text: str | None, name: str, default: object, node: Node) -> object:
        if text is None:
            return default
        if default is not False:
            return text
        known = {"true": True, "1": True, "false": False, "0": False}
        if text not in known:
            message = f"{name}={text} of <{node.name}> is neither true nor false"
            self.complain(node.line, message, "Write true or false")
        return known.get(text, False)

    def _text(self, node: Node) -> str:
        self._check_rest(node, dict(node.attributes), list(node.nodes), has_text=True)
        return node.text

    def _only(self, found: list[Node], node: Node) -> Node | None:
        for extra in found[1:]:
            message = f"<{node.name}> holds a second <{extra.name}>"
            self.complain(extra.line, message, "Keep one of them")
        return found[0] if found else None

    def _check_rest(
        self,
        node: Node,
        attributes: Mapping[str, str],
        children: list[Node],
        has_text: bool = False,
    ) -> None:
        if node.text.strip() and not has_text:
            message = f"text stands in <{node.name}>, which holds none"
            self.complain(node.line, message, "Take it away")
        for name in attributes:
            message = f"the attribute {name} of <{node.name}> is not supported"
            self.complain(node.line, message, "Take it away, or express it otherwise")
        for child in children:
            message = f"<{child.name}> in <{node.name}> is not supported"
            self.complain(child.line, message, "Take it away, or express it otherwise")


def write(thing: Any, name: str) -> Node:
    """The element of that name for a dataclass that was described with the functions above."""
    attributes: list[tuple[str, str]] = []
    children: list[Node] = []
    for each in _described(type(thing)):
        value = getattr(thing, each.name)
        if value == each.default:
            continue
        match each.metadata["xml"]:
            case Attribute(attribute):
                attributes.append((attribute, "true" if value is True else value))
            case Foreign():
                attributes.extend(value)
            case spec:
                children.extend(_children(spec, value))
    return Node(name, tuple(attributes), tuple(children))


def _children(spec: object, value: Any) -> Iterator[Node]:
    match spec:
        case Words(word):
            yield Node(word, (), (value,))
        case One(classes):
            yield write(value, _name_of(value, classes()))
        case Many(classes):
            yield from (write(each, _name_of(each, classes())) for each in value)
        case Kept(_):
            yield from value


def _described(kind: Any) -> "tuple[Field[Any], ...]":
    return tuple(each for each in fields(kind) if "xml" in each.metadata)


def _taken(children: list[Node], names: Any) -> list[Node]:
    """The children of these names, taken out of the list."""
    found = [child for child in children if child.name in names]
    children[:] = [child for child in children if child.name not in names]
    return found


def _name_of(thing: object, classes: Mapping[str, type]) -> str:
    return next(name for name, kind in classes.items() if kind is type(thing))
