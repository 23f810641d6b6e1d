"""What a policy claims of itself in policy.yaml, to be proved over all cases at once.

claims:
  - {output: goodwill.amount, never: falls, as: fit.band, order: [outside, adjacent, core],
     because: A better fit never gets less}
  - {output: authority.role, ranks: [handler, lead], never: falls, as: goodwill.cost_a_year,
     because: What costs more is looked at no less}
  - {when: {stance: part}, always: {authority.role: lead}, because: Parting is last}
  - {outputs: [owed.kind, owed.amount], only: [allegation], because: Owed to everyone}
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from upheld.tables.checking import check_test
from upheld.tables.fields import Field
from upheld.tables.functions import AMOUNTS, ORDERED
from upheld.tables.parser import parse_test
from upheld.tables.problems import CellError, did_you_mean
from upheld.tables.sections import Page, Section
from upheld.tables.syntax import Test, written
from upheld.tables.values import Kind

Fields = Mapping[str, Field]


class Never(StrEnum):
    """What an output must not do."""

    FALLS = "falls"
    RISES = "rises"


@dataclass(frozen=True, slots=True)
class Monotone:
    """`output` never falls (or rises) as `across` goes up, all else equal.

    `order` are the values of a text from low to high; a number, an amount or a date goes up by
    itself. `ranks` are those of an output that is a text. A known output that becomes unknown
    falls and rises.
    """

    output: str
    never: Never
    across: str
    order: tuple[str, ...]
    ranks: tuple[str, ...]
    because: str

    def __str__(self) -> str:
        along = f"goes from {' to '.join(self.order)}" if self.order else "rises"
        return f"{self.output} never {self.never} as {self.across} {along}"


@dataclass(frozen=True, slots=True)
class Always:
    """Where all of `when` holds, all of `then` does."""

    when: Mapping[str, Test]
    then: Mapping[str, Test]
    because: str

    def __str__(self) -> str:
        return f"when {_told(self.when)}, always {_told(self.then)}"


@dataclass(frozen=True, slots=True)
class Only:
    """No input but those about these groups can reach the outputs."""

    outputs: tuple[str, ...]
    about: tuple[str, ...]
    because: str

    def __str__(self) -> str:
        return f"{', '.join(self.outputs)} rest on nothing but {' and '.join(self.about)} facts"


@dataclass(frozen=True, slots=True)
class Absent:
    """No input has one of these words in its name, so that none can reach anything."""

    words: frozenset[str]
    what: str
    because: str

    def __str__(self) -> str:
        return f"no fact is called by a word for {self.what}"


Claim = Monotone | Always | Only | Absent


def read_claims(page: Page, top: Section, names: Fields) -> tuple[Claim, ...]:
    """The claims of policy.yaml; every problem goes to the page."""
    sections = page.listed(top, "claims") if "claims" in top else []
    made = (_Reader(page, section, names).claim() for section in sections)
    return tuple(claim for claim in made if claim is not None)


class _Reader:
    def __init__(self, page: Page, section: Section, names: Fields) -> None:
        self.page = page
        self.section = section
        self.names = names
        self.broken = False

    def claim(self) -> Claim | None:
        if "when" in self.section or "always" in self.section:
            made = self._always()
        elif "only" in self.section:
            made = self._only()
        else:
            made = self._monotone()
        return None if self.broken else made

    def _monotone(self) -> Claim:
        self._keys("output", "never", "as", "order", "ranks")
        output, across = self._name("output"), self._name("as")
        never = self.page.text(self.section, "never")
        if never not in set(Never):
            self._complain("never", f"{never} is no claim", did_you_mean(never, Never))
            never = Never.FALLS
        return Monotone(
            output,
            Never(never),
            across,
            self._order("order", across, ORDERED | {Kind.BOOLEAN}),
            self._order("ranks", output, AMOUNTS),
            self.page.text(self.section, "because", ""),
        )

    def _always(self) -> Claim:
        self._keys("when", "always")
        because = self.page.text(self.section, "because", "")
        return Always(self._tests("when"), self._tests("always"), because)

    def _only(self) -> Claim:
        self._keys("outputs", "only")
        because = self.page.text(self.section, "because", "")
        outputs = tuple(self._known("outputs", name) for name in self._texts("outputs"))
        return Only(outputs, self._texts("only"), because)

    def _order(self, key: str, name: str, free: frozenset[Kind]) -> tuple[str, ...]:
        """The values in order: needed for a text, and not for what has an order of its own."""
        field = self.names.get(name)
        found = self._texts(key) if key in self.section else ()
        if field is None:
            return found
        if not found and field.kind not in free:
            self._complain(key, f"{name} has no order of its own", f"Write {key}: [low, high]")
        for value in found:
            if value not in field.values:
                message = f"{value} is not a value of {name}"
                self._complain(key, message, did_you_mean(value, field.values))
        return found

    def _tests(self, key: str) -> dict[str, Test]:
        asked = self.section.get(key)
        if not isinstance(asked, Section) or not asked:
            self._complain(key, f"{key} must be names with tests", 'Write {name: "> 0"}')
            return {}
        return {name: self._test(key, name, text) for name, text in asked.items()}

    def _test(self, key: str, name: str, raw: object) -> Test:
        # YAML reads true, false and null before S-FEEL can.
        text = json.dumps(raw) if raw is None or isinstance(raw, bool) else str(raw)
        field = self.names.get(self._known(key, name))
        try:
            test = parse_test(text, field.values if field else ())
            if field:
                check_test(test, field, {})
        except CellError as error:
            self._complain(key, error.message, error.mend)
            return parse_test("-")
        return test

    def _name(self, key: str) -> str:
        return self._known(key, self.page.text(self.section, key))

    def _known(self, key: str, name: str) -> str:
        if name and name not in self.names:
            self._complain(key, f"{name} is no name here", did_you_mean(name, self.names))
        elif not name:
            self.broken = True
        elif self.names[name].many:
            self._complain(key, f"{name} holds many values", "Claim it of a table that gives one")
        return name

    def _texts(self, key: str) -> tuple[str, ...]:
        found = self.section.get(key)
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(found)
        self._complain(key, f"{key} must be a list", "Write [one, two]")
        return ()

    def _keys(self, *keys: str) -> None:
        self.page.check_keys(self.section, (*keys, "because"))

    def _complain(self, key: str, message: str, mend: str) -> None:
        self.broken = True
        self.page.complain(self.section, key, message, mend)


def _told(tests: Mapping[str, Test]) -> str:
    return " and ".join(f"{name} is {written(test)}" for name, test in tests.items())
