"""Columns that never matter: whatever they hold, the table answers alike."""

from collections.abc import Hashable, Iterator

from upheld.tables.bins import members
from upheld.tables.checks.remarks import Flaw, Remark, Severity
from upheld.tables.checks.rules import Alive
from upheld.tables.checks.view import View
from upheld.tables.reach.axis import Axis
from upheld.tables.reach.cover import Cover
from upheld.tables.reach.ranking import rank
from upheld.tables.syntax import names_in
from upheld.tables.table import Hit, Rule, Table

_MOST_PLACES = 50_000
_ONE_SPEAKS = frozenset({Hit.FIRST, Hit.UNIQUE, Hit.ANY, Hit.PRIORITY})


def idle_columns(view: View, alive: Alive) -> Iterator[Remark]:
    """The columns that change neither an answer nor its reason."""
    table = view.table
    asked = {cell.column for rule in table.rules for cell in rule.cells}
    read = _read(view)
    answers = _Answers(table)
    for at, column in enumerate(table.columns):
        if column not in asked:
            yield _remark(view, column, "no rule asks it")
        elif column not in read and column not in view.inexact:
            matters = _Matters(view, at, answers)
            if not matters.seen_at(alive) and not matters.anywhere():
                yield _remark(view, column, "the answer is the same whatever it holds")


def _remark(view: View, column: str, why: str) -> Remark:
    return Remark(
        Flaw.IDLE,
        Severity.WARNING,
        view.table.name,
        (),
        column,
        f"{column} never matters: {why}",
        "Delete the column, or write the rules that were meant",
    )


def _read(view: View) -> frozenset[str]:
    """What an output, a reason or a test against a name reads."""
    table = view.table
    trees = {tree for rule in table.rules for tree in rule.outputs.values()}
    tests = [test for column in view.inexact for test in view.world.asked[column]]
    told = {rule.because for rule in table.rules}
    return frozenset[str]().union(
        *map(names_in, trees), *map(names_in, tests), *(template.names for template in told)
    )


class _Answers:
    """What a table says where these rules match: the outputs, why and by what source."""

    def __init__(self, table: Table) -> None:
        numbers: dict[Hashable, int] = {}
        said = [numbers.setdefault(_said(rule), len(numbers)) for rule in table.rules]
        self.one = table.hit in _ONE_SPEAKS
        self.ranked = table.hit is Hit.PRIORITY
        ranks = [rank(table, rule) or () for rule in table.rules]
        order = sorted(range(len(ranks)), key=lambda place: (ranks[place], place))
        self.order = [(1 << at, said[at]) for at in order]
        self.said = [-1, *said]

    def to(self, rules: int) -> Hashable:
        if not self.one:
            return tuple(self.said[at + 1] for at in members(rules))
        if self.ranked:
            return next((said for bit, said in self.order if rules & bit), -1)
        return self.said[(rules & -rules).bit_length()]

    def heard(self, rules: int, always: int) -> int:
        """Without the rules that are never heard where those that match always do."""
        certain = rules & always
        below = certain and self.one and not self.ranked
        return rules & (certain & -certain) * 2 - 1 if below else rules


class _Matters:
    """Whether two cases that differ in one column alone get different answers."""

    def __init__(self, view: View, at: int, answers: _Answers) -> None:
        self.at = at
        self.cover: Cover = view.boxed.may
        self.answers = answers
        self.parts = [rules for _, rules in self.cover.axes[at].segments]

    def seen_at(self, alive: Alive) -> bool:
        """Whether it is seen at one of the cases that are known to reach a rule."""
        return any(self._differs(self._others(part)) for part in alive.parts)

    def anywhere(self) -> bool:
        """Whether it is seen at any case at all; True, to say nothing wrong, when too many."""
        mine = self.cover.axes[self.at].holding(self.cover.full[self.at])
        asking = self.cover.every & ~mine
        axes = sorted(self._other_axes(), key=lambda axis: len(axis.segments))
        open_ = [mine]  # from the last axis back: the rules that ask nothing from there on
        for axis in reversed(axes):
            open_.append(open_[-1] & axis.holding(axis.inside))
        waiting = [(0, self.answers.heard(self.cover.every, open_[-1]))]
        known: set[tuple[int, int]] = set()
        while waiting:
            depth, rules = waiting.pop()
            if not rules & asking or (depth, rules) in known:
                continue
            if len(known) > _MOST_PLACES or (depth == len(axes) and self._differs(rules)):
                return True
            known.add((depth, rules))
            if depth < len(axes):
                always = open_[len(axes) - depth - 1]
                parts = {rules & here for _, here in axes[depth].segments}
                waiting += [(depth + 1, self.answers.heard(part, always)) for part in parts]
        return False

    def _other_axes(self) -> Iterator[Axis]:
        return (axis for at, axis in enumerate(self.cover.axes) if at != self.at)

    def _others(self, part: tuple[int, ...]) -> int:
        """The rules that match one case of the part, this column left aside."""
        rules = self.cover.every
        for at, axis in enumerate(self.cover.axes):
            if at != self.at:
                rules &= axis.meeting(1 << next(members(part[at])))
        return rules

    def _differs(self, rules: int) -> bool:
        return len({self.answers.to(here) for here in {rules & part for part in self.parts}}) > 1


def _said(rule: Rule) -> Hashable:
    return tuple(rule.outputs.values()), rule.because, rule.source
