"""`upheld report`: the file that a regulator asks for, its sums checked first."""

import json
from pathlib import Path

import pytest
from tests import stories
from tests.cli.conftest import Upheld

from upheld.steps.may import Operator
from upheld.store.models import Decision, Looked

PERIOD = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def closed(db: None) -> int:
    return stories.a_closed_case(Operator())


@pytest.mark.parametrize("name", ["fca-disp-1-annex-1", "asic-idr", "cfpb"])
def test_it_writes_the_file_and_its_note(
    upheld: Upheld, closed: int, here: Path, name: str
) -> None:
    ran = upheld("report", name, *PERIOD)
    assert (ran.code, ran.err) == (0, "")
    assert "holds" in ran.out
    assert "Unverified, see the note" in ran.out
    assert Looked.objects.get().what == "export"
    file = f"{name}-2026-11-01-2026-11-30"
    assert sorted(path.name for path in here.iterdir()) == [f"{file}.csv", f"{file}.note.txt"]


def test_json_prints_it_and_writes_only_what_is_named(
    upheld: Upheld, closed: int, here: Path
) -> None:
    ran = upheld("report", "fca-disp-1-annex-1", *PERIOD, "--json")
    told = json.loads(ran.out)
    assert told["adds_up"] is True
    assert told["file"] is None
    total = dict(zip(told["columns"], told["rows"][-1], strict=True))
    assert (total["opened"], total["closed"]) == (1, 1)
    assert total["redress"] == "37.50"
    assert list(here.iterdir()) == []
    upheld("report", "cfpb", *PERIOD, "--json", "--output", "c.csv")
    assert (here / "c.csv").exists()


def test_one_that_does_not_add_up_is_not_written(upheld: Upheld, closed: int, here: Path) -> None:
    Decision.objects.update(outcome="", goodwill=0)
    ran = upheld("report", "fca-disp-1-annex-1", *PERIOD)
    assert ran.code == 1
    assert "DIFFERS" in ran.out
    assert f"UP-{closed:06d} was closed without an answer" in ran.out
    assert list(here.iterdir()) == []


def test_a_period_without_complaints_is_a_nil_return(upheld: Upheld, db: None) -> None:
    assert "A nil return" in upheld("report", "asic-idr", *PERIOD).out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("fca", *PERIOD), "return fca is not known: did you mean fca-disp-1-annex-1"),
        (("asic-idt", *PERIOD), "did you mean asic-idr?"),
        (("cfpb", "--from", "2026-11-30", "--to", "2026-11-01"), "before it begins"),
        (("cfpb", "--from", "November", "--to", "2026-11-01"), "write a day, as 2026-01-31"),
        (("cfpb", "--from", "2999-01-01", "--to", "2999-02-01"), "which is to come"),
        (("cfpb", *PERIOD, "--regime", "mars"), "regime mars is not known"),
        (("cfpb", *PERIOD, "--output", "."), "is a folder"),
        (("cfpb", *PERIOD, "--output", "no/such/place.csv"), "check the path"),
        (("cfpb", "--from", "2026-11-01"), "--to"),
    ],
)
def test_bad_questions_are_told_on_one_line(
    upheld: Upheld, db: None, arguments: tuple[str, ...], why: str
) -> None:
    ran = upheld("report", *arguments)
    assert ran.code == 2
    assert why in ran.err
    assert ran.err.count("\n") == 1
