"""The pages about facts.yaml: their files work, and every expression gives what the page says."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from tests import stories
from tests.docs.pages import ROOT, blocks, codes, section, table

from upheld.cli.main import run
from upheld.core.records import Asked, Key, read_rows
from upheld.steps.may import Operator
from upheld.store import policies
from upheld.store.policy_files.facts_file import read_sources

HOW_TO = ROOT / "docs" / "how-to" / "connect-your-records.md"
REFERENCE = ROOT / "docs" / "reference" / "facts-file.md"
FILES = {block.name: block.text for block in blocks(HOW_TO) if block.name}
SHOWN = next(block.text for block in blocks(HOW_TO) if block.language == "text")
EXPRESSIONS = table(section(REFERENCE, "Expressions"), "fact")
KEYS = table(REFERENCE.read_text("utf-8"), "key")
COLUMNS = """\
sources:
  - name: order system
    csv: orders.csv
    key: {order: order}
    currency: GBP
    columns:
      promised_on: date
      delivered_on: date
      returned_on: date
      price: money
      stopped: {type: number, unit: hours}
      status: string
    facts:
"""
ROW = {
    "promised_on": "2026-10-15",
    "delivered_on": "2026-10-24",
    "returned_on": "",
    "price": "240.00",
    "stopped": "36",
    "status": "paid",
}


@pytest.fixture
def connected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("facts.yaml", "orders.csv"):
        (tmp_path / name).write_text(FILES[name], "utf-8")
    with closing(sqlite3.connect(tmp_path / "carrier.sqlite3")) as database:
        database.executescript(FILES["carrier.sqlite3"])
    monkeypatch.setattr(settings, "FACTS", tmp_path / "facts.yaml")


def test_the_command_says_what_the_page_shows(
    connected: None, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    case = stories.an_open_case(Operator())
    said = "The shelves came after the promised day."
    stories.an_allegation(case, Operator(), statement=said, facts={})
    command, shown = SHOWN.split("\n", 1)
    with pytest.raises(SystemExit) as exited:
        run([f"UP-{case:06d}" if word.startswith("UP-") else word for word in command.split()[2:]])
    assert exited.value.code == 0
    assert capsys.readouterr().out == shown


def test_the_carrier_of_the_page_answers_where_it_matters(connected: None, db: None) -> None:
    entries = policies.fact_sources(policies.read_policy(policies.folder()))
    assert [entry.source.name for entry in entries] == ["order system", "carrier"]
    assert "carrier_says_delivered" in entries[1].source.facts


@pytest.mark.parametrize("row", EXPRESSIONS, ids=lambda row: row[1])
def test_an_expression_gives_what_the_page_says(row: list[str], tmp_path: Path) -> None:
    fact, expression = codes(row[0])[0], codes(row[1])[0]
    (tmp_path / "facts.yaml").write_text(f"{COLUMNS}      {fact}: '{expression}'\n", "utf-8")
    policy = policies.read_policy(policies.folder())
    (entry,) = read_sources(tmp_path / "facts.yaml", policy)
    asked = Asked(date(2026, 11, 2), date(2026, 11, 3), {Key.ORDER: "LL-7"})
    reading = read_rows(entry.source, "", [ROW], asked, policy)
    assert reading.troubles == ()
    told = {name: each.value for name, each in reading.facts.items()}
    given = codes(row[2])
    assert told == (policy.read({fact: given[0]}, {"allegation"}) if given else {})


def test_every_key_of_a_source_is_on_the_page() -> None:
    told = {key for row in KEYS for key in codes(row[0])}
    read = (ROOT / "src/upheld/store/policy_files/facts_file.py").read_text("utf-8")
    assert told == {
        "name", "csv", "parquet", "sqlite", "postgresql", "query", "key", "columns", "currency",
        "facts", "optional", "seconds",
    }  # fmt: skip
    assert all(f'"{key}"' in read for key in told)
