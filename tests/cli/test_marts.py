"""`upheld marts`: made of the store, described, and asked."""

import json
from pathlib import Path

import polars as pl
import pytest
from pytest_django import Settings
from tests import stories
from tests.cli.conftest import Upheld

from upheld.insight.marts import build as making
from upheld.store.models import Event, Looked, Person


@pytest.fixture(autouse=True)
def of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "var"


def test_the_marts_are_built_asked_and_taken_as_a_file(
    upheld: Upheld, lead: Person, tmp_path: Path
) -> None:
    case = stories.a_received_case(lead)
    built = json.loads(upheld("marts", "build", "--json").out)
    assert {each["name"]: each["rows"] for each in built["marts"]}["cases"] == 1
    asked = "SELECT case_number, state FROM cases"
    told = json.loads(upheld("marts", "ask", asked, "--json").out)
    assert told["rows"] == [[case, "received"]]
    assert told["columns"][0] == {"name": "case_number", "type": "BIGINT"}
    assert "received" in upheld("marts", "ask", asked).out
    assert upheld("marts", "ask", asked, "--output", "a.parquet").out == "1 rows in a.parquet.\n"
    assert pl.read_parquet(tmp_path / "a.parquet")["state"].to_list() == ["received"]
    kinds = Event.objects.filter(kind="question_asked").values_list("by", "data__taken_as")
    assert set(kinds) == {("command line", "screen"), ("command line", "parquet")}
    read = set(Looked.objects.values_list("by", "what", "way"))
    assert read == {("command line", what, "command") for what in ("export", "question")}


def test_each_column_is_told_with_its_meaning(upheld: Upheld) -> None:
    (told,) = json.loads(upheld("marts", "columns", "months", "--json").out)
    names = [each["name"] for each in told["columns"]]
    assert (told["mart"], names[0]) == ("months", "month")
    assert "In how many our answer was that something was so" in upheld("marts", "columns").out


def test_what_is_amiss_is_one_line(upheld: Upheld, db: None, tmp_path: Path) -> None:
    assert "run upheld marts build" in upheld("marts", "ask", "SELECT 1").error
    assert "ends in .csv or .parquet" in upheld("marts", "ask", "SELECT 1", "--output", "a").error
    assert "did you mean cases" in upheld("marts", "columns", "case").error
    assert "nothing is asked" in upheld("marts", "ask", " ").error
    with making.alone(tmp_path / "here"):
        assert "wait for them" in upheld("marts", "build", "--to", str(tmp_path / "here")).error
