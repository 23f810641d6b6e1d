"""Reads policy.yaml: the inputs, the tables with their outputs, and the rollups."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from upheld.tables.checking import check_test
from upheld.tables.claims import read_claims
from upheld.tables.declared import Declared, Head
from upheld.tables.fields import Field, read_value
from upheld.tables.functions import AMOUNTS, ORDERED
from upheld.tables.parser import parse_test
from upheld.tables.problems import CellError, did_you_mean
from upheld.tables.rollups import How, Rollup
from upheld.tables.sections import NAME, Page, Section
from upheld.tables.syntax import Test
from upheld.tables.table import AGGREGATED, MANY, RANKED, Hit
from upheld.tables.turning import stands
from upheld.tables.values import Kind, Scalar, is_kept, places

# Words that S-FEEL or the columns of a table keep for themselves.
_RESERVED = {"true", "false", "null", "not", "and", "or", "in", "rule", "because", "source"}
# No person reads so many, and each is looked at more than once.
MOST_TABLES = 500


def read_declarations(page: Page, top: Section) -> Declared:
    """What the file declares; every problem goes to the page."""
    known = ("name", "title", "valid_from", "currency", "inputs", "tables", "rollups", "claims")
    page.check_keys(top, known)
    declared = _Reader(page, top).declared()
    return replace(declared, claims=read_claims(page, top, declared.names))


class _Reader:
    def __init__(self, page: Page, top: Section) -> None:
        self.page = page
        self.top = top
        self.seen: dict[str, int] = {}
        self.broken: set[str] = set()
        self.currency = self._currency()
        self.inputs: dict[str, Field] = {}
        self.lists: set[str] = set()

    def declared(self) -> Declared:
        self.inputs = inputs = self._inputs()
        heads = tuple(self._head(section) for section in self._tables())
        self._check_twice(heads)
        self.lists = {head.each for head in heads} - {""}
        columns = dict(inputs)
        for head in heads:
            columns.update(head.outputs)
        return Declared(
            name=self.page.text(self.top, "name"),
            title=self.page.text(self.top, "title"),
            valid_from=self._valid_from(),
            currency=self.currency,
            inputs=inputs,
            heads=heads,
            rollups=self._rollups(columns),
            broken=frozenset(self.broken),
        )

    def _currency(self) -> str:
        currency = self.page.text(self.top, "currency")
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
            mend = "Write its three letters, such as GBP"
            self.page.complain(self.top, "currency", f"{currency} is no ISO 4217 currency", mend)
        elif currency and not is_kept(currency) and not stands():
            so = f"an amount in {currency} has {places(currency)} decimals, and is kept with two"
            self.page.complain(self.top, "currency", so, "Choose a currency of two or none")
        return currency

    def _valid_from(self) -> date:
        found = self.top.get("valid_from")
        if type(found) is date:
            return found
        mend = "Write a date, such as 2026-01-01, without quotes"
        if isinstance(found, datetime):
            mend = "Write its day alone, such as 2026-01-01, without a time or an offset"
        self.page.complain(self.top, "valid_from", "valid_from is no date", mend)
        return date.min

    # Inputs and outputs

    def _inputs(self) -> dict[str, Field]:
        known = ("type", "unit", "domain", "values", "about", "means")
        sections = self.page.sections(self.top, "inputs")
        inputs = {name: self._field(name, section, known) for name, section in sections.items()}
        for name, section in sections.items():
            about = self.page.text(section, "about")
            inputs[name] = replace(inputs[name], about=about, domain=self._domain(section, name))
        return inputs

    def _field(self, name: str, section: Section, known: tuple[str, ...]) -> Field:
        self._claim(name, section)
        self.page.check_keys(section, known)
        kind = self._kind(name, section)
        return Field(
            name,
            kind,
            values=self._values(name, section, kind),
            unit=self.page.text(section, "unit", ""),
            means=self.page.text(section, "means", ""),
        )

    def _claim(self, name: str, section: Section) -> None:
        if not NAME.fullmatch(name):
            mend = "Use letters, digits, _ and ., and begin with a letter"
            self.page.complain(section, name, f"{name} is no name", mend)
        if name in _RESERVED:
            self.page.complain(section, name, f"{name} has a meaning of its own", "Rename it")
        if name in self.seen:
            message = f"{name} is declared already, on line {self.seen[name]}"
            self.page.complain(section, name, message, "Give one of them another name")
            self.broken.add(name)
        self.seen.setdefault(name, section.line)

    def _kind(self, name: str, section: Section) -> Kind:
        word = self.page.text(section, "type")
        if word in set(Kind):
            return Kind(word)
        if word:
            self.page.complain(section, "type", f"{word} is no type", did_you_mean(word, Kind))
        self.broken.add(name)
        return Kind.STRING

    def _values(self, name: str, section: Section, kind: Kind) -> tuple[str, ...]:
        found: Any = section.get("values", [])
        if not isinstance(found, list) or not all(isinstance(value, str) for value in found):
            mend = "Write [one, two]; quote yes, no, on, off and numbers"
            self.page.complain(section, "values", "values must be a list of texts", mend)
            self.broken.add(name)
            return ()
        if found and kind is not Kind.STRING:
            mend = "Use domain, or make it a string"
            self.page.complain(section, "values", f"a {kind} has no list of values", mend)
        return tuple(found)

    def _domain(self, section: Section, name: str) -> Test | None:
        text = self.page.text(section, "domain", "")
        if not text or name in self.broken:
            return None
        return self._test(section, "domain", text, Field(name, self._kind(name, section)))

    def _test(self, section: Section, key: str, text: str, column: Field) -> Test | None:
        try:
            test = parse_test(text, column.values)
            check_test(test, column, {})
        except CellError as error:
            self.page.complain(section, key, error.message, error.mend)
            return None
        return test

    # Tables

    def _tables(self) -> list[Section]:
        """The tables, as far as so many are read."""
        found = self.page.listed(self.top, "tables")
        if len(found) > MOST_TABLES:
            message = f"there are {len(found):,} tables"
            self.page.complain(self.top, "tables", message, f"Declare at most {MOST_TABLES}")
        return found[:MOST_TABLES]

    def _head(self, section: Section) -> Head:
        self.page.check_keys(section, ("name", "title", "file", "each", "hit", "outputs"))
        hit = self._hit(section)
        each = self.page.text(section, "each", "")
        sections = self.page.sections(section, "outputs")
        outputs = {name: self._output(name, child, each, hit) for name, child in sections.items()}
        self._check_hit(section, hit, outputs)
        return Head(
            name=self.page.text(section, "name"),
            title=self.page.text(section, "title", ""),
            file=self.page.text(section, "file"),
            each=each,
            hit=hit,
            outputs=outputs,
            section=section,
        )

    def _hit(self, section: Section) -> Hit:
        word = self.page.text(section, "hit")
        if word in set(Hit):
            return Hit(word)
        if word:
            self.page.complain(section, "hit", f"{word} is no hit policy", did_you_mean(word, Hit))
        return Hit.FIRST

    def _output(self, name: str, section: Section, each: str, hit: Hit) -> Field:
        known = ("type", "values", "default", "unit", "means")
        field = self._field(name, section, known)
        default = self._default(section, field)
        return replace(field, default=default, of=each, many=hit in MANY)

    def _default(self, section: Section, field: Field) -> Scalar:
        if field.name in self.broken:
            return None
        try:
            return read_value(field, section.get("default"), self.currency)
        except CellError as error:
            self.page.complain(section, "default", error.message, error.mend)
            return None

    def _check_hit(self, section: Section, hit: Hit, outputs: Mapping[str, Field]) -> None:
        fields = list(outputs.values())
        if not fields:
            self.page.complain(section, "outputs", "a table gives something", "Declare an output")
        if hit in AGGREGATED and len(fields) > 1:
            self.page.complain(section, "hit", f"{hit} gives one output", "Split the table")
        if hit in RANKED and not any(field.values for field in fields):
            mend = "Declare values for an output, the first ranks highest"
            self.page.complain(section, "hit", f"{hit} needs a rank", mend)
        if hit in MANY and any(field.default is not None for field in fields):
            mend = "Take default away: no rule gives an empty list"
            self.page.complain(section, "hit", f"{hit} needs no default", mend)
        takes = {Hit.SUM: AMOUNTS, Hit.MIN: ORDERED, Hit.MAX: ORDERED, Hit.COUNT: {Kind.NUMBER}}
        for field in fields:
            if field.kind not in takes.get(hit, set(Kind)):
                message = f"{hit} cannot give a {field.kind}"
                self.page.complain(section, "hit", message, "Make the output a number")

    def _check_twice(self, heads: tuple[Head, ...]) -> None:
        seen: set[str] = set()
        for head in heads:
            if head.name in seen:
                message = f"two tables are called {head.name}"
                self.page.complain(head.section, "name", message, "Rename one of them")
            seen |= {head.name} - {""}

    # Rollups

    def _rollups(self, columns: Mapping[str, Field]) -> dict[str, Rollup]:
        sections = self.page.sections(self.top, "rollups")
        made = {name: self._rollup(name, child, columns) for name, child in sections.items()}
        return {name: rollup for name, rollup in made.items() if rollup}

    def _rollup(self, name: str, section: Section, columns: Mapping[str, Field]) -> Rollup | None:
        self._claim(name, section)
        self.page.check_keys(section, ("of", "where", "means", *How))
        self.broken.add(name)
        hows = [how for how in How if how in section]
        if len(hows) != 1:
            mend = "Write one of count, sum, min, max and the column"
            self.page.complain(section, "", f"rollup {name} must do one thing", mend)
            return None
        column = self._rolled(section, hows[0], columns)
        if column is None:
            return None
        self.broken.discard(name)
        kind = Kind.NUMBER if hows[0] is How.COUNT else column.kind
        field = Field(name, kind, means=self.page.text(section, "means", ""))
        where = self._where(section, column)
        return Rollup(field, self._list(section), hows[0], column.name, where)

    def _list(self, section: Section) -> str:
        of = self.page.text(section, "of")
        if of and of not in self.lists:
            message, mend = f"no table runs over each {of}", did_you_mean(of, self.lists)
            self.page.complain(section, "of", message, mend)
        return of

    def _rolled(self, section: Section, how: How, columns: Mapping[str, Field]) -> Field | None:
        name = self.page.text(section, how)
        column = columns.get(name)
        takes = {How.SUM: AMOUNTS, How.MIN: ORDERED, How.MAX: ORDERED}.get(how, frozenset(Kind))
        if column is None:
            message, mend = f"{name} is no input or output", did_you_mean(name, columns)
        elif name not in self.inputs and column.of != section.get("of"):
            message = f"{name} has one value for {f'each {column.of}' if column.of else 'the case'}"
            mend = f"Write of: {column.of}" if column.of else "Read it without a rollup"
        elif column.many or column.kind not in takes:
            message, mend = f"{how} cannot be made of {name}", "Use a column of numbers or money"
        else:
            return column
        self.page.complain(section, how, message, mend)
        return None

    def _where(self, section: Section, column: Field) -> Test | None:
        text = self.page.text(section, "where", "")
        return self._test(section, "where", text, column) if text else None
