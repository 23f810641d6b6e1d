"""`upheld explain`: the same decision for people."""

import json
from pathlib import Path

import pytest
from tests import stories

from upheld.steps.may import Operator
from upheld.store import models as rows

from .conftest import ROOT, Upheld
from .documents import BOB, SALLY, document, written

# Where there is a store, what was published in it decides.
pytestmark = pytest.mark.django_db


def test_it_says_what_is_owed_why_and_by_which_source(upheld: Upheld) -> None:
    told = upheld("explain", str(SALLY)).out
    assert told.startswith("upheld · £12.50 owed · make right\n")
    assert "The shelves came nine days after the promised day: substantiated" in told
    assert "£12.50 refund, within 5 days, the firm chooses" in told
    assert "source: Own promise 3" in told
    assert "£25.00 voucher; £1,500.00 a year if all 60 in the same situation get it" in told


def test_goodwill_that_is_not_given_is_said_so(upheld: Upheld) -> None:
    assert "\nGoodwill, beyond what is owed\n  None." in upheld("explain", str(BOB)).out


def test_each_table_tells_what_every_other_rule_wanted(upheld: Upheld) -> None:
    told = upheld("explain", str(SALLY)).out
    assert "finding shelves: late-by-days gave finding substantiated" in told
    assert "wants days_late 0, but it is 9" in told
    assert "comes after late-by-days" in told


def test_words_of_a_complaint_cannot_steer_the_terminal(upheld: Upheld, tmp_path: Path) -> None:
    odd = document()
    odd["allegations"][0]["statement"] = "[red]late[/red] \x1b[2J\x07"
    told = upheld("explain", written(tmp_path, json.dumps(odd))).out
    assert "[red]late[/red] [2J: substantiated" in told
    assert "\x1b" not in told


def test_a_missing_fact_is_asked_for(upheld: Upheld, tmp_path: Path) -> None:
    asking = document()
    del asking["allegations"][0]["facts"]["days_late"]
    told = upheld("explain", written(tmp_path, json.dumps(asking))).out
    assert told.startswith("not known yet · £0.00 owed · ask\n")
    assert "Still to be known" in told


def test_a_case_is_explained_from_the_record_of_its_decision(upheld: Upheld) -> None:
    case = rows.Case.objects.get(pk=stories.a_decided_case(Operator()))
    for name in (case.reference, str(case.pk), case.reference.lower()):
        told = upheld("explain", name).out
        assert told.startswith("upheld · £12.50 owed")
        assert f"{case.reference}, policy standard/" in told
        assert "wants days_late 0, but it is 9" in told


def test_a_decision_by_tables_that_nobody_kept_is_told_as_recorded(upheld: Upheld) -> None:
    case = stories.a_decided_case(Operator())
    rows.Decision.objects.update(policy_version="standard/2020-01-01+00000000")
    told = upheld("explain", str(case)).out
    assert "as recorded: the tables of standard/2020-01-01+00000000 were not kept" in told
    assert f"finding a{rows.Allegation.objects.get().pk}: " in told
    assert "wants " not in told


def test_another_policy_can_be_tried_on_a_case(upheld: Upheld) -> None:
    case = stories.a_decided_case(Operator())
    folder = str(ROOT / "policies" / "standard")
    assert f", by {folder}" in upheld("explain", str(case), "--policy", folder).out


def test_a_case_without_a_decision_and_a_missing_one_are_told_apart(upheld: Upheld) -> None:
    case = rows.Case.objects.get(pk=stories.an_open_case(Operator()))
    assert upheld("explain", case.reference).error == (
        f"{case.reference} has no decision yet: record its facts and decide it first"
    )
    for name in ("UP-999999", "9" * 12):
        assert "take the reference from the inbox" in upheld("explain", name).error


def test_what_is_neither_a_file_nor_a_reference_is_refused(upheld: Upheld) -> None:
    assert upheld("explain", "UP-12x").error == "there is no file UP-12x: check the path"
