"""`upheld facts`: what the firm's own records say, told and kept."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from tests import stories
from tests.store.records import CARRIER, FACTS, connected, scans

from upheld.core.words import CaseId
from upheld.steps.link_order import link_order
from upheld.steps.may import Operator
from upheld.store.models import Allegation, Case

from .conftest import Upheld


@pytest.fixture(autouse=True)
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    monkeypatch.setattr(settings, "FACTS", connected(folder))
    return folder


@pytest.fixture
def case(db: None) -> CaseId:
    by = Operator()
    case = stories.an_open_case(by)
    stories.an_allegation(case, by, facts={"days_late": 3})
    link_order(case, "LL-7", by, stories.NOW)
    return case


def test_it_works(upheld: Upheld, case: CaseId) -> None:
    ran = upheld("facts", f"UP-{case:06d}")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "The shelves came nine days late.",
        "  price_paid: 240.00 (order system)",
        "  days_late: 9 (order system), and 3 is written down",
    ]
    assert Allegation.objects.get().facts == {"days_late": 3, "price_paid": "240.00"}


def test_a_dry_run_keeps_nothing(upheld: Upheld, case: CaseId) -> None:
    told = json.loads(upheld("facts", str(case), "--dry-run", "--json").out)
    assert told["kept"] is False
    assert [(each["fact"], each["change"]) for each in told["allegations"][0]["facts"]] == [
        ("price_paid", "new"),
        ("days_late", "differs"),
    ]
    assert Allegation.objects.get().facts == {"days_late": 3}


def test_a_fact_is_taken_by_name(upheld: Upheld, case: CaseId) -> None:
    upheld("facts", str(case), "--take", "days_late")
    assert Allegation.objects.get().facts["days_late"] == "9"


def test_an_order_is_linked_first(upheld: Upheld, case: CaseId) -> None:
    ran = upheld("facts", str(case), "--order", "LL-8")
    assert Case.objects.get().about_order == "LL-8"
    assert "to find out: order system: there is no record of order LL-8." in ran.out


def test_records_that_disagree_are_a_question(upheld: Upheld, case: CaseId, records: Path) -> None:
    (records / "facts.yaml").write_text(FACTS + CARRIER)
    scans(records, ("LL-7", "2026-10-15", "2026-10-15"))
    told = json.loads(upheld("facts", str(case), "--json").out)
    asked = "Days late: order system says 9, carrier says 0. Which of them is right?"
    assert told["allegations"][0]["questions"] == [asked]
    assert asked in upheld("facts", str(case)).out


def test_a_case_without_allegations_says_what_to_do(upheld: Upheld, db: None) -> None:
    case = stories.an_open_case(Operator())
    assert (
        "has no allegation yet: write down what is alleged first"
        in upheld("facts", str(case)).error
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("UP-999999",), "there is no case UP-999999: take the reference from the inbox"),
        (("Sally",), "Sally is no reference of a case: write one such as UP-000012"),
        (("UP-000001", "--order", "LL-7", "--dry-run"), "--order links an order and --dry-run"),
    ],
)
def test_bad_arguments_are_one_line(
    upheld: Upheld, db: None, arguments: tuple[str, ...], said: str
) -> None:
    assert said in upheld("facts", *arguments).error


def test_without_records_it_says_so(upheld: Upheld, case: CaseId, records: Path) -> None:
    (records / "facts.yaml").unlink()
    assert upheld("facts", str(case)).error == "no records are connected: write a facts.yaml first"


def test_a_slip_in_the_file_is_told_with_its_line(
    upheld: Upheld, case: CaseId, records: Path
) -> None:
    (records / "facts.yaml").write_text(FACTS.replace("price: money", "price: cash"))
    told = upheld("facts", str(case))
    assert told.code == 2
    assert told.err.startswith("error: facts.yaml, line 7, column type: cash is no type")


def test_a_closed_case_is_not_asked_about(upheld: Upheld, db: None) -> None:
    case = stories.a_closed_case(Operator())
    assert "cannot investigate a case that is closed" in upheld("facts", str(case)).error
