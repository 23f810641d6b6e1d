"""An import is undone while somebody begins to use what it brought: they come first, and it stays,
or after, and it is no longer there."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction
from tests.beside import begun
from tests.stories import NOW, a_complaint, a_received_case
from tests.waiting import PATIENCE

from upheld.core.conduct import ConductError
from upheld.core.imports import Arrival
from upheld.core.words import CaseId
from upheld.steps import conduct, may, receipts, undo_import
from upheld.steps.import_complaints import import_complaints
from upheld.steps.link_order import link_order
from upheld.store import models as rows
from upheld.store import policies
from upheld.store import receipts as links
from upheld.store.models import Person

BY = may.Operator()
THEM = may.Complainant()
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def row() -> rows.Import:
    return rows.Import.objects.create(
        kind="orders", format="mapped", source="shop", filename="x", sha256="0", size=1,
        made_at=NOW, by="Lena", state="undoing",
    )  # fmt: skip


def undo(row: rows.Import) -> None:
    list(undo_import.take_back(row.pk, BY, NOW))


def first(act: Callable[[], object], row: rows.Import) -> None:
    """The act, and the undoing beside it, which waits."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            act()
            undone = begun(pool, lambda: undo(row))
        undone.result(timeout=PATIENCE)


def after(act: Callable[[], object], row: rows.Import) -> None:
    """The undoing, and the act beside it, which waits."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            undo(row)
            done = begun(pool, act)
        done.result(timeout=PATIENCE)


def by_a_list() -> None:
    import_complaints([Arrival("helpdesk", "1", a_complaint())], policies.usual_rules(), BY, NOW)


@pytest.mark.parametrize("comes", [lambda: a_received_case(BY), by_a_list], ids=["filed", "listed"])
class TestACustomer:
    @pytest.fixture
    def sally(self, row: rows.Import) -> rows.Customer:
        told = {"name": "Sally", "email": "sally@example.org"}
        return rows.Customer.objects.create(brought_by=row, **told)

    def test_stays_whose_complaint_comes_first(
        self, comes: Callable[[], None], sally: rows.Customer, row: rows.Import
    ) -> None:
        first(comes, row)
        assert rows.Case.objects.get().customer == sally
        assert list(rows.Customer.objects.all()) == [sally]

    def test_is_somebody_new_whose_complaint_comes_after(
        self, comes: Callable[[], None], sally: rows.Customer, row: rows.Import
    ) -> None:
        after(comes, row)
        who = rows.Customer.objects.get()
        assert rows.Case.objects.get().customer == who
        assert who != sally


class TestAnOrder:
    @pytest.fixture
    def case(self, row: rows.Import) -> rows.Case:
        case = rows.Case.objects.get(pk=a_received_case(BY))
        told = {"customer": case.customer, "reference": "O-7", "placed_on": NOW, "amount": 1}
        rows.Order.objects.create(brought_by=row, **told)
        return case

    def linked(self, case: rows.Case) -> Callable[[], object]:
        return lambda: link_order(CaseId(case.pk), "O-7", BY, NOW)

    def test_stays_that_a_case_is_first_said_to_be_about(
        self, case: rows.Case, row: rows.Import
    ) -> None:
        first(self.linked(case), row)
        case.refresh_from_db()
        assert case.order == rows.Order.objects.get()

    def test_is_no_longer_here_for_who_says_so_after(
        self, case: rows.Case, row: rows.Import
    ) -> None:
        after(self.linked(case), row)
        case.refresh_from_db()
        assert (case.order, case.order_reference) == (None, "O-7")
        assert not rows.Order.objects.exists()

    def test_stays_that_a_case_is_about_whose_link_is_opened_first(
        self, case: rows.Case, row: rows.Import
    ) -> None:
        rows.Case.objects.update(order_reference="O-7", known_to_be_theirs=False)
        receipts.offer_link(CaseId(case.pk), "https://care.larch.example", BY, NOW)
        until = NOW + timedelta(days=1)
        rows.Receipt.objects.update(link_hash=links.hash_of("a secret"), link_until=until)
        first(lambda: receipts.enter("a secret", THEM, NOW), row)
        case.refresh_from_db()
        assert case.order == rows.Order.objects.get()


class TestAContact:
    @pytest.fixture
    def contact(self, row: rows.Import) -> rows.Contact:
        """Of a second row of hers."""
        sally = rows.Customer.objects.create(name="Sally")
        told = {"customer": rows.Customer.objects.create(merged_into=sally), "at": NOW}
        return rows.Contact.objects.create(brought_by=row, inbound=True, channel="phone", **told)

    def recorded(self, contact: rows.Contact, by: Person) -> Callable[[], object]:
        whose = contact.customer.merged_into_id or 0
        said = ("insulted", "She called Bob a name.")
        return lambda: conduct.record(whose, None, contact.pk, *said, by, NOW)

    def test_stays_in_which_conduct_is_recorded_first(
        self, contact: rows.Contact, row: rows.Import, handler: Person
    ) -> None:
        first(self.recorded(contact, handler), row)
        assert rows.Conduct.objects.get().contact == rows.Contact.objects.get()

    def test_is_no_longer_here_for_who_records_conduct_in_it_after(
        self, contact: rows.Contact, row: rows.Import, handler: Person
    ) -> None:
        with pytest.raises(ConductError, match="that contact is not theirs"):
            after(self.recorded(contact, handler), row)
