"""A policy's tables at the terminal: checked, proved, measured, and taken elsewhere and back."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.tables.dmn_models import framed

from upheld.tables import load
from upheld.tables.table import Rule

from .conftest import ROOT, Upheld

STANDARD = ROOT / "policies" / "standard"
YAML = """
name: gifts
title: What we give
valid_from: 2026-01-01
currency: GBP
inputs:
  kind: {type: string, values: [late, faulty], about: allegation}
  days: {type: number, domain: ">= 0", unit: days, about: allegation}
  paid: {type: money, domain: ">= 0", about: allegation}
tables:
  - name: gifts
    file: gifts.csv
    hit: first
    outputs: {gift: {type: money}}
"""
WHOLE = "rule,kind,days,gift\nlong,late,> 30,20\nlate,late,-,5\nrest,-,-,0\n"
CLAIM = "claims:\n  - {output: gift, never: falls, as: days, because: A longer wait}\n"
Gifts = Callable[..., str]


@pytest.fixture
def gifts(tmp_path: Path) -> Gifts:
    """gifts("csv text", claims="yaml text") writes a policy and gives its folder."""

    def write(sheet: str = WHOLE, claims: str = "") -> str:
        folder = tmp_path / "gifts"
        folder.mkdir()
        (folder / "policy.yaml").write_text(YAML + claims, "utf-8")
        (folder / "gifts.csv").write_text(sheet, "utf-8")
        return str(folder)

    return write


# Check

GAP = "rule,kind,days,gift\nlate,late,-,5\nlater,late,> 3,9\nrest,faulty,<= 30,0\n"


def test_a_gap_is_told_with_its_mend_and_a_case_and_exits_1(upheld: Upheld, gifts: Gifts) -> None:
    ran = upheld("tables", "check", gifts(GAP))
    assert ran.code == 1
    lines = [line.rstrip() for line in ran.out.splitlines()]
    assert lines[:4] == [
        "error: gap, gifts.csv",
        "  no rule matches when kind is unknown",
        "  mend: Add a rule with kind null",
        "  example: days is 0, all else unknown",
    ]
    assert '  mend: Add a rule with kind null, "faulty", days null, > 30' in lines
    assert "  example: kind is faulty, days is 31" in lines


def test_a_rule_is_told_by_its_row(upheld: Upheld, gifts: Gifts) -> None:
    ran = upheld("tables", "check", gifts(GAP))
    assert "warning: shadowed rule, gifts.csv, row 3 (later) and row 2 (late)\n" in ran.out
    assert ran.out.endswith("\n2 errors, 1 warning, 0 notes\n")


def test_a_column_is_told_by_its_name(upheld: Upheld, gifts: Gifts) -> None:
    sheet = WHOLE.replace("> 30", "< 0")
    ran = upheld("tables", "check", gifts(sheet))
    assert "error: outside the domain, gifts.csv, row 2 (long), column days\n" in ran.out


def test_warnings_alone_exit_0(upheld: Upheld, gifts: Gifts) -> None:
    ran = upheld("tables", "check", gifts(WHOLE.replace("> 30", "-")))
    assert (ran.code, "warning: " in ran.out) == (0, True)


def test_a_whole_table_exits_0(upheld: Upheld, gifts: Gifts) -> None:
    ran = upheld("tables", "check", gifts())
    assert (ran.code, ran.out) == (0, "0 errors, 0 warnings, 0 notes\n")


def test_remarks_as_json_are_exact(upheld: Upheld, gifts: Gifts) -> None:
    ran = upheld("tables", "check", gifts(GAP), "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["policy"].split("/")[0]) == (1, "gifts")
    (shadowed,) = [each for each in told["remarks"] if each["severity"] == "warning"]
    assert shadowed["rules"] == [{"rule": "later", "row": 3}, {"rule": "late", "row": 2}]
    gaps = [each for each in told["remarks"] if each["kind"] == "gap"]
    assert {"kind": "faulty", "days": "31"} in [each["example"] for each in gaps]


def test_a_policy_that_cannot_be_read_is_a_line_for_each_problem(
    upheld: Upheld, gifts: Gifts
) -> None:
    ran = upheld("tables", "check", gifts(WHOLE.replace("> 30", "> x").replace("late,-", "lat,-")))
    assert (ran.code, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert first.startswith("error: gifts.csv, row 2, column days: ")
    assert second.startswith("error: gifts.csv, row 3, column kind: ")


@pytest.mark.parametrize("command", ["check", "prove"])
def test_a_folder_without_a_policy_is_one_line(upheld: Upheld, command: str) -> None:
    told = "there is no policy.yaml in nowhere: name the policy's folder"
    assert upheld("tables", command, "nowhere").error == told


# Prove


def test_a_claim_that_holds_is_proved_and_says_why(upheld: Upheld, gifts: Gifts) -> None:
    ran = upheld("tables", "prove", gifts(claims=CLAIM))
    assert ran.code == 0
    assert "proved: gift never falls as days rises\n  A longer wait" in ran.out
    assert ran.out.endswith("\n4 proved, 0 refuted, 0 undecided\n")


FALLING = WHOLE.replace("> 30,20", "> 30,2")


def test_a_claim_that_breaks_is_refuted_by_cases_to_paste(upheld: Upheld, gifts: Gifts) -> None:
    ran = upheld("tables", "prove", gifts(FALLING, CLAIM))
    assert ran.code == 1
    assert "gift is £5.00 where days is 30 and £2.00 where days is 31" in ran.out
    pasted = yaml.safe_load(ran.out[ran.out.index("- name:") : ran.out.index("\n3 proved")])
    facts = [case["given"]["allegations"][0]["facts"] for case in pasted]
    assert facts == [{"days": 30}, {"days": 31}]


def test_what_cannot_be_decided_is_said_and_exits_0(upheld: Upheld, gifts: Gifts) -> None:
    claim = CLAIM.replace("as: days", "as: paid")
    ran = upheld("tables", "prove", gifts("kind,gift\n-,paid * (days + 1)\n", claim))
    assert (ran.code, "undecided: gift never falls as paid rises\n" in ran.out) == (0, True)
    assert ran.out.endswith("\n3 proved, 0 refuted, 1 undecided\n")


def test_proofs_as_json(upheld: Upheld, gifts: Gifts) -> None:
    ran = upheld("tables", "prove", gifts(FALLING, CLAIM), "--json")
    (broken,) = [each for each in json.loads(ran.out)["claims"] if each["verdict"] == "refuted"]
    assert (ran.code, broken["because"]) == (1, "A longer wait")
    assert [case["days"] for case in broken["counterexample"]] == ["30", "31"]


def test_every_claim_of_the_standard_policy_is_proved(upheld: Upheld) -> None:
    ran = upheld("tables", "prove", str(STANDARD), "--json")
    claims = json.loads(ran.out)["claims"]
    assert ran.code == 0
    assert {each["verdict"] for each in claims} == {"proved"}
    assert {
        "goodwill.amount never falls as fit.band goes from outside to adjacent to core",
        "goodwill.amount never falls as vulnerable rises",
    } <= {each["claim"] for each in claims}


# The kit

KIT = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema"><modelName>it.dmn</modelName><testCase id="001">
<resultNode name="it" type="decision"><expected><value xsi:type="xsd:decimal">EXPECTED</value>
</expected></resultNode></testCase></testCases>"""
MODEL = """<decision id="d" name="it"><literalExpression><text>1 + 1</text></literalExpression>
</decision>"""


