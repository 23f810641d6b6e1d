"""`upheld root-causes` and `upheld changes`: what there is, and what the numbers say of it."""

import json

import pytest
from tests import stories
from tests.cli.conftest import Upheld
from tests.steps.changing import LATE, given

from upheld.steps.keep_changes import record_change
from upheld.steps.keep_root_causes import open_root_cause
from upheld.store import models as rows


@pytest.fixture
def change(lead: rows.Person) -> int:
    stories.a_closed_case(lead)
    number = open_root_cause("One carrier for all", lead.pk, [LATE], lead, stories.NOW)
    return record_change(number, given(), lead.pk, lead, stories.NOW)


def test_where_nothing_is_written_down_it_says_how(upheld: Upheld, db: None) -> None:
    assert "open one in the desk" in upheld("root-causes").out
    for arguments in (["changes"], ["changes", "check"]):
        assert "write one at its root cause" in upheld(*arguments).out
    assert json.loads(upheld("changes", "--json").out) == []


def test_a_root_cause_with_what_a_year_of_it_costs(upheld: Upheld, change: int) -> None:
    assert "One carrier for all (Lena Brandt)" in upheld("root-causes").out
    (told,) = json.loads(upheld("root-causes", "--json").out)
    assert told["evidence"] == [{"about": "cause", "key": "carrier_delay"}]
    assert told["changes"] == [change]
    assert told["a_year"]["money"][0]["currency"] == "GBP"


def test_a_check_is_kept_unless_it_is_not_to_be(upheld: Upheld, change: int) -> None:
    (told,) = json.loads(upheld("changes", "check", "--json", "--no-keep").out)
    assert (told["verdict"], told["ratio"]) == ("cannot_tell", None)
    assert not rows.EffectCheck.objects.exists()
    assert "cannot be told yet" in upheld("changes", "check", str(change)).out
    assert rows.EffectCheck.objects.get().by == "command line"
    assert "cannot tell" in upheld("changes").out


def test_a_change_that_is_not_there_is_told_in_a_line(upheld: Upheld, db: None) -> None:
    assert upheld("changes", "check", "9").error.startswith("there is no change 9")
