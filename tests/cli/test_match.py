"""`upheld match`: pairs of customers found, shown with their reasons, and settled by a person."""

import json
import sys
from typing import Any

import pytest

from upheld.store import models as rows

from .conftest import Upheld

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    for name, email, phone in (
        ("Sally Hart", "sally.hart83@example.org", "07700 900123"),
        ("Bob Mercer", "bob@example.net", "07700 900456"),
        ("Saly Hart", "shart@mail.example", "+44 7700 900123"),
    ):
        rows.Customer.objects.create(name=name, email=email, phone=phone)


def told(upheld: Upheld, *arguments: str) -> Any:
    ran = upheld("match", *arguments, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_pair_is_found_told_and_merged_by_a_person_alone(upheld: Upheld) -> None:
    found = told(upheld)
    assert (found["found"], found["new"], found["waiting"]) == (1, 1, 1)
    (pair,) = found["pairs"]
    assert pair["probability"] > 0.9
    assert pair["reasons"][0]["words"] == "the same telephone number"
    assert not rows.CustomerMerge.objects.exists()
    merge = told(upheld, "same", str(pair["pair"]), "--why", "She rang.")
    assert rows.Customer.objects.get(pk=merge["customer"]).merged_into_id == merge["into"]
    assert told(upheld, "list") == []
    told(upheld, "undo", str(merge["merge"]))
    assert not rows.Customer.objects.exclude(merged_into=None).exists()
    assert told(upheld, "list")[0]["pair"] == pair["pair"]


def test_two_people_are_not_asked_about_again_unless_somebody_asks(upheld: Upheld) -> None:
    pair = str(told(upheld)["pairs"][0]["pair"])
    assert told(upheld, "different", pair, "--why", "Mother and daughter.")["state"] == "different"
    assert told(upheld)["waiting"] == 0
    assert told(upheld, "again", pair)["state"] == "open"


def test_a_person_reads_who_they_are_and_what_speaks_against_it(upheld: Upheld) -> None:
    shown = upheld("match").out
    assert "1 pairs wait for you, 1 of them new" in shown
    assert "against: another e-mail address" in shown


def test_what_is_not_there_is_one_line(upheld: Upheld) -> None:
    assert upheld("match", "same", "77").error == "there is no pair 77: see upheld match list"
    assert "there is no merge 7 that stands" in upheld("match", "undo", "7").error


def test_without_the_library_it_says_what_to_install(
    upheld: Upheld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    assert upheld("match").error.endswith("pip install 'upheld[match]'")