@pytest.mark.parametrize(
    ("expected", "code", "last"), [("2", 0, "1 passed, 0 failed"), ("3", 1, "0 passed, 1 failed")]
)
def test_the_kit_is_counted(
    expected: str, code: int, last: str, upheld: Upheld, tmp_path: Path
) -> None:
    (tmp_path / "it.dmn").write_bytes(framed(MODEL))
    (tmp_path / "it-test-01.xml").write_text(KIT.replace("EXPECTED", expected), "utf-8")
    ran = upheld("tables", "tck", str(tmp_path))
    assert (ran.code, ran.out.splitlines()[-1]) == (code, last)
    told = json.loads(upheld("tables", "tck", str(tmp_path), "--json").out)
    assert (told["passed"], told["failed"]) == (1 - code, code)
    assert [each["expected"] for each in told["failures"]] == [expected] * code


def test_a_folder_without_expectations_is_one_line(upheld: Upheld) -> None:
    told = "no expectations (.xml) in nowhere: name a folder of the kit"
    assert upheld("tables", "tck", "nowhere").error == told


# There and back


def rules(folder: Path) -> dict[str, object]:
    """What every table says, however its cells are written."""
    return {
        name: [
            ([(cell.column, cell.test) for cell in rule.cells], rule.outputs, *_told(rule))
            for rule in table.rules
        ]
        for name, table in load(folder).tables.items()
    }


