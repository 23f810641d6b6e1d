"""`upheld verify`: 0 while the record is intact, 1 with every break."""

import json

import pytest
from tests import stories

from upheld.steps.may import Operator
from upheld.store import models as rows

from .conftest import Upheld

pytestmark = pytest.mark.django_db


def test_an_intact_record_is_said_with_its_number_of_events(upheld: Upheld) -> None:
    stories.a_received_case(Operator())
    ran = upheld("verify")
    last = rows.Event.objects.get()
    assert (ran.code, ran.out.splitlines()) == (
        0, ["The record is intact: 1 event.", f"The last is event 1, hash {last.hash}."],
    )  # fmt: skip
    assert json.loads(upheld("verify", "--json").out) == {
        "intact": True, "events": 1, "breaks": [], "head": {"number": 1, "hash": last.hash},
    }  # fmt: skip


def test_a_changed_event_is_named_and_the_exit_code_is_one(upheld: Upheld) -> None:
    stories.a_received_case(Operator())
    stories.a_received_case(Operator())
    rows.Event.objects.filter(number=1).update(by="nobody")
    ran = upheld("verify")
    assert (ran.code, ran.out.splitlines()[:2]) == (
        1, ["event 1 was changed after it was written", "2 events, 1 break"],
    )  # fmt: skip
    told = json.loads(upheld("verify", "--json").out)
    assert (told["intact"], told["breaks"][0]["number"]) == (False, 1)
