"""What each table of a policy may read: the inputs, and what is given before it.

Who gives what is found once. A table looks up the few names that it reads: were all names gone
through for each table, a policy of many tables would take the square of them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from upheld.tables.declared import Declared, Head
from upheld.tables.fields import Field
from upheld.tables.problems import CellError
from upheld.tables.rules import Scope
from upheld.tables.sheet import Sheet

T = TypeVar("T")
_NOWHERE = -1


class Chain:
    """The tables in their order, and which of them gives each name."""

    def __init__(self, declared: Declared, sheets: Mapping[str, Sheet | None]) -> None:
        self.declared = declared
        self.sheets = sheets
        self.outputs = declared.outputs
        self.places = {name: at for at, head in enumerate(declared.heads) for name in head.outputs}

    def scope(self, at: int) -> Scope:
        """What the table at a place in the chain may read."""
        here = _Here(self, at)
        return Scope(_Names(here, here.known), _Names(here, here.hidden), self.declared.broken)


@dataclass(frozen=True, slots=True)
class _Here:
    """A place in the chain."""

    chain: Chain
    at: int

    def names(self) -> Iterator[str]:
        declared = self.chain.declared
        for names in (declared.inputs, self.chain.outputs, declared.rollups):
            yield from names

    def known(self, name: str) -> Field | None:
        """The field of a name that may be read here."""
        if self.hidden(name) is not None:
            return None
        rollup = self.chain.declared.rollups.get(name)
        if rollup is not None:
            return rollup.field
        return self.chain.outputs.get(name) or self.chain.declared.inputs.get(name)

    def hidden(self, name: str) -> CellError | None:
        """Why a declared name may not be read here."""
        head = self.chain.declared.heads[self.at]
        rollup = self.chain.declared.rollups.get(name)
        place = self.chain.places.get(rollup.column if rollup else name, _NOWHERE)
        if place >= self.at:
            return _too_late(head, self.chain.declared.heads[place], name, self.chain.sheets)
        output = None if rollup else self.chain.outputs.get(name)
        if output is not None and output.of not in ("", head.each):
            return _one_for_each(head, output)
        return None


class _Names(Mapping[str, T], Generic[T]):
    """The names of which there is something to find."""

    def __init__(self, here: _Here, find: Callable[[str], T | None]) -> None:
        self._here = here
        self._find = find

    def __getitem__(self, name: str) -> T:
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._here.names() if self._find(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _too_late(head: Head, giver: Head, name: str, sheets: Mapping[str, Sheet | None]) -> CellError:
    if giver is head:
        return CellError(f"table {head.name} reads {name}, which it gives itself", "Take it out")
    sheet = sheets.get(giver.name)
    circle = sheet is not None and set(sheet.columns) & set(head.outputs)
    if circle:
        message = f"tables {head.name} and {giver.name} read each other ({name})"
        return CellError(message, "Take the column out of one of them")
    message = f"table {head.name} reads {name}, which the later table {giver.name} gives"
    return CellError(message, f"Put table {giver.name} before table {head.name} in policy.yaml")


def _one_for_each(head: Head, output: Field) -> CellError:
    message = f"{output.name} has one value for each {output.of}, but {head.name} runs once a case"
    return CellError(message, f"Declare a rollup of {output.name} and read that")
