"""Conduct: what was done, apart from merit; seen by a lead, answered by whoever it is about."""

from typing import Any

import pytest
from tests.stories import NOW, an_open_case, days

from upheld.core.conduct import ConductError
from upheld.core.words import CaseId, Role
from upheld.steps import conduct, may
from upheld.steps.may import CUSTOMERS, NotAllowed
from upheld.store.models import Case, Conduct, Contact, Event, Person

SAID = 'On the telephone: "you are all idiots", three times, before the call was ended.'


def recorded(case: CaseId, by: may.Actor, **told: Any) -> Conduct:
    row = Case.objects.get(pk=case)
    asked = {"behaviour": "insulted", "shown_by": SAID, "by": by, "now": NOW, **told}
    return conduct.record(row.customer_id, case, None, **asked)


def test_a_colleague_records_it_at_once_and_a_lead_sees_what_was_offered(
    open_case: CaseId, handler: Person, lead: Person
) -> None:
    row = recorded(open_case, handler)
    assert (row.family, row.seen_at, row.recorded_by) == ("behaviour", None, handler)
    conduct.see(row.pk, "A break, and a talk with Lena", True, lead, NOW)
    row.refresh_from_db()
    assert (row.seen_by, row.withheld, row.support[:7]) == ("Lena Brandt", True, "A break")
    kinds = Event.objects.filter(case=open_case).values_list("kind", flat=True)
    assert {"conduct_recorded", "conduct_seen"} <= set(kinds)


def test_the_words_stay_in_the_row_and_out_of_the_record(
    open_case: CaseId, handler: Person
) -> None:
    recorded(open_case, handler, withheld=True)
    assert "idiots" not in str(Event.objects.get(kind="conduct_recorded").data)


@pytest.mark.parametrize(
    ("shown_by", "why"),
    [
        (" ", "say what was said or done"),
        ("She is abusive.", "what was done, not what somebody is like"),
        ("A problem customer.", "what was done, not what somebody is like"),
    ],
)
def test_it_says_what_was_done_and_never_what_somebody_is_like(
    open_case: CaseId, handler: Person, shown_by: str, why: str
) -> None:
    with pytest.raises(ConductError, match=why):
        recorded(open_case, handler, shown_by=shown_by)
    assert not Conduct.objects.exists()


def test_it_happened_in_a_contact_or_on_a_case_of_theirs(
    open_case: CaseId, handler: Person
) -> None:
    other = an_open_case(handler, email="bob@example.org")
    customer = Case.objects.get(pk=open_case).customer_id
    said = Contact.objects.create(
        customer=Case.objects.get(pk=other).customer, at=NOW, inbound=True, channel="phone"
    )
    for case, contact, why in (
        (None, None, "in which contact or on which case"),
        (other, None, "that case is not theirs"),
        (None, said.pk, "that contact is not theirs"),
    ):
        with pytest.raises(ConductError, match=why):
            conduct.record(customer, case, contact, "insulted", SAID, handler, NOW)


def test_a_lead_gives_the_case_to_somebody_else(
    open_case: CaseId, handler: Person, lead: Person
) -> None:
    row = recorded(open_case, handler)
    with pytest.raises(NotAllowed):
        conduct.hand_on(row.pk, lead, handler, NOW)
    conduct.hand_on(row.pk, lead, lead, NOW)
    assert Case.objects.get(pk=open_case).owner == lead


def test_what_they_say_of_it_stands_beside_it_and_nothing_of_it_is_lost(
    open_case: CaseId, handler: Person
) -> None:
    row = recorded(open_case, handler)
    conduct.answer(row.pk, "I had been cut off twice.", may.Complainant(), NOW)
    conduct.answer(row.pk, "And I said sorry.", handler, NOW + days(1))
    row.refresh_from_db()
    assert row.answer == "I had been cut off twice.\n\nAnd I said sorry."


def test_what_was_withdrawn_counts_for_nothing(
    open_case: CaseId, handler: Person, lead: Person
) -> None:
    row = recorded(open_case, handler)
    conduct.withdraw(row.pk, "It was another call.", lead, NOW)
    with pytest.raises(ConductError, match="this was withdrawn"):
        conduct.see(row.pk, "A talk", False, lead, NOW)


@pytest.mark.parametrize("step", CUSTOMERS)
def test_each_step_is_open_to_its_roles_only(step: str) -> None:
    staff = {Role.HANDLER, Role.LEAD, Role.ADMINISTRATOR}
    assert CUSTOMERS[step].roles <= staff | {may.COMPLAINANT}
    decides = {"restrict", "review_restriction", "settle_appeal", "propose_parting",
               "approve_parting", "review_parting", "hand_over", "see_conduct",
               "erase", "keep_legal_holds", "ask_kindly"}  # fmt: skip
    assert (Role.HANDLER in CUSTOMERS[step].roles) is (step not in decides | {
        "withdraw_conduct", "withdraw_parting"})  # fmt: skip
