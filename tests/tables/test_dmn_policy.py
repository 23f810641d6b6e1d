"""A policy as a DMN model and back: the same tables, and the same answers from both."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tables.conftest import Make
from tests.tables.dmn_models import framed

from upheld.tables import HitError, Policy, Value, load
from upheld.tables.dmn import ModelError, from_policy, prepare, read_model, to_policy, write_model
from upheld.tables.dmn.renaming import for_dmn, for_policy
from upheld.tables.dmn.shapes import Feel
from upheld.tables.parser import parse_test
from upheld.tables.syntax import written

POLICIES = Path(__file__).parents[2] / "policies"
YAML = """
inputs:
  kind: {type: string, values: [late, faulty], about: issue, means: What went wrong}
  price.paid: {type: money, domain: ">= 0", about: issue}
  days: {type: number, unit: days, about: issue}
  day: {type: date, about: issue}
tables:
  - name: owed
    title: What is owed?
    file: owed.csv
    each: issue
    hit: first
    outputs:
      owed.kind: {type: string, values: [none, refund], default: none}
      owed.amount: {type: money, default: 0}
  - {name: gift, file: gift.csv, hit: collect sum, outputs: {gift: {type: money, means: More}}}
rollups:
  owed.total: {of: issue, sum: owed.amount, where: "> 0", means: All that is owed}
