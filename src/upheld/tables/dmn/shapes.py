"""The types of a model: what a name holds, by which parts, and how a value becomes one of it.

A structure is held flat, as everywhere in these tables: `loan` with the parts `loan.rate` and
`loan.term`. A list of structures is a list for each part, which is what `loans.rate` means.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from upheld.tables.dmn.feel import Scope, feel_test, when
from upheld.tables.dmn.model import ItemDefinition
from upheld.tables.evaluate import matches
from upheld.tables.problems import CellError, FactsError, Problem, did_you_mean
from upheld.tables.syntax import Test
from upheld.tables.values import Kind, Scalar, Value, decimal, is_a

# What goes into a model and comes out of it; numbers may go in as JSON has them.
Feel = Scalar | int | float | Sequence["Feel"] | Mapping[str, "Feel"]
Facts = dict[str, Value]

_BASES = {
    "": None,
    "Any": None,
    "string": Kind.STRING,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "date and time": Kind.DATETIME,
    "dateTime": Kind.DATETIME,
    "days and time duration": Kind.DURATION,
    "dayTimeDuration": Kind.DURATION,
    "years and months duration": Kind.MONTHS,
    "yearMonthDuration": Kind.MONTHS,
}


# Types in types double at each step, which a hostile model could use.
_MOST_PARTS = 1_000
_MOST_DEEP = 50


@dataclass(frozen=True, slots=True)
class Shape:
    """A type: a kind (None for any), or parts; `many` of them; only `allowed` values."""

    kind: Kind | None = None
    parts: Mapping[str, "Shape"] = field(default_factory=dict)
    many: bool = False
    allowed: Test | None = None

    @property
    def open(self) -> bool:
        """Whether nobody said what it holds."""
        return self.kind is None and not self.parts

    def names(self, name: str) -> Iterator[str]:
        """The name and, dotted, those of all its parts."""
        yield name
        for part, shape in self.parts.items():
            yield from shape.names(f"{name}.{part}")


ANY = Shape()


class Shapes:
    """Looks up types by name. `shape` raises CellError for an unknown or an endless one."""

    def __init__(self, items: Sequence[ItemDefinition]) -> None:
        self.items = {item.name: item for item in items}
        self.open: list[str] = []
        self.parts = 0

    def shape(self, name: str) -> Shape:
        if name not in self.items:
            name = name.rpartition(":")[2]  # feel:number, as DMN 1.1 wrote it
        if name in self.items:
            return self._defined(self.items[name])
        if name in _BASES:
            return Shape(_BASES[name])
        mend = did_you_mean(name, [*self.items, *(base for base in _BASES if base)])
        raise CellError(f"{name} is no type", mend)

    def _defined(self, item: ItemDefinition) -> Shape:
        if item.name in self.open:
            raise CellError(f"the type {item.name} contains itself", "Take one of the parts away")
        if not self.open:
            self.parts = 0
        self.open.append(item.name)
        try:
            return self._item(item)
        finally:
            self.open.pop()

    def _item(self, item: ItemDefinition) -> Shape:
        self.parts += 1
        if self.parts > _MOST_PARTS or len(self.open) > _MOST_DEEP:
            message = f"the type {self.open[0]} has more than {_MOST_PARTS} parts"
            raise CellError(message, "Take types out of each other")
        parts = {part.name: self._item(part) for part in item.components}
        shape = Shape(parts=parts) if parts else self.shape(item.base)
        limit = item.allowed or item.constraint
        allowed = feel_test(limit.text, Scope()) if limit and limit.text else shape.allowed
        return replace(shape, many=item.collection or shape.many, allowed=allowed)


def flat(name: str, shape: Shape, raw: Feel) -> Facts:
    """The facts that `raw` gives under `name`. Raises FactsError for a value of another shape."""
    if raw is None:
        return {}
    if isinstance(raw, Mapping):
        return _structure(name, shape, raw)
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return _list(name, shape, raw)
    if shape.parts:
        raise _wrong(name, raw, f"a structure with {', '.join(shape.parts)}")
    return {name: _scalar(name, shape, raw)}


def _structure(name: str, shape: Shape, raw: Mapping[str, Feel]) -> Facts:
    if shape.kind is not None:
        raise _wrong(name, raw, f"a {shape.kind}")
    facts: Facts = {}
    for part, value in raw.items():
        if shape.parts and part not in shape.parts:
            mend = did_you_mean(part, shape.parts)
            raise FactsError([Problem("facts", None, f"{name}.{part}", "no such part", mend)])
        here = f"{name}.{part}"
        facts |= flat(here, shape.parts.get(part, ANY), value) or {here: None}
    return facts


def _list(name: str, shape: Shape, raw: Sequence[Feel]) -> Facts:
    if not (shape.many or shape.open):
        raise _wrong(name, raw, "one value")
    one = replace(shape, many=False)
    rows = [flat(name, one, item) for item in raw]
    if any(isinstance(value, tuple) for row in rows for value in row.values()):
        raise _wrong(name, raw, "a list without lists in it")
    keys = list(shape.names(name)) if shape.parts else [name, *(key for row in rows for key in row)]
    if any(key != name for key in keys):
        keys.remove(name)
    return {key: tuple(_one(row.get(key)) for row in rows) for key in dict.fromkeys(keys)}


def _one(value: Value) -> Scalar:
    assert not isinstance(value, tuple)
    return value


def _scalar(name: str, shape: Shape, raw: Scalar | int | float) -> Scalar:
    try:
        value = _typed(raw, shape.kind)
    except ValueError:
        raise _wrong(name, raw, f"a {shape.kind}") from None
    if shape.kind is not None and not is_a(shape.kind, value):
        raise _wrong(name, raw, f"a {shape.kind}")
    if shape.allowed is not None and not matches(shape.allowed, value, {}):
        raise _wrong(name, raw, "one of the allowed values")
    return value


def _typed(raw: Scalar | int | float, kind: Kind | None) -> Scalar:
    """JSON's numbers and texts as what the type asks for; anything else as it is."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return decimal(str(raw))
    if isinstance(raw, str) and kind not in (None, Kind.STRING, Kind.NUMBER, Kind.BOOLEAN):
        return datetime.fromisoformat(raw) if kind is Kind.DATETIME else when(raw)
    return raw


def conform(value: Value, shape: Shape) -> Value:
    """`value` if it is of the type, else null (DMN 1.3, clause 10.3.2.9.4).

    A list of one is its item where one value is declared; a longer list stays a list, for a table
    that collects although its author forgot `isCollection`.
    """
    if isinstance(value, tuple):
        if len(value) == 1 and not (shape.many or shape.open):
            return conform(value[0], shape)
        return tuple(_one(conform(item, shape)) for item in value)
    if value is None or shape.kind is None or is_a(shape.kind, value):
        return value
    return None


def _wrong(name: str, raw: object, wanted: str) -> FactsError:
    return FactsError([Problem("facts", None, name, f"{raw!r} is not {wanted}", "Correct it")])