def _told(rule: Rule) -> tuple[object, ...]:
    return rule.ref, rule.because, rule.source


def test_a_model_comes_back_as_the_tables_it_was(upheld: Upheld, tmp_path: Path) -> None:
    ran = upheld("tables", "export", str(STANDARD), "--to", "standard.dmn")
    assert (ran.code, ran.out) == (0, "wrote standard.dmn\n")
    ran = upheld("tables", "import", "standard.dmn", "--to", "back")
    assert ran.code == 0
    assert ran.out.startswith("wrote back/policy.yaml\nwrote back/finding.csv\n")
    assert rules(tmp_path / "back") == rules(STANDARD)


def test_spreadsheets_are_a_policy_with_the_same_rules_and_claims(
    upheld: Upheld, tmp_path: Path
) -> None:
    ran = upheld("tables", "export", str(STANDARD), "--to", "sheets")
    assert "wrote sheets/goodwill.xlsx\n" in ran.out
    assert rules(tmp_path / "sheets") == rules(STANDARD)
    assert load(tmp_path / "sheets").claims == load(STANDARD).claims


def test_spreadsheets_leave_by_a_model_as_csv(upheld: Upheld, gifts: Gifts, tmp_path: Path) -> None:
    upheld("tables", "export", gifts(), "--to", "sheets")
    upheld("tables", "export", "sheets", "--to", "gifts.dmn")
    assert upheld("tables", "import", "gifts.dmn", "--to", "back").code == 0
    assert (tmp_path / "back" / "gifts.csv").is_file()
    assert rules(tmp_path / "back") == rules(tmp_path / "gifts")


