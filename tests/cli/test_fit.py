"""`upheld fit`: one customer explained, all at once, and nothing where it is withheld."""

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.cli.conftest import Upheld
from tests.stories import an_open_case

from upheld.store.models import Customer, FitNote, Looked, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sally(db: None) -> Customer:
    who = Customer.objects.create(name="Sally Hart", email="sally@example.org")
    now = timezone.now()
    for text in ("Asked for the name of the maker", "Sent a drawing", "Accepts four weeks"):
        day = (now - timedelta(days=30)).date()
        FitNote.objects.create(customer=who, text=text, on=day, at=now, by="Alice Moore")
    return who


def test_each_axis_is_told_with_its_lines_and_what_would_alter_it(
    upheld: Upheld, sally: Customer
) -> None:
    told = json.loads(upheld("fit", "sally@example.org", "--json").out)
    assert (told["withheld"], told["band"]) == (False, "core")
    assert set(told["axes"]) == {"values_what", "values_how", "mutual_value"}
    assert [line["sentence"] for line in told["lines"]] == [
        "Asked for the name of the maker",
        "Sent a drawing",
        "Accepts four weeks",
    ]
    assert told["lines"][0]["rows"] == [{"what": "note", "id": FitNote.objects.earliest("pk").pk}]
    assert told["would_alter_it"]
    assert "Core. This is what we built it for" in upheld("fit", str(sally.pk)).out


def test_it_is_withheld_while_a_complaint_waits_for_a_finding(
    upheld: Upheld, sally: Customer, handler: Person
) -> None:
    an_open_case(handler)
    told = json.loads(upheld("fit", str(sally.pk), "--json").out)
    assert told == {"withheld": True, "complaints_without_findings": 1}
    assert "maker" not in upheld("fit", str(sally.pk)).out


def test_all_are_assessed_at_once(upheld: Upheld, sally: Customer) -> None:
    Customer.objects.create(name="New")
    told = json.loads(upheld("fit", "--all", "--json").out)
    assert told == {"assessed": 2, "changed": 1, "by_hand": 0, "unknown": 1}


def test_what_each_line_weighs_is_written_for_a_check_of_proxies(
    upheld: Upheld, sally: Customer, handler: Person, tmp_path: Path
) -> None:
    an_open_case(handler, email="bob@example.org")
    ran = upheld("fit", "--all", "--output", str(tmp_path / "lines.csv"))
    assert "1 customers to" in ran.err
    assert "1 left out: their fit is withheld" in ran.err
    (row,) = csv.DictReader((tmp_path / "lines.csv").open())
    assert (row["customer"], row["told_fits"], row["sent_back"]) == (str(sally.pk), "2.0", "0.0")
    assert Looked.objects.get().what == "export"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["fit", "1", "--output", "a.csv"], "--output goes with --all"),
        (["fit", "--all", "--output", "a.txt"], "--output goes with --all"),
        (["fit"], "name one customer, or write --all"),
        (["fit", "1", "--all"], "name one customer, or write --all"),
        (["fit", "--all", "--instead"], "--instead is for one customer"),
        (["fit", "nobody@example.org"], "there is no customer nobody@example.org"),
        (["fit", "99999999999999999999999"], "there is no customer"),
    ],
)
def test_bad_input_is_one_line(upheld: Upheld, arguments: list[str], told: str) -> None:
    assert upheld(*arguments).error.startswith(told)
