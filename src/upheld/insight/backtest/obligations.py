"""The obligations that a draft would break: the laws are asked on the cases from which it takes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from upheld.core.case import Case
from upheld.core.decision import Decision, decide
from upheld.core.floor import Shortfall, shortfall
from upheld.store.policy_files import laws
from upheld.tables import Policy

from .affected import Pair
from .facts import cases_of
from .report import Broken
from .twice import CASE

# A law is asked case by case, which takes milliseconds: those that lose most come first.
MOST = 500
_SOME = 3


@dataclass(frozen=True, slots=True)
class Short:
    """A case that the draft would give less than the law does, and that was not before."""

    case: str
    what: str


class Obligations:
    """The laws asked on the cases of a backtest, at most `MOST` of them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.losing = 0
        self.asked = 0
        self.found: list[Short] = []

    def ask(self, cases: pl.DataFrame, pair: Callable[[int], Pair]) -> None:
        """Asks on those of a batch that are owed less; `pair` gives a case by its number."""
        losing = cases.filter(pl.col("owed.way") == "less").sort(
            pl.col("owed+") - pl.col("owed"), CASE
        )
        asked = losing.head(MOST - self.asked)
        self.losing += losing.height
        self.asked += asked.height
        for at, name in asked.select(CASE, "name").rows():
            self.found += [Short(name, what) for what in _newly_short(pair(at), self.now)]

    def broken(self) -> list[Broken]:
        """What is broken, that of most cases first."""
        cases: dict[str, list[str]] = {}
        for short in self.found:
            cases.setdefault(short.what, []).append(short.case)
        ranked = sorted(cases.items(), key=lambda item: (-len(item[1]), item[0]))
        return [
            Broken("obligation", what, len(names), tuple(names[:_SOME])) for what, names in ranked
        ]

    def notes(self) -> Iterator[str]:
        """That not every case was asked, where it is so."""
        if self.asked < self.losing:
            yield (
                f"the laws were asked on {self.asked:,} of the {self.losing:,} cases that are owed "
                "less, those that lose most of each part that was read: more may fall short"
            )


def _newly_short(pair: Pair, now: datetime) -> Iterable[str]:
    before = _short(pair.facts, pair.in_force, now)
    after = _short(pair.facts_of_draft, pair.draft, now)
    return dict.fromkeys(what for point, what in after.items() if point not in before).keys()


def _short(facts: pl.DataFrame, policy: Policy, now: datetime) -> dict[tuple[str, str], str]:
    """What a decision by this policy falls short of, by point and remedy of the law."""
    (case,) = cases_of(facts, policy)
    decision = decide(case, policy, now)
    return {
        (point, f"{short.remedy.regime} {short.remedy.kind}"): _told(short)
        for point, short in _shortfalls(case, decision)
    }


def _shortfalls(case: Case, decision: Decision) -> Iterator[tuple[str, Shortfall]]:
    """None on a point that is still asked about: nothing has been decided on it."""
    asked = {question.allegation for question in decision.questions}
    given = {item.allegation: item for item in decision.entitlement}
    points = {point.id: point for point in case.allegations}
    for found in laws.on(case, decision):
        if found.reading is None or found.allegation in asked:
            continue
        facts = points[found.allegation].facts
        if short := shortfall(found.reading, facts, given.get(found.allegation)):
            yield found.allegation, short


def _told(short: Shortfall) -> str:
    remedy = short.remedy
    unsure = "" if remedy.verified else ", which nobody has verified"
    return f"less than {remedy.gives} by {remedy.clause or remedy.regime}{unsure}"
