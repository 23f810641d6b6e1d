"""A small policy end to end: run, trace, rollup, read, closure."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from upheld.tables import FactsError, Kind, Policy, Value

from .conftest import Make

Facts = dict[str, Value]

YAML = """
inputs:
  kind: {type: string, values: [late, faulty], about: issue, means: What went wrong}
  days_late: {type: number, unit: days, domain: ">= 0", about: issue}
  price: {type: money, about: issue}
  due: {type: date, about: issue}
  mood: {type: string, about: person}
tables:
  - name: finding
    title: Is it so?
    file: finding.csv
    each: allegation
    hit: first
    outputs:
      finding: {type: string, values: [substantiated, not_substantiated]}
  - name: owed
    file: owed.csv
    each: allegation
    hit: first
    outputs: {owed.amount: {type: money}}
  - name: greeting
    file: greeting.csv
    hit: first
    outputs: {greeting: {type: string}}
rollups:
  upheld_count: {of: allegation, count: finding, where: substantiated}
  owed.total: {of: allegation, sum: owed.amount}
  owed.known: {of: allegation, sum: owed.amount, where: not(null)}
  dearest: {of: allegation, max: price}
"""
FINDING = """rule,kind,days_late,finding,because,source
L1,late,> 0,substantiated,"It came {days_late} days after {due}: {finding}.",Promise 3
L2,late,0,not_substantiated,It came on time.,
,faulty,-,substantiated,,
"""
OWED = """finding,price,owed.amount,because,source
substantiated,-,price * 0.15,We owe you {owed.amount} of {price}.,Own promise
-,-,0,,
"""
GREETING = 'upheld_count,mood,greeting\n> 0,-,"""sorry"""\n-,"""sad""","""hello"""\n'


@pytest.fixture
def policy(make: Make) -> Policy:
    return make(YAML, finding=FINDING, owed=OWED, greeting=GREETING)


def test_it_knows_what_it_is(policy: Policy) -> None:
    assert (policy.name, policy.title, policy.currency) == ("shop", "A small shop", "GBP")
    assert policy.valid_from == date(2026, 1, 1)
    assert list(policy.tables) == ["finding", "owed", "greeting"]
    assert policy.tables["finding"].title == "Is it so?"
    assert policy.inputs["days_late"].unit == "days"
    assert policy.inputs["price"].kind is Kind.MONEY


def test_an_answer_says_what_by_which_rule_why_and_whence(policy: Policy) -> None:
    facts: Facts = {"kind": "late", "days_late": Decimal("9.0"), "due": date(2026, 11, 2)}
    answer = policy.run("finding", facts)
    assert answer.outputs == {"finding": "substantiated"}
    assert str(answer.fired[0]) == "L1 (row 2)"
    assert answer.because == "It came 9 days after 2 November 2026: substantiated."
    assert answer.source == "Promise 3"


def test_a_rule_without_an_id_is_called_by_its_row(policy: Policy) -> None:
    assert str(policy.run("finding", {"kind": "faulty"}).fired[0]) == "4 (row 4)"


def test_money_is_rounded_half_up_to_the_penny_and_told_with_its_sign(policy: Policy) -> None:
    answer = policy.run("owed", {"finding": "substantiated", "price": Decimal("12.30")})
    assert answer.outputs["owed.amount"] == Decimal("1.85")  # 1.845
    assert answer.because == "We owe you £1.85 of £12.30."


def test_an_unknown_price_owes_an_unknown_amount_and_says_so(policy: Policy) -> None:
    answer = policy.run("owed", {"finding": "substantiated"})
    assert answer.outputs == {"owed.amount": None}
    assert answer.because == "We owe you unknown of unknown."


def test_facts_may_be_members_of_an_enumeration(policy: Policy) -> None:
    class Word(StrEnum):
        FAULTY = "faulty"

    assert policy.run("finding", {"kind": Word.FAULTY}).outputs == {"finding": "substantiated"}


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"days_late": 9.5}, "days_late"),
        ({"days_late": Decimal("NaN")}, "days_late"),
        ({"days_late": True}, "days_late"),
        ({"kind": ("late",)}, "kind"),
        ({"dayslate": Decimal(1)}, "dayslate"),
    ],
)
def test_facts_of_the_wrong_kind_or_name_are_refused(
    policy: Policy, facts: dict[str, object], name: str
) -> None:
    with pytest.raises(FactsError) as caught:
        policy.run("finding", facts)  # type: ignore[arg-type]
    assert [problem.column for problem in caught.value.problems] == [name]


def test_an_unknown_table_is_refused_with_a_guess(policy: Policy) -> None:
    with pytest.raises(LookupError, match=r"no table findings\. Did you mean finding\."):
        policy.run("findings", {})


def test_a_reason_may_tell_a_list_that_an_earlier_table_gave(make: Make) -> None:
    yaml = """
inputs: {days: {type: number, about: issue}}
tables:
  - {name: steps, file: steps.csv, hit: collect, outputs: {step: {type: string}}}
  - {name: plan, file: plan.csv, hit: first, outputs: {plan: {type: boolean}}}
