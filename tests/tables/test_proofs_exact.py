"""The proofs against brute force: two chained tables, every bin of every input, each run."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from upheld.tables import Field, Hit, Kind, Policy, RuleRef, Table
from upheld.tables.bins import members
from upheld.tables.claims import Always, Monotone, Never
from upheld.tables.evaluate import matches
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.proofs import Proof, Verdict
from upheld.tables.proofs.always import prove_always
from upheld.tables.proofs.monotone import prove_monotone
from upheld.tables.reach.world import World
from upheld.tables.syntax import Anything
from upheld.tables.table import Cell, Rule
from upheld.tables.telling import Template
from upheld.tables.values import Value

BANDS = ("outside", "near", "core")
FIELDS = {
    "fit": Field("fit", Kind.NUMBER, domain=parse_test("[0..1]"), about="x"),
    "days": Field("days", Kind.NUMBER, domain=parse_test("[0..9]"), about="x"),
    "paid": Field("paid", Kind.MONEY, domain=parse_test(">= 0"), about="x"),
    "band": Field("band", Kind.STRING, values=BANDS),
    "extra": Field("extra", Kind.NUMBER),
    "amount": Field("amount", Kind.MONEY),
}
INPUTS = {name: FIELDS[name] for name in ("fit", "days", "paid")}
TESTS = {
    "fit": ["-", "< 0.4", ">= 0.6", "[0.4..0.6)", "null", "not(null)"],
    "days": ["-", "> 3", "<= 5", "0", "null", "not(null)"],
    "paid": ["-", "> 20", "0", "not(null)"],
    "band": ["-", "core", "near, core", "not(core)", "null", "not(null)"],
    "extra": ["-", "> 3", "<= 5", "null"],
}
PLAIN = ["0", "5", "10", "null"]
WORKED = [*PLAIN, "paid", "paid * 0.5", "max(paid - 5, 0)", "paid + 10", "min(paid, 30)"]
BAND_ROWS = st.lists(
    st.tuples(
        st.sampled_from(TESTS["fit"]),
        st.sampled_from(TESTS["days"]),
        st.sampled_from([*BANDS, "null"]),
        st.sampled_from(["0", "5", "days", "null"]),
    ),
    min_size=1,
    max_size=4,
)


def _amount_rows(amounts: list[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    asked = [st.sampled_from(TESTS[name]) for name in ("band", "extra", "days", "paid")]
    return st.lists(st.tuples(*asked, st.sampled_from(amounts)), min_size=1, max_size=4)


ACROSS = st.sampled_from(["fit", "days", "paid", "band"])
NEVER = st.sampled_from(list(Never))
Rows = list[tuple[str, ...]]
Case = Mapping[str, Value]


def _policy(bands: Rows, amounts: Rows) -> Policy:
    first = _table("first", ("fit", "days"), ("band", "extra"), bands)
    second = _table("second", ("band", "extra", "days", "paid"), ("amount",), amounts)
    tables = {"first": first, "second": second}
    return Policy("p", "P", date(2026, 1, 1), "GBP", "p/1", INPUTS, tables, {}, FIELDS)


def _table(name: str, asked: tuple[str, ...], outputs: tuple[str, ...], rows: Rows) -> Table:
    return Table(
        name=name,
        title="",
        file=f"{name}.csv",
        each="",
        hit=Hit.FIRST,
        columns=asked,
        outputs={output: FIELDS[output] for output in outputs},
        rules=tuple(_rule(at, asked, outputs, row) for at, row in enumerate(rows, 2)),
        reads=frozenset({*asked, "paid", "days"}),
    )


def _rule(at: int, asked: tuple[str, ...], outputs: tuple[str, ...], row: tuple[str, ...]) -> Rule:
    tests = {
        name: parse_test(text, FIELDS[name].values) for name, text in zip(asked, row, strict=False)
    }
    given_ = zip(outputs, row[len(asked) :], strict=True)
    return Rule(
        RuleRef(str(at), at),
        tuple(Cell(name, "", test) for name, test in tests.items() if test != Anything()),
        {name: parse_expression(text, FIELDS[name].values) for name, text in given_},
        Template(()),
        "",
    )


def _run(policy: Policy, case: Case) -> dict[str, Value]:
    facts = {**dict.fromkeys(INPUTS), **case}
    facts |= policy.run("first", facts).outputs
    return {**facts, **policy.run("second", facts).outputs}


def _cases(policy: Policy) -> list[Case]:
    bins = World(policy).bins
    values = {name: [bins[name].sample(at) for at in members(bins[name].inside)] for name in INPUTS}
    values["paid"] += [Decimal(3), Decimal(25)]
    return [dict(zip(values, case, strict=True)) for case in product(*values.values())]


def _breaks(never: Never, before: Value, after: Value) -> bool:
    if before is None or after is None:
        return before is not None
    assert isinstance(before, Decimal)
    assert isinstance(after, Decimal)
    return after < before if never is Never.FALLS else after > before


def _pairs(policy: Policy, across: str) -> Iterator[tuple[Case, Case]]:
    """Pairs of cases, alike in all but the one name (and what hangs on it), the second higher."""
    rest = ("days", "paid", "extra") if across == "band" else tuple(INPUTS.keys() - {across})
    alike: dict[tuple[Value, ...], list[Case]] = {}
    for case in _cases(policy):
        facts = _run(policy, case)
        if facts[across] is not None:
            alike.setdefault(tuple(facts[name] for name in rest), []).append(facts)
    for group in alike.values():
        yield from (pair for pair in product(group, group) if _up(*(case[across] for case in pair)))


def _up(before: Value, after: Value) -> bool:
    if isinstance(before, str):
        return BANDS.index(before) < BANDS.index(str(after))
    assert isinstance(before, Decimal)
    assert isinstance(after, Decimal)
    return before < after


def _monotone(policy: Policy, across: str, never: Never) -> Proof:
    order = BANDS if across == "band" else ()
    return prove_monotone(Monotone("amount", never, across, order, (), ""), policy)


def _by_force(policy: Policy, across: str, never: Never) -> bool:
    """Whether some pair of cases breaks the claim."""
    return any(
        _breaks(never, low["amount"], high["amount"]) for low, high in _pairs(policy, across)
    )


@given(BAND_ROWS, _amount_rows(WORKED), ACROSS, NEVER)
def test_what_is_proved_no_pair_of_cases_breaks(
    bands: Rows, amounts: Rows, across: str, never: Never
) -> None:
    policy = _policy(bands, amounts)
    if _monotone(policy, across, never).verdict is Verdict.PROVED:
        assert not _by_force(policy, across, never)


@given(BAND_ROWS, _amount_rows(WORKED), ACROSS, NEVER)
def test_what_is_refuted_its_own_two_cases_break(
    bands: Rows, amounts: Rows, across: str, never: Never
) -> None:
    policy = _policy(bands, amounts)
    proof = _monotone(policy, across, never)
    if proof.verdict is Verdict.REFUTED:
        low, high = (_run(policy, case) for case in proof.counterexample)
        before, after = low[across], high[across]
        assert before is not None
        assert _up(before, after)
        assert _breaks(never, low["amount"], high["amount"])


@given(BAND_ROWS, _amount_rows(PLAIN), st.sampled_from(["fit", "days", "paid"]), NEVER)
def test_a_claim_over_inputs_and_plain_amounts_is_always_decided(
    bands: Rows, amounts: Rows, across: str, never: Never
) -> None:
    policy = _policy(bands, amounts)
    broken = _by_force(policy, across, never)
    expected = Verdict.REFUTED if broken else Verdict.PROVED
    assert _monotone(policy, across, never).verdict is expected


WHEN = st.dictionaries(
    st.sampled_from(["fit", "days"]), st.sampled_from(["> 0.5", "null", "0"]), min_size=1
)


@given(
    BAND_ROWS,
    _amount_rows(WORKED),
    WHEN,
    st.sampled_from(["0", "> 5", "not(null)", "<= 10", "null, 0"]),
)
def test_always_is_proved_or_refuted_as_brute_force_says(
    bands: Rows, amounts: Rows, when: Mapping[str, str], then: str
) -> None:
    policy = _policy(bands, amounts)
    claim = Always(
        {name: parse_test(text) for name, text in when.items()}, {"amount": parse_test(then)}, ""
    )
    proof = prove_always(claim, policy)
    broken = [case for case in _sharp_cases(policy, claim) if _without(policy, claim, case)]
    if proof.verdict is Verdict.PROVED:
        assert not broken
    if proof.verdict is Verdict.REFUTED:
        assert _without(policy, claim, proof.counterexample[0])
    if not any("paid" in row[-1] for row in amounts):
        assert proof.verdict is (Verdict.REFUTED if broken else Verdict.PROVED)


def _sharp_cases(policy: Policy, claim: Always) -> list[Case]:
    tests = {name: [test] for name, test in claim.when.items()}
    bins = World(policy, tests).bins
    values = [[bins[name].sample(at) for at in members(bins[name].inside)] for name in INPUTS]
    return [dict(zip(INPUTS, case, strict=True)) for case in product(*values)]


def _without(policy: Policy, claim: Always, case: Case) -> bool:
    facts = _run(policy, case)
    held = all(matches(test, facts[name], facts) is True for name, test in claim.when.items())
    return held and any(
        matches(test, facts[name], facts) is not True for name, test in claim.then.items()
    )
