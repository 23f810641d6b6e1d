"""The checks against brute force: every bin of every column, each case run by the engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from upheld.tables import Field, Hit, HitError, Kind, Policy, RuleRef, Table
from upheld.tables.bins import bins_of, members
from upheld.tables.checks import Flaw, Remark, check
from upheld.tables.evaluate import matches
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.reach.axis import Axis
from upheld.tables.reach.cover import Cover, within
from upheld.tables.syntax import Anything
from upheld.tables.table import Cell, Rule
from upheld.tables.telling import Template
from upheld.tables.values import Scalar

KINDS = ("late", "faulty", "rude")
GIFTS = ("help", "voucher", "refund")
INPUTS = {
    "kind": Field("kind", Kind.STRING, values=KINDS),
    "days": Field("days", Kind.NUMBER, domain=parse_test("[0..9]")),
    "paid": Field("paid", Kind.MONEY, domain=parse_test(">= 0")),
    "yes": Field("yes", Kind.BOOLEAN),
}
TESTS = {
    "kind": ["-", "-", "late", "late, faulty", "not(late)", "null", "not(null)"],
    "days": ["-", "-", "0", "> 1", "[1..3]", "(1..8]", "null, > 5", "not(2)", "< 0"],
    "paid": ["-", "-", "0", "> 0", "<= 0.01", "null", "[0.02..5)"],
    "yes": ["-", "-", "true", "false", "not(true)", "null"],
}
# The other kinds: with neighbours that leave nothing between them, and texts in their order.
OTHERS = {
    "due": Field("due", Kind.DATE, domain=parse_test('>= date("2026-01-01")')),
    "long": Field("long", Kind.DURATION),
    "note": Field("note", Kind.STRING),
    "age": Field("age", Kind.MONTHS),
}
OTHER_TESTS = {
    "due": [
        "-",
        "-",
        '> date("2026-01-01")',
        '< date("2026-01-02")',
        '[date("2026-01-02")..date("2026-01-03")]',
        'date("2025-12-31")',
        "null",
    ],
    "long": ["-", "-", '> duration("PT1H")', 'not(duration("PT1H"))', 'null, <= duration("PT1H")'],
    "note": ["-", "-", '"b"', '["a".."b")', 'not("")', '> "b"', "null"],
    "age": ["-", "-", '>= duration("P1Y")', '(duration("P11M")..duration("P1Y"))', "not(null)"],
}


@dataclass(frozen=True)
class Drawn:
    """The rows of a table over these inputs: a cell of each, and the gift."""

    inputs: Mapping[str, Field]
    rows: list[tuple[str, ...]]


def _drawn(inputs: Mapping[str, Field], tests: Mapping[str, list[str]]) -> st.SearchStrategy[Drawn]:
    cells = [st.sampled_from(each) for each in tests.values()]
    row = st.tuples(*cells, st.sampled_from(GIFTS))
    return st.builds(Drawn, st.just(inputs), st.lists(row, min_size=1, max_size=6))


ROWS = _drawn(INPUTS, TESTS) | _drawn(OTHERS, OTHER_TESTS)
Case = Mapping[str, Scalar]


def _policy(drawn: Drawn, hit: Hit) -> Policy:
    fields = {**drawn.inputs, "gift": Field("gift", Kind.STRING, values=GIFTS)}
    table = Table(
        name="gifts",
        title="",
        file="gifts.csv",
        each="",
        hit=hit,
        columns=tuple(drawn.inputs),
        outputs={"gift": fields["gift"]},
        rules=tuple(_rule(at, row, drawn.inputs) for at, row in enumerate(drawn.rows, 2)),
        reads=frozenset(drawn.inputs),
    )
    day = date(2026, 1, 1)
    return Policy("p", "P", day, "GBP", "p/1", drawn.inputs, {"gifts": table}, {}, fields)


def _rule(at: int, row: tuple[str, ...], inputs: Mapping[str, Field]) -> Rule:
    tests = {
        name: parse_test(text, inputs[name].values) for name, text in zip(inputs, row, strict=False)
    }
    cells = tuple(
        Cell(name, "", test) for name, test in tests.items() if not isinstance(test, Anything)
    )
    gift = {"gift": parse_expression(row[-1], GIFTS)}
    return Rule(RuleRef(str(at), at), cells, gift, Template(()), "")


def _cases(policy: Policy) -> list[Case]:
    bins = bins_of(policy.tables["gifts"], policy.names, "GBP")
    values = [[each.sample(at) for at in members(each.inside)] for each in bins.values()]
    return [dict(zip(bins, case, strict=True)) for case in product(*values)]


def _matching(policy: Policy, case: Case) -> list[int]:
    return [
        at
        for at, rule in enumerate(policy.tables["gifts"].rules)
        if all(matches(cell.test, case[cell.column], case) is True for cell in rule.cells)
    ]


def _of(remarks: tuple[Remark, ...], kind: Flaw) -> list[Remark]:
    return [remark for remark in remarks if remark.kind is kind]


@given(ROWS)
def test_a_gap_is_told_just_when_some_case_matches_no_rule(rows: Drawn) -> None:
    policy = _policy(rows, Hit.FIRST)
    gaps = [gap for gap in _of(check(policy), Flaw.GAP) if gap.example]
    unmatched = [case for case in _cases(policy) if not _matching(policy, case)]
    assert bool(gaps) is bool(unmatched)
    for gap in gaps:
        assert gap.example is not None
        assert not _matching(policy, gap.example)  # type: ignore[arg-type]  # scalars all


@given(ROWS)
def test_the_parts_that_no_rule_covers_are_those_of_brute_force(rows: Drawn) -> None:
    policy = _policy(rows, Hit.FIRST)
    bins = bins_of(policy.tables["gifts"], policy.names, "GBP")
    boxes = []
    for rule in policy.tables["gifts"].rules:
        box = {name: each.all for name, each in bins.items()}
        box.update({cell.column: bins[cell.column].mask(cell.test) for cell in rule.cells})
        boxes.append(tuple(box.values()))
    cover = Cover(boxes, tuple(each.inside for each in bins.values()))
    parts = list(cover.uncovered(cover.full, cover.every))
    for case in _cases(policy):
        place = tuple(1 << bins[name].index(value) for name, value in case.items())
        holding = [part for part in parts if within(place, part)]
        assert len(holding) == (0 if _matching(policy, case) else 1)


@given(ROWS)
def test_unique_is_faulted_for_just_the_pairs_that_meet(rows: Drawn) -> None:
    policy = _policy(rows, Hit.UNIQUE)
    met = {
        (one, other)
        for case in _cases(policy)
        for other in _matching(policy, case)
        for one in _matching(policy, case)
        if one < other
    }
    told = {
        tuple(ref.row - 2 for ref in each.rules)
        for each in _of(check(policy), Flaw.OVERLAP)
        if each.rules
    }
    assert told == met


@given(ROWS, st.sampled_from([Hit.UNIQUE, Hit.ANY]))
def test_the_case_shown_for_a_contradiction_breaks_the_table(rows: Drawn, hit: Hit) -> None:
    policy = _policy(rows, hit)
    for remark in check(policy):
        if remark.kind in (Flaw.OVERLAP, Flaw.CONTRADICTION) and remark.example:
            assert _raises(policy, remark.example)  # type: ignore[arg-type]
    if not any(each.kind in (Flaw.OVERLAP, Flaw.CONTRADICTION) for each in check(policy)):
        assert not any(_raises(policy, case) for case in _cases(policy))


def _raises(policy: Policy, case: Case) -> bool:
    try:
        policy.run("gifts", case)
    except HitError:
        return True
    return False


@given(ROWS, st.sampled_from([Hit.FIRST, Hit.PRIORITY, Hit.COLLECT]))
def test_a_rule_is_dead_or_shadowed_just_when_it_never_fires(rows: Drawn, hit: Hit) -> None:
    policy = _policy(rows, hit)
    remarks = check(policy)
    fired = {ref for case in _cases(policy) for ref in policy.run("gifts", case).fired}
    never = {rule.ref for rule in policy.tables["gifts"].rules} - fired
    told = {each.rules[0] for kind in (Flaw.DEAD, Flaw.SHADOWED) for each in _of(remarks, kind)}
    assert told == never


@given(ROWS)
def test_the_rules_that_shadow_another_take_all_its_cases(rows: Drawn) -> None:
    policy = _policy(rows, Hit.FIRST)
    for remark in _of(check(policy), Flaw.SHADOWED):
        shadowed, *shadows = (ref.row - 2 for ref in remark.rules)
        for case in _cases(policy):
            matching = _matching(policy, case)
            assert shadowed not in matching or set(shadows) & set(matching)


@given(ROWS, st.sampled_from([Hit.FIRST, Hit.PRIORITY, Hit.COLLECT, Hit.RULE_ORDER]))
def test_a_column_never_matters_just_when_it_changes_no_answer(rows: Drawn, hit: Hit) -> None:
    policy = _policy(rows, hit)
    told = {each.column for each in _of(check(policy), Flaw.IDLE)}
    for column in policy.inputs:
        answers: dict[tuple[Scalar, ...], set[object]] = {}
        for case in _cases(policy):
            rest = tuple(value for name, value in case.items() if name != column)
            answers.setdefault(rest, set()).add(policy.run("gifts", case).outputs["gift"])
        assert (column in told) is all(len(given) == 1 for given in answers.values())


@given(ROWS, st.sampled_from([Hit.FIRST, Hit.PRIORITY]))
def test_a_value_is_never_given_just_when_no_case_gets_it(rows: Drawn, hit: Hit) -> None:
    policy = _policy(rows, hit)
    told = {each.message.split()[-1] for each in _of(check(policy), Flaw.NEVER_GIVEN)}
    given_ = {policy.run("gifts", case).outputs["gift"] for case in _cases(policy)}
    assert told == set(GIFTS) - given_


MASKS = st.integers(0, 2**12 - 1)


@given(st.lists(MASKS, min_size=1, max_size=8), MASKS, MASKS)
def test_a_column_says_which_rules_meet_some_bins_and_which_hold_them(
    rules: list[int], inside: int, asked: int
) -> None:
    axis, bins = Axis(rules, inside), inside & asked
    meeting = [at for at, rule in enumerate(rules) if rule & bins]
    holding = [at for at, rule in enumerate(rules) if not bins & ~rule]
    assert list(members(axis.meeting(bins))) == meeting
    assert list(members(axis.holding(bins))) == holding
