"""What would come of an import of customers, orders or contacts, where nothing is written."""

from dataclasses import dataclass, field

import polars as pl

from . import tables as import_tables


@dataclass(slots=True)
class Trial:
    """Counts, chunk by chunk, what `import_tables` would write of one source.

    It remembers what the lines before would have made, since that is not here: `people` would be
    new, and `numbered` are here by their address and would get their number.
    """

    source: str
    new: int = 0
    people: int = 0
    numbered: int = 0
    _numbers: set[str] = field(default_factory=set)
    _addresses: set[str] = field(default_factory=set)
    _keys: set[str] = field(default_factory=set)

    def look(self, kind: str, people: pl.DataFrame, chunk: pl.DataFrame) -> None:
        before = self.people
        self._customers(people)
        if kind == "customers":
            self.new += self.people - before
        elif kind == "orders":
            known = import_tables.known(self.source, chunk["customer"])
            self.new += import_tables.new_orders(
                chunk.join(known, on="customer", how="left", maintain_order="left")
            ).height
        elif kind == "contacts":
            keys = {*import_tables.new_contacts(self.source, chunk)["key"]} - self._keys
            self.new += len(keys)
            self._keys |= keys

    def _customers(self, told: pl.DataFrame) -> None:
        known = import_tables.known(self.source, told["customer"])
        unknown = told.join(known, on="customer", how="anti", maintain_order="left")
        new = unknown.filter([number not in self._numbers for number in unknown["customer"]])
        self._numbers.update(new["customer"])
        mailed = new.filter(import_tables.has_address(new)).to_dicts()
        self.people += new.height - len(mailed)
        here = import_tables.here_by_address(mailed)
        for address in {import_tables.address_of(each) for each in mailed} - self._addresses:
            self._addresses.add(address)
            who = here.get(address)
            self.people += who is None
            self.numbered += who is not None and not who.source
