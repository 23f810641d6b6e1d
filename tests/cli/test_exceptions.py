"""`upheld exceptions`: what the ledger answers, and finding exceptions in history."""

import json

import pytest
import time_machine
from tests.stories import NOW, a_decided_case

from upheld.store.models import Decision, Person

from .conftest import Upheld


@pytest.mark.django_db
def test_without_any_it_says_where_they_come_from(upheld: Upheld) -> None:
    assert "upheld exceptions find" in upheld("exceptions").out


@time_machine.travel(NOW, tick=False)
def test_what_a_habit_gave_beyond_the_policy_is_found_once(upheld: Upheld, handler: Person) -> None:
    """On its first day: a month later a price could be told."""
    a_decided_case(handler)
    Decision.objects.update(goodwill="60.00", policy_version="a habit")
    assert json.loads(upheld("exceptions", "find", "--json").out) == {
        "looked_at": 1, "exceptions": 1, "unasked": [],
    }  # fmt: skip
    assert json.loads(upheld("exceptions", "find", "--json").out)["exceptions"] == 0
    [repeat] = json.loads(upheld("exceptions", "--json").out)["repeats"]
    assert repeat["gave"] == {"amount": "35.00", "currency": "GBP"}
    assert repeat["price_a_year"] is None
    ran = upheld("exceptions")
    assert "1 of 1" in ran.out
    assert "cannot tell" in ran.out
