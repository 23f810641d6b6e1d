"""DMN models for tests: a frame round a few elements, and every model the reader can hold."""

from collections.abc import Mapping
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


@st.composite
def models(draw: st.DrawFn, without: frozenset[str] = frozenset()) -> Model:
    """Every model, without the elements of those names."""
    return _element(draw, Model, without, 0)


def _element(draw: st.DrawFn, kind: type[T], without: frozenset[str], depth: int) -> T:
    parts = {
        each.name: _part(draw, each.metadata["xml"], each.default, without, depth)
        for each in fields(kind)  # type: ignore[arg-type]
        if "xml" in each.metadata
    }
    return kind(**parts)


def _part(
    draw: st.DrawFn, spec: object, default: object, without: frozenset[str], depth: int
) -> Any:
    match spec:
        case Attribute("expressionLanguage" | "typeLanguage"):
            return draw(st.sampled_from(["", "FEEL"]))
        case Attribute():
            return draw(st.booleans() if default is False else TEXT)
        case Words():
            return draw(TEXT)
        case Foreign():
            return draw(FOREIGN)
        case Kept(names):
            return tuple(draw(st.lists(_kept(names), max_size=1)))
        case One(classes):
            found = _elements(draw, classes(), without, depth, 1)
            return found[0] if found else None
        case Many(classes):
            return _elements(draw, classes(), without, depth, 2)
    raise AssertionError(spec)


def _elements(
    draw: st.DrawFn, classes: Mapping[str, type], without: frozenset[str], depth: int, most: int
) -> tuple[Any, ...]:
    allowed = [kind for name, kind in sorted(classes.items()) if name not in without]
    if depth > 4 or not allowed:
        return ()
    chosen = draw(st.lists(st.sampled_from(allowed), max_size=most))
    return tuple(_element(draw, kind, without, depth + 1) for kind in chosen)


def _kept(names: tuple[str, ...]) -> st.SearchStrategy[Node]:
    leaf = st.builds(Node, st.just("{urn:x}leaf"), FOREIGN)
    return st.builds(Node, st.sampled_from(names), FOREIGN, st.lists(leaf, max_size=2).map(tuple))
