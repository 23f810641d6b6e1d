"""The marts are made anew at night and when somebody wishes, once whoever sweeps."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests import stories

from upheld.insight.marts import build as making
from upheld.insight.marts.asking.of_store import place
from upheld.jobs import marts
from upheld.steps.ask_marts import want_marts
from upheld.store.models import MartsWanted, Person

NOW = stories.NOW


@pytest.fixture(autouse=True)
def of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def test_from_the_first_complaint_on_they_are_made_once_a_night(handler: Person) -> None:
    assert not marts.sweep(NOW)  # a store with nothing in it
    stories.a_received_case(handler)
    assert marts.sweep(NOW)
    assert not marts.sweep(NOW + timedelta(hours=3))
    assert not marts.sweep(NOW + timedelta(hours=16))  # past midnight, not yet half past two
    assert marts.sweep(NOW + timedelta(hours=18))
    assert making.newest(place()).at == NOW + timedelta(hours=18)


def test_a_wish_is_fulfilled_once_and_what_went_wrong_is_kept(lead: Person) -> None:
    want_marts(lead, NOW)
    with making.alone(place()):
        assert not marts.sweep(NOW)
    assert "wait for them" in MartsWanted.objects.get().error
    want_marts(lead, NOW + timedelta(minutes=1))
    assert marts.sweep(NOW + timedelta(minutes=2))
    assert not marts.sweep(NOW + timedelta(minutes=3))
    assert [bool(each.error) for each in MartsWanted.objects.all()] == [False, True]
