"""Knowingly untrue: on evidence, by two people, reviewed, and never near what is owed."""

from datetime import date

import pytest
from tests.stories import NOW, a_decided_case, a_finding, an_allegation, an_open_case, days

from upheld.core.dishonesty import DishonestyError
from upheld.core.words import CaseId, FindingResult, Role
from upheld.steps import decide, dishonesty, investigate
from upheld.steps.may import NotAllowed, Operator
from upheld.store import documents, load
from upheld.store.models import Case, Decision, Dishonesty, Event, Evidence, Person

UNTRUE = "The letter says that it never came, and a photograph in it shows it in the hall."


@pytest.fixture
def case(handler: Person) -> CaseId:
    return a_decided_case(handler)


@pytest.fixture
def proposed(case: CaseId, handler: Person) -> CaseId:
    evidence = Evidence.objects.get()
    dishonesty.propose(case, _alleged(case), UNTRUE, [evidence.pk], None, handler, NOW)
    return case


def _alleged(case: CaseId) -> int:
    row = Case.objects.get(pk=case).allegations.first()
    assert row
    return row.pk


def confirm(case: CaseId, by: Person | Operator, read: str = UNTRUE) -> None:
    dishonesty.confirm(case, _alleged(case), read, by, NOW)


def test_a_proposal_names_its_evidence_and_waits_for_a_second_person(proposed: CaseId) -> None:
    row = Dishonesty.objects.get()
    assert (row.state, row.by, row.evidence) == (
        "proposed", "Alice Moore", [Evidence.objects.get().pk],
    )  # fmt: skip
    event = Event.objects.get(kind="dishonesty_proposed")
    assert event.data["statement"] == UNTRUE


def test_a_lead_who_did_not_propose_it_confirms_it(proposed: CaseId, lead: Person) -> None:
    confirm(proposed, lead)
    row = Dishonesty.objects.get()
    assert (row.state, row.confirmed_by) == ("confirmed", lead)


def test_nobody_confirms_what_they_have_not_read(proposed: CaseId, lead: Person) -> None:
    for read in ("", "They knew that the receipt was another's."):
        with pytest.raises(DishonestyError, match="proposed anew while you read"):
            confirm(proposed, lead, read)


def test_nobody_confirms_their_own(case: CaseId, lead: Person) -> None:
    shown = [Evidence.objects.get().pk]
    dishonesty.propose(case, _alleged(case), UNTRUE, shown, None, lead, NOW)
    with pytest.raises(DishonestyError, match="a second person must confirm this"):
        confirm(case, lead)
    dishonesty.withdraw(case, _alleged(case), "Not sure.", lead, NOW)
    dishonesty.propose(case, _alleged(case), UNTRUE, shown, None, Operator(), NOW)
    with pytest.raises(DishonestyError, match="a second person"):
        confirm(case, Operator())


def test_another_person_of_the_same_name_is_another_person(proposed: CaseId, db: None) -> None:
    namesake = Person.objects.create_person("a@example.net", "Alice Moore", Role.LEAD, "x" * 12)
    confirm(proposed, namesake)
    assert Dishonesty.objects.get().state == "confirmed"


def test_a_handler_confirms_nothing(proposed: CaseId, handler: Person) -> None:
    with pytest.raises(NotAllowed, match="may not confirm dishonesty"):
        confirm(proposed, handler)


def test_evidence_must_be_kept_with_the_allegation(case: CaseId, handler: Person) -> None:
    for evidence in ([], [999]):
        with pytest.raises(DishonestyError):
            dishonesty.propose(case, _alleged(case), UNTRUE, evidence, None, handler, NOW)
    assert not Dishonesty.objects.exists()


def test_what_stands_is_not_proposed_again(proposed: CaseId, handler: Person) -> None:
    shown = [Evidence.objects.get().pk]
    with pytest.raises(DishonestyError, match="withdraw that first"):
        dishonesty.propose(proposed, _alleged(proposed), UNTRUE, shown, None, handler, NOW)


def test_only_a_lead_withdraws_what_was_confirmed(
    proposed: CaseId, handler: Person, lead: Person
) -> None:
    confirm(proposed, lead)
    with pytest.raises(NotAllowed, match="ask a lead"):
        dishonesty.withdraw(proposed, _alleged(proposed), "It was a twin.", handler, NOW)
    dishonesty.withdraw(proposed, _alleged(proposed), "It was a twin.", lead, NOW)
    assert Dishonesty.objects.get().state == "withdrawn"


def test_a_review_is_kept_and_sets_the_next(proposed: CaseId, lead: Person) -> None:
    confirm(proposed, lead)
    later, due = NOW + days(100), date(2027, 8, 1)
    dishonesty.review(proposed, _alleged(proposed), "Heard again.", True, due, lead, later)
    row = Dishonesty.objects.get()
    assert (row.state, row.review_due, row.reviewed_by) == ("confirmed", due, "Lena Brandt")


def test_a_review_can_end_it(proposed: CaseId, lead: Person) -> None:
    confirm(proposed, lead)
    why = "The signature is a neighbour's."
    dishonesty.review(proposed, _alleged(proposed), why, False, None, lead, NOW)
    assert Dishonesty.objects.get().state == "withdrawn"


def test_what_was_only_proposed_is_not_reviewed(proposed: CaseId, lead: Person) -> None:
    with pytest.raises(DishonestyError, match="nothing of this kind is confirmed"):
        dishonesty.review(proposed, _alleged(proposed), "x", True, None, lead, NOW)


@pytest.mark.parametrize("result", [FindingResult.SUBSTANTIATED, FindingResult.NOT_SUBSTANTIATED])
def test_nothing_that_is_decided_reads_it(
    handler: Person, lead: Person, result: FindingResult
) -> None:
    case = an_open_case(handler)
    allegation = an_allegation(case, handler)
    investigate.add_evidence(case, allegation, "record", "Carrier scan", handler, NOW)
    a_finding(case, allegation, handler, result=result)
    before = load.recalled(decide.decide(case, handler, NOW))
    document = documents.document(load.page(case), NOW)
    shown = [Evidence.objects.get().pk]
    dishonesty.propose(case, allegation, UNTRUE, shown, None, handler, NOW)
    confirm(case, lead)
    assert documents.document(load.page(case), NOW) == document
    assert load.recalled(decide.decide(case, handler, NOW)) == before
    assert Decision.objects.count() == 2