@pytest.mark.parametrize("to", ["gifts.dmn", "gifts"])
def test_nothing_is_ever_overwritten(to: str, upheld: Upheld, gifts: Gifts, tmp_path: Path) -> None:
    folder = gifts()
    (tmp_path / "gifts.dmn").write_text("mine", "utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    told = upheld("tables", "export", folder, "--to", to).error
    assert told.endswith("already there, and never overwritten: name another place")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_import_writes_nothing_where_one_file_is_there(
    upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    upheld("tables", "export", gifts(), "--to", "gifts.dmn")
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "gifts.csv").write_text("mine", "utf-8")
    assert upheld("tables", "import", "gifts.dmn", "--to", "back").error.startswith("back/gifts")
    assert [path.name for path in (tmp_path / "back").iterdir()] == ["gifts.csv"]


def test_a_model_that_says_no_currency_is_told_one(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "it.dmn").write_bytes(
        framed(MODEL.replace("<lit", '<variable name="it" typeRef="number"/><lit'))
    )
    asked = ("tables", "import", "it.dmn", "--to", "it")
    assert "neither its first day nor its currency" in upheld(*asked).error
    assert upheld(*asked, "--valid-from", "2026-01-01", "--currency", "GBP").code == 0
    assert str(load(tmp_path / "it").valid_from) == "2026-01-01"


def test_a_model_may_not_write_outside_the_folder(
    upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    upheld("tables", "export", gifts(), "--to", "gifts.dmn")
    model = (tmp_path / "gifts.dmn").read_text("utf-8")
    (tmp_path / "evil.dmn").write_text(model.replace("gifts.csv", "../evil.csv"), "utf-8")
    told = upheld("tables", "import", "evil.dmn", "--to", "back").error
    assert told == "evil.dmn names the file '../evil.csv': give its table a plain name.csv"
    assert not (tmp_path / "evil.csv").exists()


def test_a_model_that_makes_no_good_policy_says_where_in_it(
    upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    upheld("tables", "export", gifts(), "--to", "gifts.dmn")
    model = (tmp_path / "gifts.dmn").read_text("utf-8")
    (tmp_path / "odd.dmn").write_text(model.replace('currency="GBP"', 'currency="pounds"'), "utf-8")
    told = upheld("tables", "import", "odd.dmn", "--to", "back").error
    assert told.startswith("odd.dmn as a policy: policy.yaml, line 4, column currency: ")
    assert not (tmp_path / "back").exists()


def test_what_is_no_model_is_one_line(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "it.dmn").write_text("<a/>", "utf-8")
    told = upheld("tables", "import", "it.dmn", "--to", "back").error
    assert told.startswith("it.dmn, line 1: <a> is not the root of a DMN model")
    assert upheld("tables", "import", "no.dmn", "--to", "back").error.startswith("no.dmn: No such")


# Diff


@pytest.fixture
def cheaper(tmp_path: Path) -> str:
    """The standard policy with a smaller voucher for a broken promise about the day."""
    folder = tmp_path / "cheaper"
    shutil.copytree(STANDARD, folder)
    sheet = folder / "goodwill.csv"
    text = sheet.read_text("utf-8")
    sheet.write_text(
        text.replace("> 0,-,>= 100,voucher,25,", "> 0,-,>= 100,voucher,20,", 1), "utf-8"
    )
    return str(folder)


def test_what_differs_is_told_with_what_it_means_for_the_cases(
    upheld: Upheld, cheaper: str
) -> None:
    ran = upheld("tables", "diff", str(STANDARD), cheaper)
    assert ran.code == 1
    lines = [line.strip() for line in ran.out.splitlines()]
    assert lines[1:4] == [
        "table goodwill changed",
        "rule core-medium changed (row 8)",
        "goodwill.amount: 25 -> 20",
    ]
    assert lines[4].endswith("example cases answered otherwise")
    assert "goodwill.amount: £25.00 -> £20.00" in lines


def test_what_differs_as_data(upheld: Upheld, cheaper: str) -> None:
    told = json.loads(upheld("tables", "diff", str(STANDARD), cheaper, "--json").out)
    (table,) = told["tables"]
    assert table["rules"] == [
        {
            "rule": "core-medium",
            "how": "changed",
            "row": 8,
            "from_row": None,
            "cells": [{"what": "goodwill.amount", "before": "25", "after": "20"}],
        }
    ]
    assert {"name": "goodwill.amount", "before": "£25.00", "after": "£20.00"} in told["cases"][0][
        "answers"
    ]


def test_policies_that_do_not_differ_exit_0(upheld: Upheld) -> None:
    ran = upheld("tables", "diff", str(STANDARD), str(STANDARD))
    assert (ran.code, ran.out) == (0, "The policies do not differ.\n")


def test_tables_that_decide_no_complaints_can_be_compared(
    upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    folder = gifts()
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "gifts.csv").write_text(WHOLE.replace(",5\n", ",6\n"), "utf-8")
    ran = upheld("tables", "diff", folder, str(other))
    assert "gift: 5 -> 6" in ran.out
    assert "0 example cases answered otherwise" in ran.out


def test_a_slip_in_a_letter_is_found_when_its_policy_is_checked(
    upheld: Upheld, gifts: Gifts
) -> None:
    folder = gifts()
    letters = (ROOT / "policies/standard/letters.yaml").read_text("utf-8")
    Path(folder, "letters.yaml").write_text(letters, "utf-8")
    assert upheld("tables", "check", folder).code == 0
    Path(folder, "letters.yaml").write_text(letters.replace("{answer_by}. If", "{anser_by}. If"))
    ran = upheld("tables", "check", folder)
    assert ran.code == 1
    assert re.search(r"error gifts/letters.yaml, line \d+: phrases.acknowledgement: anser_by is "
                     r"not known: did you mean answer_by\?", ran.out)  # fmt: skip
