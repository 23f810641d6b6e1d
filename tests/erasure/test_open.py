"""What stood open about whoever was erased waits for nobody: nobody may settle it any more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.stories import NOW, a_closed_case

from upheld.core.erasing import ErasureWhy
from upheld.core.states import CaseErased, CustomerErased
from upheld.core.words import CaseId, CaseState
from upheld.desk.show import promises
from upheld.steps import (
    close,
    commit,
    conduct,
    deliver,
    dishonesty,
    erase,
    merge,
    propose_parting,
    restrict,
)
from upheld.store import left_behind, queues, relations
from upheld.store import models as rows
from upheld.store.merged import complained_too

TODAY = NOW.date()
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(handler: rows.Person) -> rows.Case:
    """Closed, of Alice, and something of every kind stands open about whose it is."""
    case = rows.Case.objects.get(pk=a_closed_case(handler))
    rows.Case.objects.update(owner=handler)
    about: dict[str, Any] = {"customer": case.customer, "case": case, "at": NOW}
    rows.Conduct.objects.create(family="abuse", behaviour="insulted", shown_by="A word.", **about)
    measure = {"scope": "written_only", "reviewed_at": NOW, "expires_on": TODAY + timedelta(days=9)}
    for state in ("decided", "in_force"):
        restriction = rows.Restriction.objects.create(
            state=state, review_due=TODAY, **measure, **about
        )
    restriction.looks.create(appeal="It was not me.", asked_at=NOW)
    rows.CauseLook.objects.create(customer=case.customer, raised_at=NOW)
    rows.Parting.objects.create(state="proposed", **about)
    parting = rows.Parting.objects.create(state="parted", **about)
    parting.afterwards.create(due_on=TODAY)
    rows.Dishonesty.objects.create(
        allegation=case.allegations.get(), state="confirmed", statement="It never came.", at=NOW,
        confirmed_at=NOW, review_due=TODAY,
    )  # fmt: skip
    return case


def a_promise(case: rows.Case) -> rows.Commitment:
    return rows.Commitment.objects.create(
        case=case, words="We ring you.", due=NOW, due_on=TODAY, at=NOW
    )


def for_a_lead() -> set[str]:
    found = {kind: listed.count() for kind, listed in relations.waiting(TODAY).items()}
    assert sum(found.values()) == relations.count_waiting(TODAY)
    return {kind for kind, many in found.items() if many}


EVERY_KIND = {"unseen", "decided", "appeals", "reviews", "causes", "partings", "afterwards"}


def erased(customer: int | None, case: int | None, *two: rows.Person) -> None:
    one = CaseId(case) if case else None
    row = erase.propose(customer, one, ErasureWhy.REQUEST, two[0], NOW)
    erase.approve(row.pk, two[1], NOW)


def test_nothing_about_whoever_was_erased_waits_for_a_lead(
    case: rows.Case, lead: rows.Person, administrator: rows.Person
) -> None:
    assert for_a_lead() == EVERY_KIND
    assert list(queues.to_review(TODAY)) == [case]
    erased(case.customer_id, None, lead, administrator)
    assert for_a_lead() == set()
    assert list(queues.to_review(TODAY)) == []
    steps: list[Callable[[], object]] = [
        lambda: conduct.see(rows.Conduct.objects.get().pk, "A call.", False, lead, NOW),
        lambda: restrict.refuse(rows.Restriction.objects.earliest("pk").pk, "No.", lead, NOW),
        lambda: propose_parting.withdraw(rows.Parting.objects.earliest("pk").pk, "No.", lead, NOW),
    ]
    for step in steps:
        with pytest.raises(CustomerErased):
            step()


def test_of_an_erased_case_alone_waits_what_can_be_settled_and_no_restriction_holds(
    case: rows.Case, lead: rows.Person, administrator: rows.Person
) -> None:
    """Whose it was is still a customer, and nobody may review or lift it, nor hear an appeal."""
    assert relations.in_force(case.customer, TODAY).exists()
    standing = dict(rows.Restriction.objects.values_list("pk", "state"))
    rows.Restriction.objects.update(state="ended")
    erased(None, case.pk, lead, administrator)
    for pk, state in standing.items():  # an earlier version erased it while they stood
        rows.Restriction.objects.filter(pk=pk).update(state=state)
    assert for_a_lead() == EVERY_KIND - {"decided", "appeals", "reviews"}
    assert list(queues.to_review(TODAY)) == []
    assert not relations.in_force(case.customer, TODAY).exists()
    with pytest.raises(CaseErased):
        dishonesty.withdraw(CaseId(case.pk), case.allegations.get().pk, "No.", lead, NOW)
    conduct.withdraw(rows.Conduct.objects.get().pk, "It is gone.", lead, NOW)
    for row in rows.Restriction.objects.all():
        with pytest.raises(CaseErased):
            restrict.lift(row.pk, "It is over.", administrator, NOW)
    propose_parting.withdraw(rows.Parting.objects.earliest("pk").pk, "No.", lead, NOW)


def test_a_promise_in_an_erased_case_waits_for_nobody(
    case: rows.Case,
    handler: rows.Person,
    lead: rows.Person,
    administrator: rows.Person,
    client: Client,
) -> None:
    erased(case.customer_id, None, lead, administrator)
    row = a_promise(case)  # an earlier version left it open
    with pytest.raises(CaseErased):
        commit.settle(CaseId(case.pk), row.pk, True, "", handler, NOW)
    assert list(queues.open_commitments(handler)) == []
    gone = left_behind.Hands(frozenset(), frozenset())
    assert left_behind.left_behind(gone).promises == []
    assert promises.counted(NOW).open == 0
    client.force_login(lead)
    assert list(client.get("/promises/").context["page"]) == []


def test_a_letter_that_did_not_leave_from_an_erased_case_is_not_to_be_seen_off(
    case: rows.Case, handler: rows.Person, lead: rows.Person, administrator: rows.Person
) -> None:
    before = CaseId(case.pk)
    close.reopen(into := a_closed_case(handler), "It came twice.", handler, NOW)
    merge.merge(before, into, "It came twice.", handler, NOW)
    rows.Case.objects.filter(pk=into).update(state=CaseState.CLOSED)
    rows.Letter.objects.filter(case=before).update(state="by_hand")
    assert list(complained_too.to_see_off()) == [case]
    erased(case.customer_id, None, lead, administrator)
    letter = rows.Letter.objects.filter(case=before, state="by_hand").earliest("pk")
    with pytest.raises(CaseErased):
        deliver.posted(before, letter.pk, handler, NOW)
    assert list(complained_too.to_see_off()) == []