"""
OWED = """rule,kind,days,day,price.paid,owed.kind,owed.amount,because,source
late,late,"> 2","< date(""2026-11-02"")",-,refund,"min(price.paid / 2, 50)",{days} days {{late}},Law
,not(late),null,-,"[5..10)",none,0,,
"""
GIFT = 'owed.total,gift\n"> 100",10\n-,owed.total * 2\n'


def again(policy: Policy, folder: Path) -> Policy:
    """The policy by way of XML and back to its files."""
    model = read_model(write_model(from_policy(policy)))
    for name, text in to_policy(model).items():
        (folder / name).write_text(text, "utf-8")
    return load(folder)


def told(policy: Policy) -> list[object]:
    """All that a policy says, apart from how its author wrote the cells."""
    rules = [
        (rule.ref, {c.column: c.test for c in rule.cells}, rule.outputs, rule.because, rule.source)
        for table in policy.tables.values()
        for rule in table.rules
    ]
    heads = [
        (t.name, t.title, t.file, t.each, t.hit, t.columns, dict(t.outputs), t.reads)
        for t in policy.tables.values()
    ]
    top = (policy.name, policy.title, policy.valid_from, policy.currency)
    return [top, dict(policy.inputs), dict(policy.rollups), heads, rules]


def test_a_policy_comes_back_as_it_went(make: Make, tmp_path: Path) -> None:
    policy = make(YAML, owed=OWED, gift=GIFT)
    (tmp_path / "again").mkdir()
    assert told(again(policy, tmp_path / "again")) == told(policy)


@pytest.mark.parametrize(
    "folder", sorted(POLICIES.glob("**/policy.yaml")), ids=lambda path: path.parent.name
)
def test_our_own_policies_come_back_as_they_went(folder: Path, tmp_path: Path) -> None:
    policy = load(folder.parent)
    assert told(again(policy, tmp_path)) == told(policy)


def test_a_model_runs_as_its_policy_does(make: Make) -> None:
    policy = make(YAML, owed=OWED, gift=GIFT)
    program = prepare(from_policy(policy))
    facts: dict[str, Feel] = {"kind": "late", "days": 3, "day": "2026-11-01", "price_paid": 60}
    assert program.run("owed", facts) == {"owed_kind": "refund", "owed_amount": 30}
    assert program.run("owed", {}) == {"owed_kind": "none", "owed_amount": 0}
    assert program.run("gift", {"owed_total": 101}) == 212


def test_a_chain_is_drawn_as_requirements(make: Make) -> None:
    text = write_model(from_policy(make(YAML, owed=OWED, gift=GIFT))).decode()
    assert '<requiredInput href="#input_price_paid"/>' in text
    assert '<requiredInput href="#input_owed_total"/>' in text
    assert 'upheld:how="sum"' in text
    assert '<dmndi:DMNShape dmnElementRef="decision_gift" id="shape_decision_gift">' in text
    assert 'dmnElementRef="owed_reads_input_kind"' in text


# Tests: the same meaning on both sides, where null is what sets them apart.


@pytest.mark.parametrize(
    ("policy", "dmn"),
    [
        ('not("a")', 'not("a", null)'),
        ('not("a", "b")', 'not("a", "b", null)'),
        ('not("a", null)', 'not("a", null)'),
        ("not(null)", "not(null)"),
        ('!= "a"', 'not("a", null)'),
        ("!= null", "not(null)"),
        ('"a", null', '"a", null'),
        ("[1..5)", "[1..5)"),
        ("not(< 5)", "not(< 5, null)"),
    ],
)
def test_a_policys_test_in_dmn(policy: str, dmn: str) -> None:
    assert written(for_dmn(parse_test(policy))) == dmn


@pytest.mark.parametrize(
    ("dmn", "policy"),
    [
        ('not("a", null)', 'not("a")'),
        ("not(null)", "not(null)"),
        ('not("a")', 'null, != "a"'),
        ('not("a", "b")', 'null, "c"'),
        ("not(< 5)", "not(< 5)"),
    ],
)
def test_a_test_of_dmn_in_a_policy(dmn: str, policy: str) -> None:
    assert written(for_policy(parse_test(dmn), ("a", "b", "c"))) == policy


def test_an_unequal_in_a_list_cannot_be_said_in_dmn(make: Make) -> None:
    sheet = 'days,kind,gift\n"!= 1, 5",late,1\n'
    policy = make(
        YAML.partition("tables:")[0]
        + "tables:\n  - {name: g, file: gift.csv, hit: first, outputs: {gift: {type: number}}}\n",
        gift=sheet,
    )
    with pytest.raises(ModelError, match=r"gift\.csv, row 2, column days: != 1, 5 cannot be said"):
        from_policy(policy)


# Models of other tools

FOREIGN = """<itemDefinition name="tLoan">
<itemComponent name="Credit Score"><typeRef>number</typeRef></itemComponent></itemDefinition>
<inputData id="i" name="The Loan"><variable name="The Loan" typeRef="tLoan"/></inputData>
<decision id="d" name="Approval Status"><variable name="Approval Status" typeRef="string"/>
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<decisionTable hitPolicy="FIRST">
<input><inputExpression><text>The Loan.Credit Score</text></inputExpression></input>
<output><outputValues><text>"yes", "no"</text></outputValues></output>
<annotation name="Why"/>
<rule><inputEntry><text>&gt;= 600</text></inputEntry><outputEntry><text>"yes"</text></outputEntry>
<annotationEntry><text>Good {score}</text></annotationEntry></rule>
<rule><inputEntry><text/></inputEntry><outputEntry><text>"no"</text></outputEntry></rule>
</decisionTable></decision>
<decision id="e" name="Fee"><variable name="Fee" typeRef="number"/>
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<literalExpression><text>The Loan.Credit Score / 10</text></literalExpression></decision>"""


def test_another_tools_model_becomes_a_policy(tmp_path: Path) -> None:
    files = to_policy(read_model(framed(FOREIGN)), date(2026, 1, 1), "GBP")
    assert files["approval_status.csv"] == (
        "the_loan.credit_score,approval_status,because\n>= 600,yes,Good {{score}}\n-,no,\n"
    ).replace(",yes", ',"""yes"""').replace(",no", ',"""no"""')
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    policy = load(tmp_path)
    answer = policy.run("Approval Status", {"the_loan.credit_score": Decimal(700)})
    assert (answer.outputs, answer.because) == ({"approval_status": "yes"}, "Good {score}")
    assert policy.run("Fee", {"the_loan.credit_score": Decimal(700)}).outputs["Fee"] == 70


def formless(body: str) -> str:
    with pytest.raises(ModelError) as caught:
        to_policy(read_model(framed(body)), date(2026, 1, 1), "GBP")
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<typeRef>number</typeRef>", "", "The Loan.Credit Score has no declared type"),
        ("/ 10", "= 1 and true", "is more than a policy's cell may say"),
        ("<text>The Loan.Credit Score</text></inputE", "<text>1 + 1</text></inputE", "asks 1 + 1"),
        (
            "<itemDefinition",
            '<businessKnowledgeModel name="f"/><itemDefinition',
            "the function f has no form in a policy",
        ),
        (
            "<literalExpression><text>The Loan.Credit Score / 10</text></literalExpression>",
            "<context/>",
            "the decision Fee is neither a table nor an expression",
        ),
    ],
)
def test_what_has_no_form_in_a_policy_is_refused(old: str, new: str, said: str) -> None:
    assert old in FOREIGN
    assert said in formless(FOREIGN.replace(old, new))


def test_a_model_that_does_not_say_its_first_day_is_asked_for_it() -> None:
    with pytest.raises(ModelError, match="Give valid_from and currency"):
        to_policy(read_model(framed(FOREIGN)))


def test_a_first_day_that_is_none_is_refused_with_its_line() -> None:
    model = framed(FOREIGN).replace(
        b'name="test"',
        b'name="test" xmlns:upheld="urn:upheld:policy" upheld:valid_from="2026-02-30"',
    )
    with pytest.raises(ModelError) as caught:
        to_policy(read_model(model), currency="GBP")
    said = "model.dmn, line 1: valid_from 2026-02-30 is no date. Write it as 2026-11-02."
    assert said in str(caught.value)


# Any policy

HITS = ["unique", "any", "first", "priority", "rule order", "output order", "collect"]
TESTS = {
    "kind": ["-", "late", '"late", "faulty"', "not(late)", "!= late", "null", "not(null)"],
    "days": ["-", "0", "> 1", "[1..3]", "(1..limit]", "not(2)", "null", "<= limit", "not(> 2)"],
}
ROWS = st.lists(
    st.tuples(
        st.sampled_from(TESTS["kind"]),
        st.sampled_from(TESTS["days"]),
        st.sampled_from(["low", "high"]),
        st.sampled_from(["1", "days + 1", "limit * days", "null", "min(days, limit) / 0"]),
    ),
    min_size=1,
    max_size=6,
)
SMALL = st.none() | st.integers(0, 4).map(Decimal)
FACTS = st.lists(
    st.fixed_dictionaries(
        {"kind": st.none() | st.sampled_from(["late", "faulty"]), "days": SMALL, "limit": SMALL}
    ),
    min_size=1,
    max_size=20,
)
ANY_YAML = """name: any
title: Any
valid_from: 2026-01-01
currency: GBP
inputs:
  kind: {type: string, values: [late, faulty], about: issue}
  days: {type: number, about: issue}
  limit: {type: number, about: issue}
