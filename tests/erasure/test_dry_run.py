"""A dry run says what is then done, whatever there is: no row more, and no case fewer."""

from datetime import timedelta
from random import Random

import pytest
from django.conf import settings
from tests.record.doings import DOINGS, Firm
from tests.stories import NOW

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.steps import erase
from upheld.store import beside, retention
from upheld.store import models as rows
from upheld.store.models import Person
from upheld.store.record import events

_DOINGS = [name for name in DOINGS if not name.startswith("erase")]
_MUCH = ("close a whole story", "close a whole story", "investigate", "close a whole story")


@pytest.fixture
def firm(handler: Person, lead: Person, administrator: Person) -> Firm:
    return Firm(handler, lead, administrator)


def history(seed: int, firm: Firm) -> None:
    random = Random(seed)
    for name in (*_MUCH, *random.choices(_DOINGS, k=8)):
        firm.do(name, random.randrange(1_000))


@pytest.mark.parametrize("seed", [1, 2])  # histories that leave somebody to erase
def test_an_erasure_takes_the_rows_that_its_dry_run_counted_or_is_refused_by_what_it_said(
    seed: int, firm: Firm
) -> None:
    history(seed, firm)
    many = 0
    for customer in rows.Customer.objects.filter(merged_into=None).order_by("pk"):
        found = erase.look(customer.pk, None, firm.lead, firm.now)
        if found.stays:
            with pytest.raises(ErasureError) as refused:
                erase.propose(customer.pk, None, ErasureWhy.REQUEST, firm.lead, firm.now)
            assert refused.value.lines == tuple(each.words for each in found.stays)
        else:
            row = erase.propose(customer.pk, None, ErasureWhy.REQUEST, firm.lead, firm.now)
            done = erase.approve(row.pk, firm.administrator, firm.now)
            counts = found.plan.counts  # and the event that it was proposed
            assert done.rows == counts | {"Event": counts["Event"] + 1}, firm.did
            many += 1
    assert many
    assert [*events.breaks(), *beside.amiss()] == []


@pytest.mark.parametrize("seed", range(2, 4))
def test_what_is_told_to_be_due_is_what_goes_and_what_is_refused_of_it_is_named(
    seed: int, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ERASE_DUE", "lena@example.org")
    history(seed, firm)
    now = NOW + timedelta(days=366 * 6 + 60)
    due = {each.case.reference for each in retention.due(now)}
    went = erase.erase_due(now)
    gone = {case.reference for case in rows.Case.everything.exclude(erased_at=None)}
    with_them = {
        case.reference for case in rows.Case.everything.exclude(merged_into=None)
    }  # what was merged into a case goes with it
    assert due
    assert gone - with_them == due - set(went.refused)
    assert went.many == len(due) - len(went.refused)
