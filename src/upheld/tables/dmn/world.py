"""What the bodies of a model stand on: its types, and what each of them may read and call."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from upheld.tables.dmn.feel import Defined, Scope
from upheld.tables.dmn.model import Element, Input, Output, Variable
from upheld.tables.dmn.shapes import ANY, Shape, Shapes
from upheld.tables.dmn.steps import Step
from upheld.tables.problems import CellError, Problem


@dataclass(frozen=True, slots=True)
class Function:
    """A business knowledge model that is ready: `defined` where an expression may call it."""

    parameters: tuple[str, ...]
    step: Step
    defined: Defined | None


@dataclass(frozen=True, slots=True)
class World:
    """What a body may read and call."""

    shapes: Mapping[str, Shape] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        names = (known for name, shape in self.shapes.items() for known in shape.names(name))
        open_names = (name for name, shape in self.shapes.items() if shape.open)
        callable_ = {name: one.defined for name, one in self.functions.items() if one.defined}
        return Scope(frozenset(names), frozenset(open_names), callable_)


class Ground:
    """The file, its types, and the problems found so far."""

    def __init__(self, file: str, shapes: Shapes) -> None:
        self.file = file
        self.shapes = shapes
        self.problems: list[Problem] = []

    def shape(self, thing: Variable | Input | Output | None) -> Shape:
        """The type of a variable or a column; anything where none is declared."""
        if thing is None:
            return ANY
        name = thing.expression.type if isinstance(thing, Input) and thing.expression else ""
        try:
            return self.shapes.shape(name if isinstance(thing, Input) else thing.type)
        except CellError as error:
            self.complain(thing, error)
            return ANY

    def complain(self, element: Element, error: CellError) -> None:
        self.problems.append(
            Problem(self.file, element.line or None, None, error.message, error.mend)
        )
