"""`upheld backtest`: a draft over past cases, from a file or from the store."""

import json
from pathlib import Path

import pytest
from tests.core.given import document
from tests.insight.drafts import changed_folder
from tests.stories import a_decided_case, told_about

from upheld.store.models import Person

from .conftest import ROOT, Upheld

pytestmark = pytest.mark.django_db

STANDARD = str(ROOT / "policies" / "standard")
CELLS = 'core-medium,make_right,"upheld, partly_upheld","core, unknown",-,> 0,-,>= 100,voucher,'
DEARER = (f"{CELLS}25", f"{CELLS}30")
COVERED = ("covered,-,-,-,true,", "covered,-,late,-,-,")


@pytest.fixture
def dearer(tmp_path: Path) -> str:
    return str(changed_folder(tmp_path, goodwill=DEARER))


def lines(folder: Path, *documents: object) -> str:
    path = folder / "cases.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in documents), "utf-8")
    return str(path)


def test_a_backtest_over_a_file_says_what_changes_and_what_it_costs(
    upheld: Upheld, dearer: str, tmp_path: Path
) -> None:
    cases = lines(tmp_path, {**document(), "case": "Sally"}, document(customer={}))
    ran = upheld("backtest", "--draft", dearer, "--cases", cases)
    assert ran.code == 0, ran.err
    told = [line.strip() for line in ran.out.splitlines()]
    assert told[1] == "2 of 2 decisions change."
    assert told[3] == "Goodwill: 2 more, 0 less, 0 the same; £50.00 before, £60.00 after."
    assert "Sally: +£5.00 (goodwill voucher £25.00 to voucher £30.00)" in told
    assert any(line.startswith("2026-11") and line.endswith("+£10.00") for line in told)


def test_the_same_as_json(upheld: Upheld, dearer: str, tmp_path: Path) -> None:
    cases = lines(tmp_path, document())
    told = json.loads(upheld("backtest", "--draft", dearer, "--cases", cases, "--json").out)
    assert told["cases"] == {"given": 1, "decided": 1, "changed": 1}
    assert told["cost"]["goodwill"] == {"before": "25.00", "after": "30.00", "difference": "5.00"}
    assert told["by_month"][0]["month"] == "2026-11"
    assert told["goodwill"] == {"more": 1, "less": 0, "otherwise": 0, "same": 0}
    assert [each["case"] for each in told["most_affected"]] == ["line 1"]


def test_cases_decided_here_are_what_a_draft_is_tried_on(
    upheld: Upheld, dearer: str, handler: Person, lead: Person
) -> None:
    told_about(a_decided_case(handler), "0.9", "0.9", "0.9")
    ran = upheld("backtest", "--draft", dearer, "--json")
    told = json.loads(ran.out)
    assert told["cases"] == {"given": 1, "decided": 1, "changed": 1}
    assert [each["case"][:3] for each in told["most_affected"]] == ["UP-"]


def test_two_folders_are_compared(upheld: Upheld, dearer: str, tmp_path: Path) -> None:
    cases = lines(tmp_path, document())
    ran = upheld("backtest", "--draft", STANDARD, "--against", dearer, "--cases", cases, "--json")
    assert json.loads(ran.out)["cost"]["difference"] == "-5.00"


def test_what_it_would_break_is_told_and_exits_1(upheld: Upheld, tmp_path: Path) -> None:
    draft = str(changed_folder(tmp_path, entitlement=COVERED))
    ran = upheld("backtest", "--draft", draft, "--cases", lines(tmp_path, document()))
    assert ran.code == 1
    assert "It would break:" in ran.out
    assert "owed by Own promise 3: late delivery, the delivery charge comes back" in ran.out
    assert "(1 case, such as line 1)" in ran.out


def test_a_case_that_cannot_be_decided_is_told_with_its_line(
    upheld: Upheld, dearer: str, tmp_path: Path
) -> None:
    cases = lines(tmp_path, document(), document(allegations=[]))
    ran = upheld("backtest", "--draft", dearer, "--cases", cases)
    assert "both: allegations: nothing is alleged: add at least one" in ran.out
    assert "such as line 2" in ran.out


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--draft", "nowhere"), "there is no policy.yaml in nowhere: name the policy's folder"),
        (("--draft", STANDARD, "--against", "nowhere"), "there is no policy.yaml in nowhere"),
        (("--draft", STANDARD, "--cases", "none.csv"), "there is no file none.csv"),
        (("--draft", STANDARD, "--cases", "."), ". is a folder: name a file in it"),
        (("--draft", STANDARD, "--cases", "empty.jsonl"), "there are no cases to decide"),
        (("--draft", STANDARD, "--cases", "bad.jsonl"), "bad.jsonl, line 1: this is not JSON"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(
    upheld: Upheld, tmp_path: Path, arguments: tuple[str, ...], error: str
) -> None:
    (tmp_path / "empty.jsonl").write_text("", "utf-8")
    (tmp_path / "bad.jsonl").write_text("{", "utf-8")
    assert upheld("backtest", *arguments).error.startswith(error)


@pytest.mark.django_db
def test_a_store_without_decisions_has_nothing_to_try_a_draft_on(
    upheld: Upheld, dearer: str
) -> None:
    assert upheld("backtest", "--draft", dearer).error.startswith("there are no cases to decide")
