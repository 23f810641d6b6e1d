"""Beside what we decide stands what the law gives, folded away; where we give less, it says so."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import stories
from tests.desk.reading import page_of, text
from tests.own_policies import Edit

from upheld.core.words import AllegationKind, CaseId, FindingResult
from upheld.steps import decide
from upheld.store.models import Allegation, Decision, Person
from upheld.store.policy_files import laws

FAULTY: dict[str, Any] = {
    "touchpoint": "product",
    "price_paid": "240.00",
    "delivery_paid": "12.50",
    "days_since_delivery": 12,
    "fault_confirmed": True,
    "caused_by_customer": False,
}


def a_faulty_thing(by: Person, **facts: Any) -> CaseId:
    case = stories.an_open_case(by)
    statement = "The top shelf is cracked."
    point = stories.an_allegation(
        case, by, kind=AllegationKind.FAULTY, statement=statement, facts={**FAULTY, **facts}
    )
    stories.a_finding(case, point, by, result=FindingResult.SUBSTANTIATED)
    return case


@pytest.fixture
def miser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A firm that gives £10 where its goods may be handed back."""
    shutil.copytree(settings.POLICIES, tmp_path / "policies")
    sheet = tmp_path / "policies" / "standard" / "entitlement.csv"
    text = sheet.read_text("utf-8")
    within_30_days = 'refund,refundable.all,customer,14,null,null,"It is within 30 days'
    assert within_30_days in text
    less = within_30_days.replace("refundable.all", "10")
    sheet.write_text(text.replace(within_30_days, less), "utf-8")
    monkeypatch.setattr(settings, "POLICIES", tmp_path / "policies")


def test_the_law_is_shown_with_who_chooses_by_when_and_the_clause(
    alice: Client, handler: Person
) -> None:
    page = text(alice.get(page_of(a_faulty_thing(handler))))
    assert "What the law gives, and what it does not" in page
    assert "UK Consumer Rights Act 2015 on “The top shelf is cracked.”" in page
    assert "One of these, not all of them. Short term right to reject £252.50" in page
    assert "The customer chooses. By Sun 15 Nov 2026" in page
    assert "CRA 2015 s.20, s.22(3)" in page
    assert "The firm has to prove it" in page


def test_what_does_not_apply_says_why(alice: Client, handler: Person) -> None:
    page = text(alice.get(page_of(a_faulty_thing(handler, days_since_delivery=31))))
    assert "Delivered 31 days ago; the right to reject ends after day 30." in page
    assert "Less than the law gives" not in page


def test_what_was_not_verified_is_marked(alice: Client, handler: Person) -> None:
    page = text(alice.get(page_of(a_faulty_thing(handler))))
    assert (
        "Nothing says that we had no right to supply it. CRA 2015 s.17, s.41 not verified" in page
    )


def test_before_the_findings_are_in_no_law_is_asked(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    stories.an_allegation(case, handler)
    assert "What the law gives" not in text(alice.get(page_of(case)))


def test_less_than_the_law_gives_is_flagged_with_the_clause(
    alice: Client, handler: Person, miser: None
) -> None:
    page = text(alice.get(page_of(a_faulty_thing(handler))))
    assert "Refund , within 14 days , or as the customer chooses" in page
    assert (
        "Less than the law gives. On “The top shelf is cracked.” we give £10.00, and UK Consumer "
        "Rights Act 2015 gives short term right to reject of £252.50 (CRA 2015 s.20, s.22(3))"
    ) in page


def test_a_firm_that_names_no_law_sees_none(
    alice: Client, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laws, "sold_under", lambda touchpoint: ())
    page = text(alice.get(page_of(a_faulty_thing(handler))))
    assert "What the law gives" not in page


def test_facts_that_contradict_each_other_are_told_in_its_place(
    alice: Client, handler: Person
) -> None:
    page = text(alice.get(page_of(a_faulty_thing(handler, received=False))))
    assert "received is no, and the day of delivery is given." in page


def test_the_law_asks_the_database_nothing(
    alice: Client, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(a_faulty_thing(handler))
    counts = []
    for chosen in (("uk-cra",), ()):
        monkeypatch.setattr(laws, "sold_under", lambda touchpoint, chosen=chosen: chosen)
        with CaptureQueriesContext(connection) as captured:
            alice.get(page)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_the_law_gave_is_kept_with_the_decision(
    alice: Client, handler: Person, edited: Edit
) -> None:
    """A decision is read with the law as it was, and one still to come with the law as it is."""
    case = a_faulty_thing(handler)
    decide.decide(case, handler, stories.NOW)
    edited("regimes/uk-cra/clock.csv", "days_since_delivery,30,", "days_since_delivery,7,")
    assert "the right to reject lasts until day 30." in text(alice.get(page_of(case)))
    record = Decision.objects.get().record
    assert record["law"][0]["reading"]["entitlements"][0]["amount"]["amount"] == "252.50"
    stories.a_finding(case, Allegation.objects.get().pk, handler)
    assert "the right to reject ends after day 7." in text(alice.get(page_of(case)))


def test_a_decision_without_the_laws_reading_is_read_from_its_document(
    alice: Client, handler: Person
) -> None:
    case = a_faulty_thing(handler)
    row = decide.decide(case, handler, stories.NOW)
    Decision.objects.update(record={k: v for k, v in row.record.items() if k != "law"})
    assert "the right to reject lasts until day 30." in text(alice.get(page_of(case)))
