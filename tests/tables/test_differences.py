"""What differs between two policies, rule by rule and cell by cell."""

import random

from hypothesis import given
from hypothesis import strategies as st

from upheld.tables import Policy, load_texts
from upheld.tables.differences import Change, How, RuleChange, differences

YAML = """
name: shop
title: A shop
valid_from: 2026-01-01
currency: GBP
inputs:
  kind: {type: string, values: [late, faulty], about: issue}
  days: {type: number, domain: ">= 0", about: issue}
tables:
  - {name: gift, file: gift.csv, hit: first, outputs: {gift: {type: money}}}
"""
SHEET = "rule,kind,days,gift\nlong,late,> 30,20\nlate,late,-,5\nrest,-,-,0\n"


def policy(sheet: str = SHEET, yaml: str = YAML, **sheets: str) -> Policy:
    others = {f"{name}.csv": text for name, text in sheets.items()}
    return load_texts({"policy.yaml": yaml, "gift.csv": sheet, **others})


def rules(before: str, after: str) -> tuple[RuleChange, ...]:
    found = differences(policy(before), policy(after))
    return found.tables[0].rules if found else ()


def test_a_policy_does_not_differ_from_itself() -> None:
    assert not differences(policy(), policy())


def test_how_a_cell_was_written_in_the_file_does_not_matter() -> None:
    assert not differences(policy(), policy(SHEET.replace(",", ";")))


def test_a_changed_cell_is_told_with_both_texts() -> None:
    (found,) = rules(SHEET, SHEET.replace(",5\n", ",7\n"))
    assert found == RuleChange(How.CHANGED, "late", 3, (Change("gift", "5", "7"),))
    assert str(found.cells[0]) == "gift: 5 -> 7"


def test_a_rule_that_is_new_tells_what_it_says() -> None:
    (found,) = rules(SHEET, SHEET.replace("rest,", "worst,faulty,> 90,50\nrest,"))
    assert (found.how, found.rule, found.row) == (How.ADDED, "worst", 4)
    assert [str(cell) for cell in found.cells] == [
        "kind: faulty (new)", "days: > 90 (new)", "gift: 50 (new)",
    ]  # fmt: skip


def test_a_rule_that_is_gone_is_told() -> None:
    (found,) = rules(SHEET, SHEET.replace("late,late,-,5\n", ""))
    assert (found.how, found.rule, found.row) == (How.REMOVED, "late", 3)


def test_a_rule_that_was_moved_is_told_once_and_those_it_passed_are_not() -> None:
    moved = "rule,kind,days,gift\nlate,late,-,5\nrest,-,-,0\nlong,late,> 30,20\n"
    (found,) = rules(SHEET, moved)
    assert found == RuleChange(How.MOVED, "long", 4, (), 2)


def test_a_rule_with_another_id_and_the_same_cells_is_the_same_rule() -> None:
    (found,) = rules(SHEET, SHEET.replace("late,late", "late-any,late"))
    assert found == RuleChange(How.CHANGED, "late-any", 3, (Change("rule", "late", "late-any"),))


def test_rules_without_ids_are_told_by_their_row() -> None:
    before = "kind,gift\nlate,5\nfaulty,9\n-,0\n"
    (found,) = rules(before, before.replace("faulty,9", "faulty,8"))
    assert found == RuleChange(How.CHANGED, "3", 3, (Change("gift", "9", "8"),))


def test_a_column_more_is_told_once_and_not_in_every_rule() -> None:
    wider = "rule,kind,days,gift\nlong,late,> 30,20\nlate,late,-,5\nrest,-,-,0\n"
    narrow = "rule,kind,gift\nlong,late,20\nlate,late,5\nrest,-,0\n"
    (table,) = differences(policy(narrow), policy(wider)).tables
    assert table.settings == (Change("column days", "", "asked"),)
    assert [rule.rule for rule in table.rules] == ["long"]


def test_inputs_claims_and_settings_are_compared() -> None:
    claim = "claims:\n  - {output: gift, never: falls, as: days, because: A longer wait}\n"
    yaml = YAML.replace("2026-01-01", "2027-01-01").replace('">= 0"', '">= 1"')
    yaml = yaml.replace("  days:", "  paid: {type: money, about: issue}\n  days:") + claim
    told = [str(each) for each in differences(policy(), policy(yaml=yaml)).settings]
    assert told == [
        "valid from: 2026-01-01 -> 2027-01-01",
        "input paid: money; about issue (new)",
        "input days: number; domain >= 0; about issue -> number; domain >= 1; about issue",
        "claim gift never falls as days rises: A longer wait (new)",
    ]


def test_a_table_that_is_new_is_told_with_its_rules() -> None:
    more = "  - {name: mood, file: mood.csv, hit: first, outputs: {mood: {type: number}}}\n"
    after = policy(yaml=YAML + more, mood="rule,mood\nany,1\n")
    (table,) = differences(policy(), after).tables
    assert (table.how, table.table, [rule.rule for rule in table.rules]) == (
        How.ADDED, "mood", ["any"],
    )  # fmt: skip
    (gone,) = differences(after, policy()).tables
    assert (gone.how, gone.table) == (How.REMOVED, "mood")


@given(st.permutations(range(9)))
def test_the_fewest_rules_are_said_to_have_moved(order: list[int]) -> None:
    lines = [f"r{number},-,-,{number}\n" for number in range(9)]
    head = "rule,kind,days,gift\n"
    found = rules(head + "".join(lines), head + "".join(lines[at] for at in order))
    assert {each.how for each in found} <= {How.MOVED}
    assert len(found) == 9 - _longest_rise(order)


def _longest_rise(order: list[int]) -> int:
    best = [1] * len(order)
    for at, value in enumerate(order):
        best[at] = 1 + max((best[b] for b in range(at) if order[b] < value), default=0)
    return max(best)


@given(st.randoms(use_true_random=False))
def test_what_was_added_in_one_direction_was_removed_in_the_other(chance: random.Random) -> None:
    lines = [f"r{number},-,-,{number}\n" for number in range(6)]
    head = "rule,kind,days,gift\n"
    sides = [head + "".join(chance.sample(lines, chance.randint(1, 6))) for _ in range(2)]
    there, back = rules(*sides), rules(*reversed(sides))
    added = {each.rule for each in there if each.how is How.ADDED}
    assert added == {each.rule for each in back if each.how is How.REMOVED}
