"""`upheld goodwill` and `upheld fair`: what can be said, and of groups that the firm may hold."""

import json
from pathlib import Path

import pytest
from tests import stories

from upheld.steps.may import Operator
from upheld.store.models import Customer

from .conftest import Upheld

pytestmark = pytest.mark.django_db


def test_an_empty_store_says_that_there_is_nothing(upheld: Upheld) -> None:
    assert upheld("goodwill").out.startswith("No case is old enough to tell what goodwill did.\n")
    assert upheld("fair").out.startswith("No case is decided yet, so there is nothing to compare.")
    told = json.loads(upheld("goodwill", "--json").out)
    assert (told["cases"], told["measures"][0]["verdict"]) == (0, "refused")
    assert json.loads(upheld("fair", "--no-again", "--json").out)["kinds"] == []


def test_bad_days_are_told_in_one_line(upheld: Upheld) -> None:
    for command in ("goodwill", "fair"):
        ran = upheld(command, "--from", "2026-05-01", "--to", "2026-01-01")
        assert (ran.code, ran.err) == (
            2,
            "error: 2026-05-01 comes after 2026-01-01: turn the two days round\n",
        )
        assert "write a day, as 2026-01-31" in upheld(command, "--from", "soon").err


def test_groups_come_from_a_file_that_is_kept_nowhere(upheld: Upheld, tmp_path: Path) -> None:
    stories.a_closed_case(Operator())
    who = Customer.objects.get().pk
    file = tmp_path / "groups.csv"
    file.write_text(f"customer,age band\n{who},60 and over\n", "utf-8")
    assert "The groups are too small to compare" in upheld("fair", "--groups", str(file)).out
    file.write_text("name,age band\nSally,60 and over\n", "utf-8")
    assert "name a column customer with our number" in upheld("fair", "--groups", str(file)).err
    file.write_text("customer,age band\nSally,60 and over\n", "utf-8")
    ran = upheld("fair", "--groups", str(file))
    assert (ran.code, ran.err) == (
        2,
        f"error: {file}, line 2: 'Sally' is no customer's number: write it as 1204\n",
    )