tables:
  - name: gift
    file: gift.csv
    hit: HIT
    outputs: {gift.rank: {type: string, values: [high, low]}, gift.size: {type: number}}
"""


def outcome(decide: Callable[[], Feel]) -> Feel | str:
    try:
        return decide()
    except HitError:
        return "contradiction"


def answer(policy: Policy, facts: dict[str, Value]) -> Feel:
    """The policy's answer in the form a DMN decision gives it."""
    outputs = policy.run("gift", facts).outputs
    ranks, sizes = outputs["gift.rank"], outputs["gift.size"]
    if not isinstance(ranks, tuple) or not isinstance(sizes, tuple):
        return {"gift_rank": ranks, "gift_size": sizes}
    pairs = zip(ranks, sizes, strict=True)
    return [{"gift_rank": rank, "gift_size": size} for rank, size in pairs]


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(HITS), FACTS)
def test_policy_model_and_policy_again_decide_alike(
    rows: list[tuple[str, ...]], hit: str, cases: list[dict[str, Value]]
) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "policy.yaml").write_text(ANY_YAML.replace("HIT", hit))
        sheet = "\n".join(["kind,days,gift.rank,gift.size", *quoted])
        (folder / "gift.csv").write_text(sheet + "\n")
        policy = load(folder)
        program = prepare(read_model(write_model(from_policy(policy))))
        back = again(policy, folder)
    for facts in cases:
        expected = outcome(lambda facts=facts: answer(policy, facts))  # type: ignore[misc]
        assert outcome(lambda facts=facts: program.run("gift", facts)) == expected  # type: ignore[misc]
        assert outcome(lambda facts=facts: answer(back, facts)) == expected  # type: ignore[misc]
