"""An import is undone, and the fit of many assessed, while people work on their cases: of two that
hold the same rows one waits for the other, and never both in a circle."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from tests.beside import begun
from tests.steps.test_split import LATER
from tests.stories import NOW, a_decided_case, a_received_case
from tests.waiting import PATIENCE

from upheld.core.words import CaseId, CaseState, ImportState
from upheld.steps import may, undo_import
from upheld.steps.assess_fit import Swept, assess_all, assess_due
from upheld.steps.merge import merge
from upheld.store import in_order, load
from upheld.store import models as rows
from upheld.store.record import events

BY = may.Operator()
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def brought(*cases: CaseId) -> rows.Import:
    row = rows.Import.objects.create(
        kind="complaints", format="mapped", source="shop", filename="x", sha256="0", size=1,
        made_at=NOW, by="Lena", state=ImportState.UNDOING,
    )  # fmt: skip
    rows.Case.objects.filter(pk__in=cases).update(brought_by=row)
    return row


def test_an_import_is_undone_beside_a_merge_of_what_it_brought_in_no_circle() -> None:
    """The merge moves a case twice, and at its end the database asks whether its import is there,
    which is held by whoever takes the next cases back."""
    case, into, third = (a_received_case(BY) for _ in range(3))
    row = brought(case, into, third)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge(case, into, "", BY, LATER)
            undone = begun(pool, lambda: list(undo_import.take_back(row.pk, BY, LATER)))
        undone.result(timeout=PATIENCE)
    row.refresh_from_db()
    assert row.state == ImportState.UNDONE
    assert rows.Case.objects.get(pk=case).merged_into_id == into
    assert not rows.Case.objects.filter(pk=third).exists()


@pytest.mark.parametrize("sweeps", [assess_all, assess_due])
def test_many_are_assessed_beside_who_works_on_a_case_of_one_of_them_in_no_circle(
    sweeps: Callable[..., Swept],
) -> None:
    """Whoever works on a case may write of the customer next: the cases are held before them."""
    case = rows.Case.objects.get(pk=a_decided_case(BY))
    for number, days in enumerate((200, 150, 100), 1):
        told = {"placed_on": timezone.localdate(NOW) - timedelta(days=days), "amount": 1}
        rows.Order.objects.create(customer=case.customer, reference=f"O-{number}", **told)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            load.case(CaseId(case.pk))
            swept = begun(pool, lambda: sweeps(BY, LATER))
            in_order.hold(rows.Customer.objects.filter(pk=case.customer_id))
        assert swept.result(timeout=PATIENCE).changed == 1
    case.refresh_from_db()
    assert case.state == CaseState.INVESTIGATING
    assert list(events.breaks()) == []
