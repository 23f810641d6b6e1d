"""Conduct that happened on a case which was erased alone: nothing more is written there, and what
speaks against somebody can still be withdrawn."""

from collections.abc import Callable

import pytest
from tests.erasure.test_takes_nothing import erased
from tests.steps.test_conduct import SAID, recorded
from tests.stories import NOW, a_closed_case

from upheld.core.states import CaseErased
from upheld.core.words import CaseId
from upheld.steps import conduct, may
from upheld.steps.hand_over import hand_over
from upheld.store.models import Case, Conduct, Contact, Event, Letter, Person

WHY = "It was another caller."


@pytest.fixture
def case(handler: Person) -> CaseId:
    closed = a_closed_case(handler)
    Letter.objects.filter(case=closed).update(state="sent")
    return closed


@pytest.fixture(params=["case", "contact"])
def row(
    request: pytest.FixtureRequest,
    case: CaseId,
    handler: Person,
    lead: Person,
    administrator: Person,
) -> Conduct:
    """Recorded before the case was erased, on it or in a contact of it."""
    found = recorded(case, handler)
    if request.param == "contact":
        said = a_contact(case)
        found = conduct.record(found.customer_id, None, said, "insulted", SAID, handler, NOW)
    erased(case, lead, administrator)
    return found


def a_contact(case: CaseId) -> int:
    who = Case.objects.get(pk=case).customer
    made = Contact.objects.create(customer=who, case_id=case, at=NOW, inbound=True, channel="phone")
    return made.pk


@pytest.mark.parametrize("in_contact", [False, True])
def test_nothing_is_recorded_on_it(
    in_contact: bool, case: CaseId, handler: Person, lead: Person, administrator: Person
) -> None:
    said = a_contact(case)
    erased(case, lead, administrator)
    before = Event.objects.count()
    who = Case.objects.get(pk=case).customer_id
    on, contact = (None, said) if in_contact else (case, None)
    with pytest.raises(CaseErased, match="nothing is done in it any more"):
        conduct.record(who, on, contact, "insulted", SAID, handler, NOW)
    assert (Conduct.objects.count(), Event.objects.count()) == (0, before)


@pytest.mark.parametrize(
    "step",
    [
        lambda pk, by: conduct.see(pk, "A break", False, by, NOW),
        lambda pk, by: conduct.answer(pk, "I had been cut off.", by, NOW),
        lambda pk, by: conduct.keep_from_them(pk, "Somebody's safety", by, NOW),
        lambda pk, by: conduct.hand_on(pk, by, by, NOW),
    ],
)
def test_no_step_on_what_is_on_record_there_writes_in_it(
    step: Callable[[int, Person], None], row: Conduct, lead: Person
) -> None:
    before = Event.objects.count()
    with pytest.raises(CaseErased):
        step(row.pk, lead)
    row.refresh_from_db()
    assert (row.support, row.answer, row.not_shown) == ("", "", "")
    assert Event.objects.count() == before


def test_whoever_is_refused_is_told_what_can_be_done(row: Conduct, lead: Person) -> None:
    with pytest.raises(CaseErased, match="what is on record there can be withdrawn"):
        conduct.see(row.pk, "A break", False, lead, NOW)


def test_it_is_withdrawn_of_whom_it_is_about_and_the_case_stays_as_it_is(
    row: Conduct, case: CaseId, lead: Person
) -> None:
    before = Event.objects.filter(case=case).count()
    conduct.withdraw(row.pk, WHY, lead, NOW)
    row.refresh_from_db()
    assert (row.stands, row.withdrawn_why) == (False, WHY)
    assert Event.objects.filter(case=case).count() == before
    told = Event.objects.get(kind="conduct_withdrawn")
    assert (told.case_id, told.data["customer"]) == (None, row.customer_id)
    assert hand_over(row.customer_id, may.Operator(), NOW)
