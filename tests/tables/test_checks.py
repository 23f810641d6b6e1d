"""Checks: what can be said against a table, with the rule, the column, a case and the mend."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from upheld.tables.checks import Flaw, Remark, Severity, check

from .conftest import Make

YAML = """
inputs:
  kind: {type: string, values: [late, faulty, rude], about: issue}
  days: {type: number, domain: ">= 0", unit: days, about: issue}
  paid: {type: money, domain: ">= 0", about: issue}
  limit: {type: number, about: issue}
tables:
  - name: gifts
    file: gifts.csv
    hit: HIT
    outputs:
      gift: {type: string, values: [help, voucher]}
"""
Checked = Callable[..., list[Remark]]


@pytest.fixture
def checked(make: Make) -> Checked:
    """checked("csv text", hit="first") gives the remarks on one table."""

    def _checked(sheet: str, hit: str = "first") -> list[Remark]:
        return list(check(make(YAML.replace("HIT", hit), gifts=sheet)))

    return _checked


def _only(remarks: list[Remark], kind: Flaw) -> Remark:
    (found,) = [remark for remark in remarks if remark.kind is kind]
    return found


def _kinds(remarks: list[Remark]) -> set[Flaw]:
    return {remark.kind for remark in remarks}


WHOLE = "rule,kind,days,gift\nlate,late,-,help\nrest,-,-,voucher\n"


def test_a_table_with_nothing_against_it_has_no_remarks(checked: Checked) -> None:
    assert checked("rule,kind,days,gift\nlate,late,> 3,help\nrest,-,-,voucher\n") == []


# Gaps


def test_a_gap_is_said_as_a_box_with_a_case_and_the_cells_that_close_it(checked: Checked) -> None:
    gap = _only(
        checked("rule,kind,days,gift\na,late,-,help\nb,-,<= 30,voucher\nc,-,null,help\n"), Flaw.GAP
    )
    assert gap.severity is Severity.ERROR
    assert gap.message == (
        "no rule matches when kind is faulty or rude or unknown and days is more than 30 days"
    )
    assert gap.mend == 'Add a rule with kind null, "faulty", "rude", days > 30'
    assert gap.example == {"kind": "faulty", "days": Decimal(31)}


def test_null_is_a_case_too(checked: Checked) -> None:
    gap = _only(checked("rule,days,gift\na,<= 30,help\nb,> 30,voucher\n"), Flaw.GAP)
    assert gap.message == "no rule matches when days is unknown"
    assert gap.example == {"days": None}


def test_gaps_that_meet_are_one_box_as_wide_as_it_can_be(checked: Checked) -> None:
    sheet = "rule,days,kind,gift\na,<= 3,late,help\nb,(3..9],late,help\nc,-,late,voucher\n"
    gap = _only(checked(sheet), Flaw.GAP)
    assert gap.message == "no rule matches when kind is faulty or rude or unknown"


def test_what_lies_outside_the_domain_is_no_gap(checked: Checked) -> None:
    assert Flaw.GAP not in _kinds(checked("rule,days,gift\na,>= 0,help\nb,null,voucher\n"))


def test_there_is_no_gap_between_neighbouring_cents(checked: Checked) -> None:
    sheet = "rule,paid,gift\na,<= 9.99,help\nb,>= 10,voucher\nc,null,help\n"
    assert checked(sheet) == []


def test_a_list_of_answers_may_be_empty(checked: Checked) -> None:
    assert Flaw.GAP not in _kinds(checked("rule,days,gift\na,> 3,help\nb,> 5,voucher\n", "collect"))


def test_a_default_answers_where_no_rule_does(make: Make) -> None:
    yaml = YAML.replace("HIT", "first").replace("voucher]}", "voucher], default: help}")
    assert check(make(yaml, gifts="rule,kind,gift\na,late,voucher\n")) == ()


def test_very_many_gaps_are_not_all_told_and_that_is_said(checked: Checked) -> None:
    steps = "".join(f"{at},{at},<= {at},help\n" for at in range(1, 40))
    gaps = [each for each in checked(f"rule,days,paid,gift\n{steps}") if each.kind is Flaw.GAP]
    assert [gap.severity for gap in gaps] == [Severity.ERROR] * 20 + [Severity.NOTE]
    assert gaps[-1].message == "there may be more gaps than these 20"


# Overlaps and contradictions

MEET = "rule,kind,days,gift\na,late,-,help\nb,-,> 3,voucher\nrest,-,-,help\n"


def test_rules_that_meet_under_unique_are_an_error_with_the_box(checked: Checked) -> None:
    remarks = checked("rule,kind,days,gift\na,late,-,help\nb,-,> 3,voucher\n", "unique")
    overlap = _only(remarks, Flaw.OVERLAP)
    assert (overlap.severity, [ref.id for ref in overlap.rules]) == (Severity.ERROR, ["a", "b"])
    assert overlap.message == (
        "they both match when kind is late and days is more than 3 days, "
        "and the hit policy is unique"
    )
    assert overlap.example == {"kind": "late", "days": Decimal(4)}


def test_rules_may_meet_under_first(checked: Checked) -> None:
    assert not _kinds(checked(MEET)) & {Flaw.OVERLAP, Flaw.CONTRADICTION}


def test_rules_that_meet_under_any_must_agree(checked: Checked) -> None:
    sheet = "rule,kind,days,gift\na,late,-,help\nb,-,> 3,voucher\nc,late,> 9,help\n"
    pairs = [
        [ref.id for ref in each.rules]
        for each in checked(sheet, "any")
        if each.kind is Flaw.CONTRADICTION
    ]
    assert pairs == [["a", "b"], ["b", "c"]]


def test_under_priority_a_tie_that_differs_is_left_to_the_row(make: Make) -> None:
    yaml = YAML.replace("HIT", "priority") + "      why: {type: string}\n"
    sheet = 'rule,kind,gift,why\na,late,help,"""x"""\nb,-,help,"""y"""\nc,-,voucher,"""z"""\n'
    tie = _only(list(check(make(yaml, gifts=sheet))), Flaw.CONTRADICTION)
    assert (tie.severity, [ref.id for ref in tie.rules]) == (Severity.WARNING, ["a", "b"])


# Rules that no case reaches


def test_a_rule_whose_cases_earlier_rules_take_is_shadowed_by_them(checked: Checked) -> None:
    sheet = "rule,days,gift\nlow,<= 3,help\nhigh,> 3,voucher\nnever,[1..9],help\nnull,null,help\n"
    shadowed = _only(checked(sheet), Flaw.SHADOWED)
    assert [ref.id for ref in shadowed.rules] == ["never", "low", "high"]
    assert (
        shadowed.message
        == "every case of rule never (row 4) is taken by low (row 2) and high (row 3)"
    )
    assert shadowed.example == {"days": Decimal(1)}


def test_under_priority_a_rule_is_shadowed_by_what_ranks_higher(checked: Checked) -> None:
    sheet = "rule,kind,gift\nlow,late,voucher\nhigh,-,help\n"
    shadowed = _only(checked(sheet, "priority"), Flaw.SHADOWED)
    assert [ref.id for ref in shadowed.rules] == ["low", "high"]


def test_a_rule_outside_the_domain_is_dead_and_its_cell_an_error(checked: Checked) -> None:
    remarks = checked("rule,days,gift\na,< 0,help\nrest,-,voucher\n")
    dead, stray = _only(remarks, Flaw.DEAD), _only(remarks, Flaw.DOMAIN)
    assert (dead.rules[0].id, dead.column) == ("a", "days")
    assert dead.message == "no case reaches rule a (row 2): no days is < 0"
    assert (stray.severity, stray.column) == (Severity.ERROR, "days")
    assert stray.message == "< 0 is outside what days can be, >= 0"


def test_one_part_of_a_cell_outside_the_domain_is_named(checked: Checked) -> None:
    stray = _only(checked('rule,days,gift\na,"3, -1",help\nrest,-,voucher\n'), Flaw.DOMAIN)
    assert stray.message == "-1 is outside what days can be, >= 0"


# Columns, values, units, names


def test_a_column_that_no_rule_asks_never_matters(checked: Checked) -> None:
    idle = _only(checked("rule,kind,days,gift\na,late,-,help\nrest,-,-,voucher\n"), Flaw.IDLE)
    assert (idle.column, idle.message) == ("days", "days never matters: no rule asks it")


def test_a_column_that_changes_no_answer_never_matters(checked: Checked) -> None:
    sheet = "rule,kind,days,gift\na,late,> 3,help\nb,late,-,help\nrest,-,-,voucher\n"
    assert _only(checked(sheet), Flaw.IDLE).column == "days"


def test_a_column_that_changes_the_reason_alone_matters(checked: Checked) -> None:
    sheet = "rule,days,gift,because\na,> 3,help,Late.\nb,-,help,\nrest,-,voucher,\n"
    assert Flaw.IDLE not in _kinds(checked(sheet))


def test_a_declared_value_that_no_case_gets_is_told(checked: Checked) -> None:
    remarks = checked("rule,days,gift\na,-,help\nb,> 3,voucher\n")
    never = _only(remarks, Flaw.NEVER_GIVEN)
    assert (never.column, never.message) == ("gift", "no case gets gift voucher")


def test_units_that_do_not_go_together_are_an_error(make: Make) -> None:
    yaml = """
