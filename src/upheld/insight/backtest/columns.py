"""`core.decide` over columns: the same decision for every case, thousands at a time.

What columns cannot decide (a case that is refused, rules that contradict each other, an answer
outside the vocabulary) `core.decide` itself decides, case by case, and its word holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

import polars as pl

from upheld.core.decision import DecisionError, decide
from upheld.core.limits import MOST_DAYS, MOST_OWED
from upheld.core.words import Band, FindingResult, Outcome, Role, Stance
from upheld.tables import FactsError, Field, Hit, HitError, Kind, Policy, Table
from upheld.tables.columns.lines import lines_of, places
from upheld.tables.columns.rollups import rolled_up
from upheld.tables.kept import kept
from upheld.tables.syntax import Literal

from . import facts as given
from .decided import CASES, POINTS, Decided, as_columns, together, undecided
from .inquiry import Inquiry, Tables
from .twice import CASE, POINT, crowded, once, remedied

_SOURCE = "(source)"
_COST = "goodwill.cost_a_year"
# Below so many, cases on which rules contradict each other are no longer looked for by halves.
_FEW = 64
_READ_BY_ONCE = {
    "price_paid": pl.Int64(),
    "delivery_paid": pl.Int64(),
    "already_refunded": pl.Int64(),
    "covered_by_another": pl.Boolean(),
}
_VOCABULARY = {"outcome": Outcome, "fit.band": Band, "stance": Stance, "authority.role": Role}


class Decider:
    """A policy ready to decide frames of `facts_of`. What it shares with `like` is ready there."""

    def __init__(self, policy: Policy, like: "Decider | None" = None) -> None:
        self.policy = policy
        self.tables: Tables = Tables(_with_sources(policy), like.tables if like else None)

    def over(self, facts: pl.DataFrame, now: datetime) -> Decided:
        """The decision on every row; `(case)` is its number, from 0."""
        return _Deciding(self, now).over(facts)


@kept
def decider(policy: Policy) -> Decider:
    """The policy made ready, once for its version."""
    return Decider(policy)


@dataclass(frozen=True, slots=True)
class _Deciding:
    """Deciding many cases at one moment."""

    decider: Decider
    now: datetime

    @property
    def policy(self) -> Policy:
        return self.decider.policy

    @property
    def tables(self) -> Tables:
        return self.decider.tables

    def over(self, facts: pl.DataFrame) -> Decided:
        numbered = facts.with_row_index(CASE)
        refused = self._refused()
        parts = [self._by_columns(numbered.filter(~refused))]
        return together([*parts, *self._alone(numbered.filter(refused))])

    def _refused(self) -> pl.Expr:
        """The rows that `core.decide` would not take: it says why."""
        latest = (self.now + timedelta(days=1)).date()
        reasons = (
            pl.col(given.PROBLEM).is_not_null(),
            pl.col(given.ALLEGATION).list.len().fill_null(0) == 0,
            pl.col(given.RECEIVED) > latest,
            pl.col(given.CURRENCY) != self.policy.currency,
        )
        return reduce(or_, (reason.fill_null(False) for reason in reasons))

    def _by_columns(self, rows: pl.DataFrame) -> Decided:
        """Halved while rules contradict each other in it, until few rows are left to ask alone."""
        if rows.is_empty():
            return Decided(pl.DataFrame(schema=CASES), pl.DataFrame(schema=POINTS))
        try:
            return self._decided(rows)
        except HitError:
            if rows.height <= _FEW:
                return together(self._alone(rows))
        half = rows.height // 2
        return together([self._by_columns(rows[:half]), self._by_columns(rows[half:])])

    def _alone(self, rows: pl.DataFrame) -> list[Decided]:
        readable = rows.filter(pl.col(given.PROBLEM).is_null())
        found = [
            undecided(number, problem)
            for number, problem in rows.select(CASE, given.PROBLEM).drop_nulls().iter_rows()
        ]
        cases = given.cases_of(readable, self.policy)
        for number, case in zip(readable[CASE], cases, strict=True):
            try:
                decision = decide(case, self.policy, self.now)
            except (DecisionError, HitError, FactsError, ValueError) as error:
                found.append(undecided(number, " ".join(str(error).split())))
            else:
                found.append(as_columns(number, decision, self.policy))
        return found

    def _decided(self, rows: pl.DataFrame) -> Decided:
        points = once(self._points(rows))
        inquiry = self._of_cases(rows, points)
        cases = _cases(inquiry.facts, points)
        doubtful = _doubtful(inquiry.facts, cases, points, self.policy)
        if doubtful.is_empty():
            return Decided(_told(cases), _told_points(points))
        sure = cases.filter(~pl.col(CASE).is_in(doubtful.implode()))
        sure_points = points.filter(~pl.col(CASE).is_in(doubtful.implode()))
        alone = self._alone(rows.filter(pl.col(CASE).is_in(doubtful.implode())))
        return together([Decided(_told(sure), _told_points(sure_points)), *alone])

    def _points(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Each allegation, a row of its own, with the finding and what is owed."""
        single = rows.select(CASE, given.ALLEGATION).explode(given.ALLEGATION)
        alleged = single.unnest(given.ALLEGATION)
        keys = alleged.select(CASE, pl.int_range(pl.len(), dtype=pl.UInt32).over(CASE).alias(POINT))
        readable = alleged.drop(CASE)
        finding = Inquiry(self.tables, readable)
        finding.ask("finding")
        found = finding.facts.select(*self.policy.tables["finding"].outputs)
        inquiry = Inquiry(self.tables, readable.with_columns(found.get_columns()))
        inquiry.ask("entitlement")
        inquiry.ask_rest(given.ALLEGATION)
        missing = {
            name: pl.lit(None, dtype)
            for name, dtype in _READ_BY_ONCE.items()
            if name not in inquiry.facts.columns
        }
        return pl.concat([keys, inquiry.facts.with_columns(**missing)], how="horizontal")

    def _of_cases(self, rows: pl.DataFrame, points: pl.DataFrame) -> Inquiry:
        circumstances = list(given.inputs(self.policy, "circumstance"))
        customer = list(given.inputs(self.policy, "customer", "relationship"))
        known = pl.concat([self._rolled_up(points), rows.select(*circumstances)], how="horizontal")
        inquiry = Inquiry(self.tables, known)
        inquiry.ask("outcome")

        fit = Inquiry(self.tables, rows.select(*customer, pl.lit(None).alias("(nobody)")))
        fit.ask("fit")
        gave = fit.facts.select(*self.policy.tables["fit"].outputs)
        inquiry.facts = inquiry.facts.with_columns(
            *rows.select(*customer).get_columns(), *gave.get_columns()
        )
        inquiry.ask("stance")
        inquiry.ask("goodwill")
        cost = pl.col("goodwill.amount").fill_null(0) * rows[given.SIMILAR]
        inquiry.facts = inquiry.facts.with_columns(cost.alias(_COST))
        for table in ("help", "authority", "next_action"):
            inquiry.ask(table)
        return inquiry

    def _rolled_up(self, points: pl.DataFrame) -> pl.DataFrame:
        rollups = [each for each in self.policy.rollups.values() if each.of == given.ALLEGATION]
        columns = {each.column: self.policy.names[each.column] for each in rollups}
        lines = lines_of(columns, points.schema, self.policy.currency)
        return rolled_up(points, CASE, rollups, lines)


