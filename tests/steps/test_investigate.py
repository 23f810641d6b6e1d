"""Investigate: what is alleged, what shows it, what is so. New facts reopen a decision."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from tests.stories import (
    NOW,
    SHELVES_LATE,
    a_decided_case,
    a_finding,
    an_allegation,
    an_open_case,
    days,
)

from upheld.core.document import DocumentError
from upheld.core.evidence import Particulars
from upheld.core.words import AllegationKind, CaseId, CaseState, FindingResult
from upheld.steps import investigate
from upheld.steps.investigate import NoReason
from upheld.store import loose
from upheld.store.load import CaseMissing
from upheld.store.models import Allegation, Case, Event, Evidence, Finding, Person


@pytest.fixture
def alleged(open_case: CaseId, handler: Person) -> int:
    return an_allegation(open_case, handler)


def test_an_allegation_is_kept_with_its_facts(alleged: int) -> None:
    row = Allegation.objects.get(pk=alleged)
    assert (row.kind, row.statement) == (AllegationKind.LATE, "The shelves came nine days late.")
    assert row.facts == SHELVES_LATE
    assert Case.objects.get(pk=row.case_id).state == CaseState.INVESTIGATING


def test_facts_are_replaced_and_the_record_keeps_what_they_were(
    open_case: CaseId, alleged: int, handler: Person
) -> None:
    investigate.record_facts(open_case, alleged, {"days_late": 3}, handler, NOW)
    assert Allegation.objects.get(pk=alleged).facts == {"days_late": 3}
    last = Event.objects.last()
    assert last
    assert last.data["before"] == SHELVES_LATE


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"days_lat": 3}, "facts.days_lat: no such input. Did you mean days_late"),
        ({"days_late": "many"}, "facts.days_late: 'many' is not a number"),
        ({"days_late": "1e999999"}, "is too large"),
        ({"price_paid": 10**12}, "is too large: give a number below 10,000,000"),
        ({"vulnerable": True}, "this is about customer, not allegation"),
        ({"recorded_finding": "substantiated"}, "give it as the allegation's finding"),
        ({"kind": "faulty"}, "give it as the allegation's kind"),
    ],
)
def test_facts_that_cannot_be_read_are_refused_with_the_mend(
    facts: dict[str, Any], said: str, open_case: CaseId, alleged: int, handler: Person
) -> None:
    with pytest.raises(DocumentError, match=said):
        an_allegation(open_case, handler, facts=facts)
    with pytest.raises(DocumentError, match=said):
        investigate.record_facts(open_case, alleged, facts, handler, NOW)
    assert Allegation.objects.get().facts == SHELVES_LATE


def test_an_allegation_says_what_is_said_to_have_gone_wrong(
    open_case: CaseId, handler: Person
) -> None:
    with pytest.raises(DocumentError, match="statement: say in one sentence"):
        an_allegation(open_case, handler, statement="  ")


def test_evidence_belongs_to_one_point_or_to_the_whole_case(
    open_case: CaseId, alleged: int, handler: Person
) -> None:
    for allegation in (alleged, None):
        investigate.add_evidence(open_case, allegation, "record", " A scan ", handler, NOW)
    assert list(Evidence.objects.values_list("allegation", "text", "by")) == [
        (alleged, "A scan", "Alice Moore"),
        (None, "A scan", "Alice Moore"),
    ]


def test_evidence_says_what_it_shows(open_case: CaseId, handler: Person) -> None:
    with pytest.raises(DocumentError, match="evidence: say what it is and what it shows"):
        investigate.add_evidence(open_case, None, "record", " ", handler, NOW)


def test_evidence_of_a_call_says_when_with_whom_and_what_rests_on_it(
    open_case: CaseId, alleged: int, handler: Person
) -> None:
    told = Particulars(NOW, "the carrier's desk", "days_late")
    investigate.add_evidence(open_case, alleged, "call", "It came late", handler, NOW, told)
    row = Evidence.objects.get()
    found = row.happened_at, row.with_whom, row.relied_on_by
    assert found == (NOW, "the carrier's desk", "days_late")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Particulars(happened_at=NOW + days(1)), "it cannot have happened yet"),
        (Particulars(relied_on_by="days_lat"), "days_lat is no fact that could rely on it"),
    ],
)
def test_evidence_of_what_cannot_be_is_refused(
    told: Particulars, said: str, open_case: CaseId, handler: Person
) -> None:
    with pytest.raises(DocumentError, match=said):
        investigate.add_evidence(open_case, None, "call", "A call", handler, NOW, told)


def test_a_file_is_on_record_with_its_hash(open_case: CaseId, handler: Person) -> None:
    file = loose.keep(ContentFile(b"a picture", "photo.png"), NOW)
    told = "photo", "The box is crushed", handler, NOW
    investigate.add_evidence(open_case, None, *told, file=file)
    last = Event.objects.last()
    assert last
    assert last.data["file"] == "photo.png"
    assert last.data["sha256"] == Evidence.objects.get().sha256


def test_a_finding_has_its_reason(open_case: CaseId, alleged: int, handler: Person) -> None:
    with pytest.raises(NoReason, match="write the sentence the customer may be told"):
        a_finding(open_case, alleged, handler, because=" ")
    assert not Finding.objects.exists()


def test_a_finding_found_anew_takes_the_place_of_the_old_and_both_are_on_record(
    open_case: CaseId, alleged: int, handler: Person
) -> None:
    a_finding(open_case, alleged, handler)
    a_finding(open_case, alleged, handler, result=FindingResult.PARTLY, because="Half of it.")
    assert Finding.objects.get().result == FindingResult.PARTLY
    results = [event.data["result"] for event in Event.objects.filter(kind="found")]
    assert results == [FindingResult.SUBSTANTIATED, FindingResult.PARTLY]


def test_the_allegation_of_another_case_is_not_touched(alleged: int, handler: Person) -> None:
    other = an_open_case(handler)
    acts: list[Callable[[], object]] = [
        lambda: investigate.record_facts(other, alleged, {}, handler, NOW),
        lambda: investigate.add_evidence(other, alleged, "record", "A scan", handler, NOW),
        lambda: a_finding(other, alleged, handler),
    ]
    for act in acts:
        with pytest.raises(CaseMissing, match=f"has no allegation {alleged}"):
            act()


def test_circumstances_are_kept(open_case: CaseId, handler: Person) -> None:
    told = {"withdrawn": True, "in_scope": False, "explained_before": True}
    investigate.record_circumstances(open_case, told, handler, NOW)
    case = Case.objects.get(pk=open_case)
    assert (case.withdrawn, case.in_scope, case.explained_before) == (True, False, True)


def test_circumstances_that_nobody_knows_stay_as_they_were(
    open_case: CaseId, handler: Person
) -> None:
    investigate.record_circumstances(open_case, {"withdrawn": None}, handler, NOW)
    assert Case.objects.get(pk=open_case).withdrawn is False
    investigate.record_circumstances(open_case, {"withdrawn": "true"}, handler, NOW)
    assert Case.objects.get(pk=open_case).withdrawn is True


@pytest.mark.parametrize("told", [{"state": "closed"}, {"withdrawn": "maybe"}, {"tone": "loud"}])
def test_circumstances_hold_nothing_else(
    told: dict[str, Any], open_case: CaseId, handler: Person
) -> None:
    with pytest.raises(DocumentError, match=r"^circumstances\."):
        investigate.record_circumstances(open_case, told, handler, NOW)
    assert Case.objects.get(pk=open_case).state == CaseState.ACKNOWLEDGED


def test_whatever_is_learnt_after_a_decision_asks_for_a_new_one(handler: Person) -> None:
    def learn(act: Callable[[CaseId, int], object]) -> None:
        case = a_decided_case(handler)
        act(case, Case.objects.get(pk=case).allegations.get().pk)
        assert Case.objects.get(pk=case).state == CaseState.INVESTIGATING

    learn(lambda case, _: an_allegation(case, handler))
    learn(lambda case, a: investigate.record_facts(case, a, {}, handler, NOW))
    learn(lambda case, a: a_finding(case, a, handler))
    learn(lambda case, _: investigate.add_evidence(case, None, "record", "New", handler, NOW))
    learn(lambda case, _: investigate.record_circumstances(case, {"withdrawn": True}, handler, NOW))
