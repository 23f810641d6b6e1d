"""The documentation as tests read it: its files, fenced blocks and tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "policies").rglob("*.md"),
    ]
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: what stands behind the fence, and its lines."""

    page: Path
    line: int
    language: str
    name: str
    text: str


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


_FENCED = re.compile(r"^( *)```(\w*) ?([^\n]*)\n(.*?)^\1```$", re.M | re.S)


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for found in _FENCED.finditer(text):
        indent, language, name, body = found.groups()
        plain = "".join(line.removeprefix(indent) for line in body.splitlines(keepends=True))
        yield Block(page, text.count("\n", 0, found.start()) + 1, language, name, plain)


def section(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next of its rank."""
    text = re.split(rf"^## {re.escape(heading)}$", page.read_text("utf-8"), flags=re.M)[1]
    return re.split(r"^## ", text, flags=re.M)[0]


def table(text: str, first: str) -> list[list[str]]:
    """The rows of the table whose first column is called `first`."""
    lines = text.splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith(f"| {first} |"))
    body = takewhile(lambda line: line.startswith("|"), lines[head + 2 :])
    return [_cells(line) for line in body]


def _cells(line: str) -> list[str]:
    return [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def codes(cell: str) -> list[str]:
    """What stands in backticks in a cell."""
    return re.findall(r"`([^`]+)`", cell)