def _with_sources(policy: Policy) -> Policy:
    """The policy with the source of what is owed as one more output of its table."""
    table = policy.tables["entitlement"]
    if table.hit not in (Hit.FIRST, Hit.UNIQUE):
        return policy
    field = Field(_SOURCE, Kind.STRING)
    rules = tuple(
        replace(rule, outputs={**rule.outputs, _SOURCE: Literal(rule.source)})
        for rule in table.rules
    )
    more: Table = replace(table, outputs={**table.outputs, _SOURCE: field}, rules=rules)
    return replace(policy, tables={**policy.tables, table.name: more})


def _cases(facts: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """The case's tables beside the sum of what its points are owed."""
    amount = pl.when(remedied()).then(pl.col("owed.amount").fill_null(0)).otherwise(0)
    owed = points.group_by(CASE, maintain_order=True).agg(amount.sum().alias("(owed)"))
    return pl.concat([facts.drop(CASE, strict=False), owed], how="horizontal")


def _doubtful(
    facts: pl.DataFrame, cases: pl.DataFrame, points: pl.DataFrame, policy: Policy
) -> pl.Series:
    """The cases on which `core.decide` has the word: it may refuse them, or say more of them."""
    most = int(MOST_OWED.scaleb(places(policy.currency)))
    unknown = [pl.col(name).is_null() for name in ("stance", "authority.role", "next_action")]
    strange = [
        ~pl.col(name).cast(pl.String).is_in(list(words)).fill_null(True)
        for name, words in _VOCABULARY.items()
    ]
    too_much = [pl.col(name).abs() > most for name in ("(owed)", "goodwill.amount")]
    doubts = [*too_much, *unknown, *strange]
    finding = pl.col("finding").cast(pl.String).is_in(list(FindingResult)).fill_null(True)
    found = [
        cases.filter(reduce(or_, doubts))[CASE],
        points.filter(~finding | (pl.col("owed.days").abs() > MOST_DAYS))[CASE],
        crowded(points),
    ]
    return pl.concat([each.cast(pl.UInt32) for each in found]).unique()


def _told(cases: pl.DataFrame) -> pl.DataFrame:
    texts: Mapping[str, pl.Expr] = {
        "outcome": pl.col("outcome"),
        "band": pl.col("fit.band").cast(pl.String).fill_null(Band.UNKNOWN),
        "stance": pl.col("stance"),
        "owed": pl.col("(owed)"),
        "goodwill.kind": pl.col("goodwill.kind").cast(pl.String).fill_null("none"),
        "goodwill": pl.col("goodwill.amount").fill_null(0),
        "cost_a_year": pl.col(_COST),
        "help": pl.col("help").fill_null(False),
        "role": pl.col("authority.role"),
        "second_person": pl.col("authority.second_person").fill_null(False),
        "next_action": pl.col("next_action"),
        "who": pl.col("next_action.who").cast(pl.String).fill_null("None"),
    }
    return cases.select(
        CASE,
        pl.lit(None, pl.String).alias("problem"),
        **{name: _as(expr, CASES[name]) for name, expr in texts.items()},
    )


def _told_points(points: pl.DataFrame) -> pl.DataFrame:
    given_ = remedied()
    source = pl.col(_SOURCE) if _SOURCE in points.columns else pl.lit(None, pl.String)
    finding = pl.col("finding").cast(pl.String).fill_null(FindingResult.UNDETERMINED)
    return points.select(
        CASE,
        POINT,
        finding=_as(finding, POINTS["finding"]),
        kind=pl.when(given_).then(pl.col("owed.kind").cast(pl.String)),
        amount=pl.when(given_).then(pl.col("owed.amount").fill_null(0)),
        chooser=pl.when(given_).then(pl.col("owed.chooser").cast(pl.String)),
        days=pl.when(given_).then(pl.col("owed.days").cast(pl.Int64)),
        source=pl.when(given_).then(source),
    )


def _as(expr: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    return expr.cast(pl.String).cast(dtype) if isinstance(dtype, pl.Enum) else expr.cast(dtype)