inputs:
  days: {type: number, unit: days, about: issue}
  hours: {type: number, unit: hours, about: issue}
tables: [{name: t, file: t.csv, hit: first, outputs: {wait: {type: number, unit: days}}}]
"""
    remarks = check(make(yaml, t="rule,days,wait\na,> 3,days + hours\nb,-,hours\n"))
    told = [(each.rules[0].id, each.message) for each in remarks if each.kind is Flaw.UNIT]
    assert told == [
        ("a", "days and hours do not go together"),
        ("b", "days and hours do not go together"),
    ]


def test_a_column_compared_with_a_name_is_said_to_be_inexact(checked: Checked) -> None:
    remarks = checked("rule,days,gift\na,> limit,help\nb,<= 3,voucher\n")
    assert _only(remarks, Flaw.INEXACT).column == "days"
    gap = _only(remarks, Flaw.GAP)
    assert gap.message == "no rule matches when days is unknown"  # sure, whatever the limit


# Chains

CHAIN = """
inputs: {days: {type: number, domain: ">= 0", about: issue}}
tables:
  - name: size
    file: size.csv
    hit: first
    outputs: {size: {type: string, values: [small, large]}, gift: {type: number}}
  - name: reply
    file: reply.csv
    hit: first
    outputs: {reply: {type: number}}
"""
SIZE = "days,size,gift\n<= 3,small,0\n> 3,large,5\nnull,large,9\n"


def test_a_gap_that_no_case_can_reach_is_said_to_be_unreachable(make: Make) -> None:
    reply = "size,gift,reply\nsmall,0,1\nlarge,> 0,2\n"
    gap = _only(list(check(make(CHAIN, size=SIZE, reply=reply))), Flaw.GAP)
    assert gap.severity is Severity.NOTE
    assert "no case can get there" in gap.message


def test_a_gap_behind_another_table_is_shown_by_inputs_that_lead_there(make: Make) -> None:
    gap = _only(list(check(make(CHAIN, size=SIZE, reply="gift,reply\n<= 5,1\n"))), Flaw.GAP)
    assert (gap.severity, gap.example) == (Severity.ERROR, {"days": None})


def test_a_rule_that_no_earlier_answer_leads_to_is_dead(make: Make) -> None:
    reply = "rule,size,gift,reply\na,small,> 0,1\nrest,-,-,2\n"
    dead = _only(list(check(make(CHAIN, size=SIZE, reply=reply))), Flaw.DEAD)
    assert dead.message == (
        "no case reaches rule a (row 2): no case gets past the tables before it to here"
    )
