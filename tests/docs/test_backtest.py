"""What the documentation says of backtests is what they say."""

import json
import re
from pathlib import Path

import pytest
from tests.cli.conftest import Upheld, upheld
from tests.docs.pages import ROOT, blocks, codes, section, table
from tests.insight.drafts import changed_folder

pytestmark = pytest.mark.django_db

__all__ = ["upheld"]

HOW_TO = ROOT / "docs" / "how-to" / "backtest-a-draft.md"
REFERENCE = ROOT / "docs" / "reference" / "backtest.md"
CASES = str(ROOT / "docs" / "examples" / "past-cases.csv")
CELLS = 'core-medium,make_right,"upheld, partly_upheld","core, unknown",-,> 0,-,>= 100,voucher,'
DEARER = (f"{CELLS}25", f"{CELLS}30")
COVERED = ("covered,-,-,-,true,", "covered,-,late,-,-,")


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_answers_shown_are_those_given(upheld: Upheld, tmp_path: Path) -> None:
    dearer, broken = [block.text for block in blocks(HOW_TO) if block.language == "text"]
    draft = str(changed_folder(tmp_path, goodwill=DEARER))
    assert words(dearer) in words(upheld("backtest", "--draft", draft, "--cases", CASES).out)
    (tmp_path / "second").mkdir()
    draft = str(changed_folder(tmp_path / "second", entitlement=COVERED))
    assert words(broken) in words(upheld("backtest", "--draft", draft, "--cases", CASES).out)


def test_every_key_of_the_json_is_told_and_no_other(upheld: Upheld, tmp_path: Path) -> None:
    draft = str(changed_folder(tmp_path, goodwill=DEARER))
    ran = upheld("backtest", "--draft", draft, "--cases", CASES, "--json")
    rows = table(section(REFERENCE, "The answer"), "key")
    assert [key for row in rows for key in codes(row[0])] == list(json.loads(ran.out))


def test_every_form_of_file_that_is_told_is_read() -> None:
    told = set(re.findall(r"`(\.\w+)`", section(REFERENCE, "The file")))
    assert told == {".csv", ".parquet", ".jsonl"}
