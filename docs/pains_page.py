"""What hurt others, and the test of each here: from the list of points and the marks of the tests.

A test claims a point by `@pytest.mark.pain("17")`. The marks are read from the source, so that
nothing needs to run for it.
"""

import ast
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_TESTS = _ROOT / "tests"
_MARK = "pain"

Out = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that hurt, whom, and the number that a test claims it by."""

    number: str
    group: str
    what: str
    seen: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A test, as pytest names it, and the number that it claims."""

    number: str
    test: str

    @property
    def words(self) -> str:
        """The test's name as the sentence that it is."""
        name = self.test.rpartition("::")[2].removeprefix("test_")
        return name.replace("_", " ")

    @property
    def file(self) -> str:
        return self.test.partition("::")[0]


def points() -> list[Point]:
    """Every point, in the order of the list."""
    with (_TESTS / "pains.csv").open(encoding="utf-8", newline="") as file:
        return [Point(**row) for row in csv.DictReader(file)]


def claims() -> list[Claim]:
    """Every mark of every test."""
    return [claim for path in sorted(_TESTS.rglob("test_*.py")) for claim in _claims_of(path)]


def _claims_of(path: Path) -> Iterator[Claim]:
    text = path.read_text("utf-8")
    if f"mark.{_MARK}(" not in text:
        return
    name = path.relative_to(_ROOT).as_posix()
    for node in ast.parse(text).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        at = f"{name}::{node.name}::" if isinstance(node, ast.ClassDef) else f"{name}::"
        for each in inside:
            if isinstance(each, ast.FunctionDef):
                yield from (Claim(number, f"{at}{each.name}") for number in _numbers(each))


def _numbers(test: ast.FunctionDef) -> Iterator[str]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == f"pytest.mark.{_MARK}":
            yield from (ast.literal_eval(each) for each in mark.args)


def told(out: Out) -> None:
    """A table for each group: what hurt, whom, and the rule that a test holds us to."""
    by_number = {claim.number: claim for claim in claims()}
    group = ""
    for point in points():
        if point.group != group:
            group = point.group
            out(f"\n## {group}\n\n| | what hurt | whom | our test |\n|---|---|---|---|")
        claim = by_number[point.number]
        test = f"[{claim.words}](../../{claim.file})"
        out(f"| {point.number} | {point.what} | {point.seen} | {test} |")
