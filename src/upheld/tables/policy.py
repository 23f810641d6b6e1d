"""A policy: the tables of one folder, valid from a day, ready to run."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from upheld.tables.claims import Claim
from upheld.tables.compiled import Compiled, WrongFacts, compile_table, proper
from upheld.tables.evaluate import Facts
from upheld.tables.fields import Field, read_value
from upheld.tables.nearest import find_nearest
from upheld.tables.problems import CellError, FactsError, Problem, did_you_mean
from upheld.tables.rollups import Rollup
from upheld.tables.table import Table
from upheld.tables.trace import Answer, Trace
from upheld.tables.values import Value


@dataclass(frozen=True, slots=True)
class Policy:
    """`version` is name/valid_from+hash: the same version is the same rules, word for word.

    `names` holds every input, rollup and output: the one flat namespace of the facts.
    """

    name: str
    title: str
    valid_from: date
    currency: str
    version: str
    inputs: Mapping[str, Field]
    tables: Mapping[str, Table]
    rollups: Mapping[str, Rollup]
    names: Mapping[str, Field]
    claims: tuple[Claim, ...] = ()
    _compiled: Mapping[str, Compiled] = field(init=False, repr=False, compare=False)
    # Each is asked for by every output that it reaches: found once.
    _closures: dict[str, frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        known = frozenset(self.names)
        compiled = {
            name: compile_table(table, self.names, known, self.currency)
            for name, table in self.tables.items()
        }
        object.__setattr__(self, "_compiled", compiled)

    def run(self, table: str, facts: Facts) -> Answer:
        """The table's answer for one case; a fact that is missing is null, unknown.

        Raises HitError where the rules contradict each other, FactsError for a fact of the wrong
        kind or an unknown name, LookupError for an unknown table.
        """
        chosen = self.compiled(table)
        try:
            return chosen.run(facts)
        except WrongFacts:
            self._check(facts, chosen.table.reads)
            raise

    def trace(self, table: str, facts: Facts, *, nearest: bool = False) -> Trace:
        """The answer with the reason for every rule, and on request what would alter it.

        Raises as `run` does.
        """
        answer = self.run(table, facts)
        compiled = self.compiled(table)
        bins = compiled.bins(facts)
        lines = compiled.lines(bins, facts, answer.fired)
        read = {name: facts.get(name) for name in compiled.reads}
        return Trace(answer, read, lines, find_nearest(compiled, bins, facts) if nearest else None)

    def rollup(self, of: str, rows: Sequence[Facts]) -> dict[str, Value]:
        """Every rollup of the list `of`, over its rows (facts and answers together).

        Raises FactsError for a value of the wrong kind, LookupError for an unknown list.
        """
        chosen = {name: rollup for name, rollup in self.rollups.items() if rollup.of == of}
        if not chosen:
            lists = {rollup.of for rollup in self.rollups.values()}
            raise LookupError(f"no rollup of {of}. {did_you_mean(of, lists)}.")
        for row in rows:
            self._check(row, {rollup.column for rollup in chosen.values()})
        return {name: rollup.over(rows) for name, rollup in chosen.items()}

    def read(self, facts: Mapping[str, object], about: Collection[str]) -> dict[str, Value]:
        """JSON or YAML values as typed facts; only inputs that are `about` these may be given.

        Raises FactsError with every unknown name, wrong type and value out of its domain.
        """
        read: dict[str, Value] = {}
        problems: list[Problem] = []
        for name, raw in facts.items():
            try:
                read[name] = read_value(self._input(name, about), raw, self.currency)
            except CellError as error:
                problems.append(Problem("facts", None, name, error.message, error.mend))
        if problems:
            raise FactsError(problems)
        return read

    def closure(self, output: str) -> frozenset[str]:
        """Every input that can reach `output`, through earlier tables and rollups.

        Raises LookupError for a name that no table gives.
        """
        if output not in self._closures:
            names = map(self._origin, self._reaching(output))
            self._closures[output] = frozenset[str]().union(*names)
        return self._closures[output]

    def _reaching(self, output: str) -> frozenset[str]:
        for table in self.tables.values():
            if output in table.outputs:
                return table.reaching(output)
        raise LookupError(f"no table gives {output}. {did_you_mean(output, self.names)}.")

    def _origin(self, name: str) -> frozenset[str]:
        if name in self.inputs:
            return frozenset({name})
        rollup = self.rollups.get(name)
        return self._origin(rollup.column) if rollup else self.closure(name)

    def compiled(self, name: str) -> Compiled:
        """A table ready to run. Raises LookupError for an unknown one."""
        if name not in self._compiled:
            raise LookupError(f"no table {name}. {did_you_mean(name, self.tables)}.")
        return self._compiled[name]

    def _check(self, facts: Facts, reads: Iterable[str]) -> None:
        problems = [
            Problem("facts", None, name, "no such name", did_you_mean(name, self.names))
            for name in facts.keys() - self.names.keys()
        ]
        for name in reads:
            known = self.names[name]
            value = facts.get(name)
            if not known.many and not proper(known.kind, value):
                message, mend = f"{value!r} is not a {known.kind}", "Let Policy.read make the facts"
                problems.append(Problem("facts", None, name, message, mend))
        if problems:
            raise FactsError(problems)

    def _input(self, name: str, about: Collection[str]) -> Field:
        known = self.inputs.get(name)
        if known is None:
            raise CellError("no such input", did_you_mean(name, self.inputs))
        if known.about not in about:
            wanted = " or ".join(sorted(about))
            message = f"this is about {known.about}, not {wanted}"
            raise CellError(message, f"Give it with the {known.about} facts")
        return known
