"""DMN models for tests: a frame round a few elements, and every model the reader can hold."""

from dataclasses import fields
from typing import Any, TypeVar

from hypothesis import strategies as st

from upheld.tables.dmn.binding import Attribute, Foreign, Kept, Many, One, Words
from upheld.tables.dmn.model import Model
from upheld.tables.dmn.xml import Node

T = TypeVar("T")

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"

# XML 1.0 holds no other control characters, no surrogates and neither of these two.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r<>&\"']]>"),
    max_size=12,
)
FOREIGN = st.sets(st.sampled_from(["upheld:about", "{urn:x}a", "{urn:y}a", "xsi:nil"])).flatmap(
    lambda names: st.tuples(*(st.tuples(st.just(name), TEXT) for name in sorted(names)))
)


def framed(body: str, namespace: str = NAMESPACE) -> bytes:
    """A model around some elements."""
    head = f'<definitions xmlns="{namespace}" name="test" namespace="urn:test">'
    return f"{head}\n{body}\n</definitions>".encode()


def models(without: frozenset[str] = frozenset()) -> st.SearchStrategy[Model]:
    """Every model, without the elements of those names."""
    return elements(Model, without, 0)


def elements(kind: type[T], without: frozenset[str], depth: int) -> st.SearchStrategy[T]:
    """Every element of a kind; deep down, only what must be there."""
    parts: dict[str, st.SearchStrategy[Any]] = {
        each.name: _part(each.metadata["xml"], each.default, without, depth)
        for each in fields(kind)  # type: ignore[arg-type]
        if "xml" in each.metadata
    }
    return st.builds(kind, **parts)


def _part(
    spec: object, default: object, without: frozenset[str], depth: int
) -> st.SearchStrategy[Any]:
    match spec:
        case Attribute("expressionLanguage" | "typeLanguage"):
            return st.sampled_from(["", "FEEL"])
        case Attribute():
            return st.booleans() if default is False else TEXT
        case Words():
            return TEXT
        case Foreign():
            return FOREIGN
        case Kept(names):
            return st.lists(_kept(names), max_size=1).map(tuple)
        case One(classes):
            return st.none() | _any(classes(), without, depth)
        case Many(classes):
            return st.lists(_any(classes(), without, depth), max_size=2).map(tuple)
    raise AssertionError(spec)


def _any(
    classes: dict[str, type], without: frozenset[str], depth: int
) -> st.SearchStrategy[Any]:
    allowed = [kind for name, kind in classes.items() if name not in without]
    if depth > 3 or not allowed:
        return st.nothing()
    return st.deferred(
        lambda: st.one_of([elements(kind, without, depth + 1) for kind in allowed])
    )


def _kept(names: tuple[str, ...]) -> st.SearchStrategy[Node]:
    leaf = st.builds(Node, st.just("{urn:x}leaf"), FOREIGN)
    return st.builds(Node, st.sampled_from(names), FOREIGN, st.lists(leaf, max_size=2).map(tuple))
