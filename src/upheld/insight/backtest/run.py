"""A draft against the policy in force, over past cases: both decide each, as `core.decide` does."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import polars as pl

from upheld.core import doctrine
from upheld.core.limits import slips
from upheld.store.policies import PolicyMissing
from upheld.tables import Policy

from .affected import Pair, most_affected, most_affected_of
from .cases import Cases
from .columns import Decider, decider
from .compare import Compared, compare
from .decided import Decided, together, undecided
from .obligations import Obligations
from .promises import broken_by_tables, broken_in_cases
from .report import Affected, Report
from .sheet import SEGMENT
from .summary import summed_up
from .twice import CASE

InForce = Callable[[date], Policy]


class CannotCompare(ValueError):
    """A backtest that has nothing to say; the message says why and what to do."""


def backtest(draft: Policy, in_force: InForce, batches: Iterable[Cases], now: datetime) -> Report:
    """What the draft would have decided otherwise in these cases.

    `in_force` gives the policy by the day of receipt, or raises PolicyMissing. Raises
    CannotCompare where there are no cases, where the two policies count in two currencies, or where
    a rule gives far too much, and DoctrineError for a draft that lacks a table of the story.
    """
    if any(_lacking(draft)):
        doctrine.checked(draft)
    for slip in slips(draft):
        raise CannotCompare(str(slip))
    bench = _Bench(draft, in_force, now)
    for batch in batches:
        bench.take(batch)
    return bench.report()


def _lacking(draft: Policy) -> Iterator[str]:
    """The tables without which nothing is decided at all; what else is broken is reported."""
    for name, outputs in doctrine.OUTPUTS.items():
        if name not in draft.tables or outputs - draft.tables[name].outputs.keys():
            yield name


class _Bench:
    """The policies of one backtest, each made ready once, and what was compared so far."""

    def __init__(self, draft: Policy, in_force: InForce, now: datetime) -> None:
        self.draft = draft
        self.in_force = in_force
        self.now = now
        self.versions: dict[str, int] = {}
        self.notes: dict[str, None] = {}
        self.compared: list[Compared] = []
        self.affected: list[Affected] = []
        self.obligations = Obligations(now)
        self._decider: Decider | None = None
        self._count = 0

    def take(self, batch: Cases) -> None:
        """Decides the cases of a batch by both, and keeps what differs."""
        if not len(batch.names):
            return
        chosen = self._chosen(batch.received_on)
        facts = self._read(batch, [self.draft, *_policies(chosen).values()])
        before = self._before(chosen, facts)
        after = self._draft(chosen).over(facts[self.draft.version], self.now)
        found = compare(before, after)
        cases = found.cases.with_columns(
            pl.Series("name", batch.names, dtype=pl.String),
            pl.Series("month", batch.received_on, dtype=pl.Date).dt.truncate("1mo"),
            pl.col("band").cast(pl.String).alias(f"{SEGMENT}fit"),
            *batch.segments.get_columns(),
        )
        self._look_at_some(cases, chosen, facts)
        offset = pl.col(CASE) + self._count
        self.compared.append(Compared(cases.with_columns(offset), found.lost.with_columns(offset)))
        self._count += len(batch.names)

    def report(self) -> Report:
        if not self.compared:
            raise CannotCompare("there are no cases to decide: a backtest needs past ones")
        cases = pl.concat([each.cases for each in self.compared])
        lost = pl.concat([each.lost for each in self.compared])
        return summed_up(
            cases,
            draft=self.draft,
            against=self.versions,
            broken=[
                *broken_by_tables(self.draft),
                *self.obligations.broken(),
                *broken_in_cases(cases, lost),
            ],
            affected=most_affected(self.affected),
            notes=[*self.notes, *self.obligations.notes()],
        )

    def _chosen(self, days: Sequence[date | None]) -> list[Policy | str]:
        """For each case the policy in force on its day, or why there is none."""
        by_day = {day: self._on(day) for day in set(days)}
        return [by_day[day] for day in days]

    def _on(self, day: date | None) -> Policy | str:
        if day is None:
            return self.draft  # it will say what is amiss with the day
        try:
            policy = self.in_force(day)
        except PolicyMissing as error:
            return str(error)
        if policy.currency != self.draft.currency:
            raise CannotCompare(
                f"the draft counts in {self.draft.currency} and {policy.version} in "
                f"{policy.currency}: choose two policies in one currency"
            )
        return policy

    def _read(self, batch: Cases, policies: Sequence[Policy]) -> dict[str, pl.DataFrame]:
        """The batch as each policy reads it, by version; policies of the same inputs share it."""
        read: dict[str, pl.DataFrame] = {}
        known = {name for policy in policies for name in policy.inputs}
        for policy in policies:
            alike = (each for each in policies if each.version in read)
            same = next((each for each in alike if each.inputs == policy.inputs), None)
            elsewhere = known - policy.inputs.keys()
            if elsewhere:
                told = ", ".join(sorted(elsewhere))
                self.notes[f"{policy.version} does not know {told}: left out of its cases"] = None
            read[policy.version] = read[same.version] if same else batch.facts(policy, elsewhere)
        return read

    def _before(self, chosen: Sequence[Policy | str], facts: Mapping[str, pl.DataFrame]) -> Decided:
        """The decision on each case by the policy in force on its day."""
        rows: dict[str, list[int]] = {}
        parts = []
        for at, each in enumerate(chosen):
            if isinstance(each, str):
                parts.append(undecided(at, each))
            else:
                rows.setdefault(each.version, []).append(at)
        for version, policy in _policies(chosen).items():
            mine = _some(facts[version], rows[version])
            found = decider(policy).over(mine, self.now)
            parts.append(_renumbered(found, rows[version]))
            self.versions[version] = self.versions.get(version, 0) + len(rows[version])
        return together(parts)

    def _look_at_some(
        self,
        cases: pl.DataFrame,
        chosen: Sequence[Policy | str],
        facts: Mapping[str, pl.DataFrame],
    ) -> None:
        def pair(at: int) -> Pair:
            policy = chosen[at]
            assert isinstance(policy, Policy)
            return Pair(policy, facts[policy.version][at], self.draft,
                        facts[self.draft.version][at])  # fmt: skip

        self.affected += most_affected_of(cases, pair, self.now)
        self.obligations.ask(cases, pair)

    def _draft(self, chosen: Sequence[Policy | str]) -> Decider:
        """The draft, made ready from what it shares with a policy that was in force."""
        if self._decider is None:
            like = next(iter(_policies(chosen).values()), None)
            self._decider = Decider(self.draft, decider(like) if like else None)
        return self._decider


def _policies(chosen: Iterable[Policy | str]) -> dict[str, Policy]:
    return {each.version: each for each in chosen if isinstance(each, Policy)}


def _some(facts: pl.DataFrame, numbers: Sequence[int]) -> pl.DataFrame:
    """The rows of these rising numbers. To pick rows that hold lists costs more than to decide
    them, and most often it is all of them."""
    if len(numbers) == facts.height:
        return facts
    picked = pl.Series(numbers, dtype=pl.UInt32).implode()
    return facts.filter(pl.int_range(pl.len(), dtype=pl.UInt32).is_in(picked))


def _renumbered(found: Decided, numbers: Sequence[int]) -> Decided:
    """The decisions on rows taken from a batch, under the numbers that they have in it."""
    places = pl.Series(numbers, dtype=pl.UInt32)
    number = pl.lit(places).gather(pl.col(CASE)).alias(CASE)
    return Decided(found.cases.with_columns(number), found.points.with_columns(number))
