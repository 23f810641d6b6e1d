"""Of two who come with one address at once, whatever way, the second waits, and finds the first's
customer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import polars as pl
import pytest
from django.db import transaction
from tests.beside import begun
from tests.stories import NOW, a_complaint, a_received_case
from tests.waiting import PATIENCE

from upheld.core.imports import Arrival
from upheld.steps import may
from upheld.steps.import_complaints import import_complaints
from upheld.steps.know_customer import CustomerError, know_customer
from upheld.store import in_order, policies
from upheld.store import models as rows
from upheld.store.imports import tables as import_tables

BY = may.Operator()
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LETTERS, ASCII = "ann@bücher.example", "ann@xn--bcher-kva.example"


def filed(email: str) -> None:
    a_received_case(BY, email=email)


def in_a_list(email: str) -> None:
    arrival = Arrival("helpdesk", email, a_complaint(email=email))
    import_complaints([arrival], policies.usual_rules(), BY, NOW)


def as_a_customer(email: str) -> None:
    row = rows.Import.objects.create(
        kind="customers", format="mapped", source="shop", filename="x", sha256="0", size=1,
        made_at=NOW, by="Lena",
    )  # fmt: skip
    with transaction.atomic():
        import_tables.customers(row, pl.DataFrame([{"customer": "C-1", "email": email}]))


WAYS: list[Callable[[str], None]] = [filed, in_a_list, as_a_customer]


@pytest.mark.parametrize(("first", "second"), [*product(WAYS, WAYS)])
def test_an_address_is_one_customers_whichever_two_ways_it_comes_at_once(
    first: Callable[[str], None], second: Callable[[str], None]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first(LETTERS)
            done = begun(pool, lambda: second(ASCII))
        done.result(timeout=PATIENCE)
    assert rows.Customer.objects.count() == 1


@pytest.fixture
def ann() -> rows.Customer:
    """Whose address is not known yet."""
    return rows.Customer.objects.create(name="Ann Ash")


@pytest.mark.parametrize("second", WAYS)
def test_who_comes_with_an_address_while_it_is_written_down_is_the_customer_whose_it_is(
    ann: rows.Customer, second: Callable[[str], None]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            know_customer(ann.pk, {"email": LETTERS}, BY, NOW)
            done = begun(pool, lambda: second(ASCII))
        done.result(timeout=PATIENCE)
    assert rows.Customer.objects.count() == 1


@pytest.mark.parametrize("first", WAYS)
def test_nobody_waits_to_write_an_address_down_that_somebody_comes_with_at_that_moment(
    ann: rows.Customer, first: Callable[[str], None]
) -> None:
    """They hold cases by then, for which whoever comes may wait."""
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        first(LETTERS)
        with pytest.raises(CustomerError, match="at this moment: try again"):
            begun(pool, lambda: know_customer(ann.pk, {"email": ASCII}, BY, NOW))


def test_who_comes_with_another_address_waits_for_nobody() -> None:
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        in_order.address("ann@example.org")
        assert begun(pool, lambda: filed("bob@example.org")).done()