"""
    policy = make(
        yaml,
        steps='days,step\n-,"""call"""\n-,"""write"""\n',
        plan="plan,because\ntrue,We {step}.\n",
    )
    steps = policy.run("steps", {}).outputs
    assert policy.run("plan", steps).because == "We call, write."


def test_a_trace_says_of_each_rule_what_stopped_it_first(policy: Policy) -> None:
    trace = policy.trace("finding", {"kind": "late", "days_late": Decimal(0)})
    told = [
        (line.rule.id, line.fired, line.stopped and (line.stopped.column, line.stopped.test))
        for line in trace.lines
    ]
    assert told == [
        ("L1", False, ("days_late", "> 0")),
        ("L2", True, None),
        ("4", False, ("kind", "faulty")),
    ]
    assert trace.lines[0].stopped is not None
    assert trace.lines[0].stopped.value == Decimal(0)
    assert trace.read == {"kind": "late", "days_late": Decimal(0), "due": None}


def test_a_trace_tells_a_rule_that_matched_too_late_from_one_that_fired(policy: Policy) -> None:
    trace = policy.trace("owed", {"finding": "substantiated"})
    assert [(line.fired, line.stopped) for line in trace.lines] == [(True, None), (False, None)]


def test_rollups_make_one_value_of_a_list(policy: Policy) -> None:
    rows: list[Facts] = [
        {"finding": "substantiated", "owed.amount": Decimal("1.85"), "price": Decimal("12.30")},
        {"finding": "not_substantiated", "owed.amount": Decimal(0), "price": Decimal(40)},
    ]
    assert policy.rollup("allegation", rows) == {
        "upheld_count": Decimal(1),
        "owed.total": Decimal("1.85"),
        "owed.known": Decimal("1.85"),
        "dearest": Decimal(40),
    }


def test_a_total_with_an_unknown_part_is_unknown(policy: Policy) -> None:
    rolled = policy.rollup("allegation", [{"owed.amount": Decimal(5)}, {"owed.amount": None}])
    assert (rolled["owed.total"], rolled["owed.known"]) == (None, Decimal(5))


def test_no_rows_count_nothing_sum_to_nothing_and_have_no_greatest(policy: Policy) -> None:
    assert policy.rollup("allegation", []) == {
        "upheld_count": Decimal(0),
        "owed.total": Decimal(0),
        "owed.known": Decimal(0),
        "dearest": None,
    }


def test_an_unknown_list_is_refused(policy: Policy) -> None:
    with pytest.raises(LookupError, match="no rollup of claims"):
        policy.rollup("claims", [])


def test_facts_are_read_into_their_kinds(policy: Policy) -> None:
    raw = {"kind": "late", "days_late": 9, "price": 240.10, "due": "2026-11-02"}
    assert policy.read(raw, {"issue"}) == {
        "kind": "late",
        "days_late": Decimal(9),
        "price": Decimal("240.10"),
        "due": date(2026, 11, 2),
    }


def test_reading_facts_names_every_problem_with_its_mend(policy: Policy) -> None:
    raw = {"kind": "lat", "days_late": -1, "price": "12.345", "due": "soon", "prise": 1, "mood": ""}
    with pytest.raises(FactsError) as caught:
        policy.read(raw, {"issue"})
    assert [str(problem) for problem in caught.value.problems] == [
        "facts, column kind: lat is not one of its values. Did you mean late.",
        "facts, column days_late: -1 is outside its domain >= 0. Give a value that is >= 0.",
        "facts, column price: 12.345 is finer than the smallest coin of GBP. Give 12.35.",
        "facts, column due: 'soon' is not a date. Give it as a date, such as 2026-11-02.",
        "facts, column prise: no such input. Did you mean price.",
        "facts, column mood: this is about person, not issue. Give it with the person facts.",
    ]


def test_closure_follows_tables_and_rollups_back_to_the_inputs(policy: Policy) -> None:
    assert policy.closure("finding") == {"kind", "days_late"}
    assert policy.closure("owed.amount") == {"kind", "days_late", "price"}
    assert policy.closure("greeting") == {"kind", "days_late", "mood"}


def test_closure_leaves_out_a_column_that_asks_nothing(make: Make) -> None:
    greeting = 'upheld_count,mood,greeting\n> 0,-,"""sorry"""\n'
    policy = make(YAML, finding=FINDING, owed=OWED, greeting=greeting)
    assert "mood" not in policy.closure("greeting")


def test_where_a_rank_chooses_the_rule_every_output_reaches_every_other(make: Make) -> None:
    yaml = """
inputs:
  level: {type: string, values: [high, low], about: issue}
  price: {type: money, about: issue}
tables:
  - name: gift
    file: gift.csv
    hit: HIT
    outputs: {rank: {type: string, values: [high, low]}, amount: {type: money}}
"""
    sheet = "rank,amount\nlevel,price\nlow,5\n"
    assert make(yaml.replace("HIT", "priority"), gift=sheet).closure("amount") == {"level", "price"}
    assert make(yaml.replace("HIT", "first"), gift=sheet).closure("amount") == {"price"}


def test_closure_of_what_no_table_gives_is_refused(policy: Policy) -> None:
    with pytest.raises(LookupError, match=r"no table gives findin\. Did you mean finding"):
        policy.closure("findin")


def test_the_version_is_the_content_and_not_its_dress(make: Make) -> None:
    plain = make(YAML, finding=FINDING, owed=OWED, greeting=GREETING)
    dressed = make(
        YAML,
        finding=FINDING.replace("\n", "\r\n"),
        owed="﻿" + OWED.replace(",", ";"),
        greeting=GREETING,
    )
    changed = make(YAML, finding=FINDING.replace("> 0", ">= 1"), owed=OWED, greeting=GREETING)
    assert plain.version.startswith("shop/2026-01-01+")
    assert len(plain.version) == len("shop/2026-01-01+") + 8
    assert plain.version == dressed.version != changed.version
