"""What is owed is owed: nobody is erased while something that we promised them is still to keep."""

from datetime import timedelta

import pytest
from django.conf import settings
from tests.steps.test_answer_too import BOB, answered, answered_too, merged
from tests.stories import NOW, an_answered_case, an_investigated_case, an_open_case, promises_kept

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.references import reference
from upheld.core.retention import Begins, Period
from upheld.core.words import CaseId
from upheld.steps import erase
from upheld.steps.close import close, hear
from upheld.steps.commit import promise, settle
from upheld.steps.decide import decide
from upheld.store import retention
from upheld.store.models import Case, Commitment, Customer, Person


def closed_all_the_same(case: CaseId, by: Person) -> CaseId:
    close(case, "carrier_delay", "", "", by, NOW, still_to_keep=True)
    return case


@pytest.fixture
def case(handler: Person) -> CaseId:
    found = an_answered_case(handler)
    hear(found, True, "Thank you.", handler, NOW)
    return closed_all_the_same(found, handler)


def told(customer: int, by: Person) -> list[str]:
    return [each.words for each in erase.look(customer, None, by, NOW).stays]


def test_a_promise_that_is_open_is_told_beforehand_and_refuses_it(
    case: CaseId, lead: Person
) -> None:
    customer = Case.objects.get().customer_id
    words, *_ = told(customer, lead)
    assert words == (
        f"{reference(case)}: we still have to keep what we promised, "
        '"Refund of £12.50, by 7 November 2026": record first that it was kept or broken'
    )
    with pytest.raises(ErasureError, match="we still have to keep what we promised"):
        erase.propose(customer, None, ErasureWhy.REQUEST, lead, NOW)
    with pytest.raises(ErasureError, match="we still have to keep what we promised"):
        erase.propose(None, case, ErasureWhy.REQUEST, lead, NOW)


def test_once_it_was_kept_they_go(
    case: CaseId, handler: Person, lead: Person, administrator: Person
) -> None:
    promises_kept(case, handler)
    row = erase.propose(None, case, ErasureWhy.REQUEST, lead, NOW)
    assert erase.approve(row.pk, administrator, NOW).state == "done"


def test_what_is_due_by_its_period_stays_and_says_so(
    case: CaseId, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = Period("own", "", (), 1, Begins.RECEIPT, "Ours", "Ours", True, law=False)
    monkeypatch.setattr(retention, "_own", lambda: (month,))
    monkeypatch.setattr(settings, "ERASE_DUE", "lena@example.org")
    then = NOW + timedelta(days=366 * 8)
    went = erase.erase_due(then)
    assert (went.many, list(went.refused)) == (0, [reference(case)])
    assert "we still have to keep what we promised" in str(went.refused[reference(case)])
    promises_kept(case, handler)
    assert erase.erase_due(then).many == 1


def test_of_two_who_complained_each_stays_for_what_they_were_promised(
    handler: Person, lead: Person
) -> None:
    sallys = an_investigated_case(handler)
    bobs = an_open_case(handler, **BOB)
    promise(bobs, "We call Bob back", NOW.date(), handler, NOW)
    merged(sallys, bobs, handler)
    answered_too(bobs, decide(sallys, handler, NOW).pk, handler)
    answered(sallys, handler)
    closed_all_the_same(sallys, handler)
    bob = Customer.objects.get(email="bob@example.net").pk
    (words,) = told(bob, lead)
    assert words.startswith(f"{reference(sallys)}: we still have to keep what we promised")
    assert '"We call Bob back" by 2 November 2026' in words
    settle(sallys, Commitment.objects.get(words="We call Bob back").pk, True, "Rang.", handler, NOW)
    assert told(bob, lead) == []
    assert told(Case.objects.get(pk=sallys).customer_id, lead)
