"""`upheld themes`, `upheld duplicates` and `upheld topics` over a file, and what they refuse."""

import csv
import json
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.cli.conftest import Upheld
from tests.insight.letters import letters


@pytest.fixture
def file(tmp_path: Path) -> str:
    texts, topics = letters(120)
    path = tmp_path / "letters.csv"
    with path.open("w", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["narrative", "date", "topic"])
        for at, (text, topic) in enumerate(zip(texts, topics, strict=True)):
            rows.writerow([text, f"2026-0{at % 9 + 1}-05" if at else "", topic])
        rows.writerow([texts[0], "2026-01-02", topics[0]])
        rows.writerow(["  ", "2026-01-02", ""])
    return str(path)


def test_themes_of_a_file(upheld: Upheld, file: str) -> None:
    told = json.loads(upheld("themes", file, "--json").out)
    assert (told["complaints"], told["copies"] >= 1) == (121, True)
    assert told["themes"]
    assert told["false_alarm_weeks"] == 0.01
    assert sum(len(theme["cases"]) for theme in told["themes"]) == 121 - told["outside"]


def test_copies_of_a_file_by_their_rows(upheld: Upheld, file: str) -> None:
    told = json.loads(upheld("duplicates", file, "--json", "--pairs").out)
    (first,) = [group for group in told["groups"] if 2 in group["rows"]]
    assert (first["rows"], first["people"]) == ([2, 122], 2)
    assert [2, 122] in told["pairs"]


def test_topics_are_learnt_kept_and_told(
    upheld: Upheld, file: str, tmp_path: Path, settings: Settings
) -> None:
    settings.VAR = tmp_path
    learnt = json.loads(upheld("topics", "train", file, "--label", "topic", "--json").out)
    assert learnt["accuracy"] > 0.9
    told = json.loads(upheld("topics", "predict", file, "--json").out)
    assert len(told["topics"]) == 121
    assert told["trained_on"] == learnt["trained_on"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["themes"], "name a FILE, or give --store"),
        (["themes", "{file}", "--store"], "one of the two"),
        (["themes", "{file}", "--text", "story"], "has no column story: it has narrative, date"),
        (["topics", "measure", "{file}"], "name the column of the labels"),
        (["topics", "predict", "{file}", "--model", "none.npz"], "there is no model none.npz"),
    ],
)
def test_what_cannot_be_read_is_told(
    upheld: Upheld, file: str, arguments: list[str], error: str
) -> None:
    told = upheld(*(each.format(file=file) for each in arguments)).error
    assert any(part in told for part in error.split("|"))
