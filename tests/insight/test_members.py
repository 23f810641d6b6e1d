"""Who of the customers a persona is: by the database, or one by one, the same."""

from datetime import timedelta

import pytest
from tests.stories import NOW, a_received_case

from upheld.insight.journey import members
from upheld.insight.journey.members import MEMBERS
from upheld.store.counted.bands import NotCounted
from upheld.store.models import Customer, Person

pytestmark = pytest.mark.django_db
LINES = [{"at": "2026-01-01", "text": "Bought twice", "by": "Lena"}] * 3


def a_customer(name: str, fit: str | None, **told: object) -> Customer:
    axes = dict.fromkeys(("values_what", "values_how", "mutual_value"), fit)
    persona = {"persona": "stayer", "fit_evidence": LINES if fit else []}
    return Customer.objects.create(name=name, **{**axes, **persona, **told})


@pytest.mark.parametrize("by_database", [True, False])
def test_a_persona_is_counted_by_band_and_each_person_once(
    handler: Person, by_database: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = a_customer("Anna", "0.9")
    a_customer("Ann", "0.1", merged_into=core)
    a_customer("Bob", "0.1")
    a_customer("Cy", None)
    a_customer("Dot", "0.9", persona="hurry")
    a_customer("Eve", "0.9", persona="")
    case = a_received_case(handler, NOW - timedelta(days=1), email="sally@example.org")
    Customer.objects.filter(cases=case).update(persona="stayer")
    if not by_database:
        monkeypatch.setattr(members, "banded", refused)
    assert MEMBERS.worked(NOW).told == {
        "stayer": {"core": 1, "outside": 1, "unknown": 1, "withheld": 1},
        "hurry": {"core": 1},
    }


def refused(*asked: object) -> None:
    raise NotCounted("the fit table works it out")
