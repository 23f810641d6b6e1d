"""Runs the OMG's DMN Technology Compatibility Kit: its models against its own expectations."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

from upheld.tables import values
from upheld.tables.dmn.exchange import read_model
from upheld.tables.dmn.program import Program, prepare
from upheld.tables.dmn.shapes import Feel
from upheld.tables.dmn.versions import XSI
from upheld.tables.dmn.xml import Node, parse, refusal
from upheld.tables.problems import FactsError, HitError, ModelError
from upheld.tables.values import Scalar

_KIT = {"http://www.omg.org/spec/DMN/20160719/testcase": "", XSI: "xsi"}
# The kit prints some results with 13 digits.
_NEAR = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Result:
    """One expected result of one case: the same as ours, or not."""

    file: str
    case: str
    node: str
    passed: bool
    expected: Feel
    got: Feel
    problem: str = ""

    def __str__(self) -> str:
        said = self.problem or f"expected {self.expected!r}, got {self.got!r}"
        where = f"{self.file} case {self.case}, {self.node}"
        return f"{where}: passed" if self.passed else f"{where}: {said}"


def tck(folder: Path) -> tuple[Result, ...]:
    """The results of every expectation file in the folder and below it, in the order of names.

    Raises ModelError for an expectation file that cannot be read, FileNotFoundError where there is
    none; a model that cannot be read fails each of its cases and says why.
    """
    files = [path for path in sorted(folder.rglob("*.xml")) if path.is_file()]
    if not files:
        raise FileNotFoundError(f"no expectations (.xml) in {folder}")
    return tuple(result for file in files for result in _file(file))


def _file(path: Path) -> Iterator[Result]:
    root = _root(path)
    model = next((node.text.strip() for node in root.nodes if node.name == "modelName"), "")
    program = _program(path.parent / Path(model).name)
    for case in root.nodes:
        if case.name == "testCase":
            yield from _case(path.name, case, program)


def _root(path: Path) -> Node:
    root = parse(path.read_bytes(), path.name, _KIT)
    for value in _values(root):
        try:
            _scalar(value)
        except ValueError:
            message = f"{value.text.strip()} is no {_kind(value)}"
            raise refusal(path.name, value.line, message, "Correct it") from None
    return root


def _values(node: Node) -> Iterator[Node]:
    for child in node.nodes:
        yield from (child,) if child.name == "value" else _values(child)


def _program(path: Path) -> Program | str:
    try:
        return prepare(read_model(path.read_bytes(), path.name), path.name)
    except (ModelError, OSError) as error:
        return str(error)


def _case(file: str, case: Node, program: Program | str) -> Iterator[Result]:
    inputs = {_name(node): _value(node) for node in case.nodes if node.name == "inputNode"}
    for node in case.nodes:
        if node.name == "resultNode":
            expected = next((_value(one) for one in node.nodes if one.name == "expected"), None)
            yield _result(file, case.get("id") or "", _name(node), expected, inputs, program)


def _result(
    file: str,
    case: str,
    name: str,
    expected: Feel,
    inputs: Mapping[str, Feel],
    program: Program | str,
) -> Result:
    if isinstance(program, str):
        return Result(file, case, name, False, expected, None, program)
    try:
        got, problem = program.run(name, inputs), ""
    except (FactsError, HitError) as error:  # an error makes null (DMN 1.3, clause 10.3.2.13)
        got, problem = None, str(error)
    except LookupError as error:
        return Result(file, case, name, False, expected, None, str(error))
    return Result(file, case, name, alike(expected, got), expected, got, problem)


def alike(expected: Feel, got: Feel) -> bool:
    """Whether two values are the same; numbers to eight places, or so many digits."""
    match expected, got:
        case (Decimal(), Decimal()):
            return abs(expected - got) <= _NEAR * max(Decimal(1), abs(expected))
        case (dict(), dict()):
            return expected.keys() == got.keys() and all(alike(expected[k], got[k]) for k in got)
        case (list(), list()):
            return len(expected) == len(got) and all(map(alike, expected, got))
    return type(expected) is type(got) and expected == got


def _name(node: Node) -> str:
    return node.get("name") or ""


def _value(node: Node) -> Feel:
    """What a node of the kit says: a value, a list of items, or a structure of components."""
    if _is_nil(node):
        return None
    for child in node.nodes:
        if child.name == "list":
            items = [_value(item) for item in child.nodes if item.name == "item"]
            return None if _is_nil(child) else items
        if child.name == "value":
            return _scalar(child)
    parts = [child for child in node.nodes if child.name == "component"]
    return {_name(part): _value(part) for part in parts} if parts else None


def _scalar(node: Node) -> Feel:
    if _is_nil(node):
        return None
    reader = _READERS.get(_kind(node))
    return reader(node.text.strip()) if reader else node.text


def _is_nil(node: Node) -> bool:
    return node.get("xsi:nil") in ("true", "1")


def _kind(node: Node) -> str:
    return (node.get("xsi:type") or "xsd:string").rpartition(":")[2]


_READERS: dict[str, Callable[[str], Scalar]] = {
    "boolean": lambda text: text in ("true", "1"),
    "date": values.day,
    "time": time.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "duration": values.duration,
    "dayTimeDuration": values.duration,
    "yearMonthDuration": values.duration,
    "decimal": values.decimal,
    "double": values.decimal,
    "float": values.decimal,
    "integer": values.decimal,
    "int": values.decimal,
    "long": values.decimal,
}
