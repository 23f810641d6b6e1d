"""Rules that match the same case where the hit policy forbids it, or leaves open who speaks."""

from collections.abc import Callable, Iterator, Mapping

from upheld.tables.bins import members
from upheld.tables.checks.remarks import Flaw, Remark, Severity
from upheld.tables.checks.view import View
from upheld.tables.reach.cover import Box, meet, within
from upheld.tables.reach.ranking import rank
from upheld.tables.reach.search import Found, Impossible
from upheld.tables.syntax import Literal
from upheld.tables.table import Hit, Rule, Table, give
from upheld.tables.values import Value

MOST_PAIRS = 20


def overlaps(view: View) -> Iterator[Remark]:
    """Pairs of rules that meet: forbidden under unique, under any where they give something else,
    and undecided under priority where neither ranks higher. The other hit policies say who speaks.
    """
    pairs = _Pairs(view).found() if view.table.hit in _FORBIDDEN else iter(())
    for told, (one, other) in enumerate(pairs):
        if told == MOST_PAIRS:
            yield _more(view)
            return
        yield _remark(view, one, other)


class _Pairs:
    """The pairs of rules that may not meet and do."""

    def __init__(self, view: View) -> None:
        self.cover = view.boxed.may
        self.full = view.full
        table = view.table
        self.rivals = _FORBIDDEN[table.hit](table, [_said(view, rule) for rule in table.rules])

    def found(self) -> Iterator[tuple[int, int]]:
        for at, rule in enumerate(self.cover.rules):
            if mine := meet(rule, self.full):
                met = self.cover.meeting(mine) & self.rivals(at) & ((1 << at) - 1)
                yield from ((other, at) for other in members(met))


def _remark(view: View, one: int, other: int) -> Remark:
    rules = view.table.rules[one], view.table.rules[other]
    sure, may = view.boxed.sure, view.boxed.may
    box = meet(meet(may.rules[one], may.rules[other]) or view.full, view.full) or view.full
    reached = view.reached(box)
    example = reached.given if isinstance(reached, Found) else view.sample(box)
    boxed = within(box, sure.rules[one]) and within(box, sure.rules[other])
    facts = reached.facts if isinstance(reached, Found) else example
    certain = boxed and isinstance(reached, Found) and _collide(view, rules, facts)
    severity = Severity.NOTE if isinstance(reached, Impossible) else _severity(view, certain)
    return Remark(
        Flaw.OVERLAP if view.table.hit is Hit.UNIQUE else Flaw.CONTRADICTION,
        severity,
        view.table.name,
        tuple(rule.ref for rule in rules),
        None,
        _message(view, box, reached, certain),
        "Make them exclude each other" if severity is not Severity.NOTE else _NOTHING,
        example,
    )


_NOTHING = "Nothing needs mending while the tables before it stay as they are"


def _message(view: View, box: Box, reached: object, certain: bool) -> str:
    meets = f"they {'both match' if certain else 'may both match'} when {view.told(box)}"
    if isinstance(reached, Impossible):
        return f"{meets}, and no case can get there"
    return meets + _WHY[view.table.hit]


_WHY = {
    Hit.UNIQUE: ", and the hit policy is unique",
    Hit.ANY: " and give different answers, and the hit policy is any",
    Hit.PRIORITY: ", and neither ranks higher, so the upper row wins",
}


def _severity(view: View, certain: bool) -> Severity:
    return Severity.ERROR if certain and view.table.hit is not Hit.PRIORITY else Severity.WARNING


def _collide(view: View, rules: tuple[Rule, Rule], facts: Mapping[str, Value]) -> bool:
    """Whether the two break the hit policy on this case."""
    if view.table.hit is Hit.UNIQUE:
        return True
    one, other = (give(view.table, rule, facts, view.world.policy.currency) for rule in rules)
    return one != other


def _said(view: View, rule: Rule) -> object:
    """What a rule gives: values as the outputs settle them, and expressions as they stand."""
    table = view.table
    known = {name: tree for name, tree in rule.outputs.items() if isinstance(tree, Literal)}
    settled = give(table, _only(rule, known), {}, view.world.policy.currency)
    return tuple(settled.get(name, tree) for name, tree in rule.outputs.items())


def _only(rule: Rule, outputs: Mapping[str, Literal]) -> Rule:
    return Rule(rule.ref, rule.cells, dict(outputs), rule.because, rule.source)


def _all_others(table: Table, said: list[object]) -> Callable[[int], int]:
    return lambda at: -1


def _who_differ(table: Table, said: list[object]) -> Callable[[int], int]:
    alike = _alike(said)
    return lambda at: ~alike[said[at]]


def _who_tie(table: Table, said: list[object]) -> Callable[[int], int]:
    alike = _alike(said)
    ranks = [rank(table, rule) for rule in table.rules]
    level = _alike(ranks)
    return lambda at: 0 if ranks[at] is None else level[ranks[at]] & ~alike[said[at]]


def _alike(things: list[object] | list[tuple[int, ...] | None]) -> dict[object, int]:
    alike: dict[object, int] = {}
    for at, thing in enumerate(things):
        alike[thing] = alike.get(thing, 0) | 1 << at
    return alike


_FORBIDDEN = {Hit.UNIQUE: _all_others, Hit.ANY: _who_differ, Hit.PRIORITY: _who_tie}


def _more(view: View) -> Remark:
    message = f"more pairs of rules meet than these {MOST_PAIRS}"
    mend = "Mend these and check again, or choose hit first"
    kind = Flaw.OVERLAP if view.table.hit is Hit.UNIQUE else Flaw.CONTRADICTION
    return Remark(kind, Severity.NOTE, view.table.name, (), None, message, mend)
