"""Asking the tables: what each read, which rule spoke, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from upheld.tables import Policy, Value


@dataclass(frozen=True, slots=True)
class Ruling:
    """A table's answer as it is kept: the known facts that it read, the rules that fired.

    `subject` is an allegation's id, or empty for the case.
    """

    table: str
    subject: str
    rules: tuple[str, ...]
    read: Mapping[str, Any]
    gave: Mapping[str, Any]
    because: str
    source: str


class Inquiry:
    """What is known so far about one subject, and the rulings that added to it.

    It knows only the facts that it was opened with: a table cannot see what was left out.
    """

    def __init__(self, policy: Policy, facts: Mapping[str, Value], subject: str = "") -> None:
        self.policy = policy
        self.facts = dict(facts)
        self.subject = subject
        self.rulings: list[Ruling] = []

    def ask(self, table: str) -> Ruling:
        """The ruling of one table, after those tables that it needs and that have not spoken.

        Raises tables.HitError when its rules contradict each other.
        """
        self.settle(table)
        answer = self.policy.run(table, self.facts)
        reads = sorted(self.policy.tables[table].reads)
        ruling = Ruling(
            table=table,
            subject=self.subject,
            rules=tuple(rule.id for rule in answer.fired),
            read={name: value for name in reads if (value := self.facts.get(name)) is not None},
            gave=dict(answer.outputs),
            because=answer.because,
            source=answer.source,
        )
        self.facts |= answer.outputs
        self.rulings.append(ruling)
        return ruling

    def settle(self, table: str) -> None:
        """Asks those tables that this one needs and that have not spoken."""
        for needed in self._needed(table):
            self.ask(needed)

    def ask_rest(self, each: str) -> None:
        """Asks every table about one row of the list `each` that has not spoken yet."""
        for table in self.policy.tables.values():
            if table.each == each and not table.outputs.keys() <= self.facts.keys():
                self.ask(table.name)

    def _needed(self, table: str) -> Iterable[str]:
        missing = self.policy.tables[table].reads - self.facts.keys()
        for other in self.policy.tables.values() if missing else ():
            if missing & other.outputs.keys():
                yield other.name
