"""A complaint of somebody whom we know by three names: their row's, and two that no list has."""

from tests.stories import NOW

from upheld.steps.may import Operator
from upheld.steps.merge_customers import merge_customers
from upheld.store.models import Case, Customer, Need

CALLED, MERGED = "river stone", "ivory field"
TEXT = f"This is {CALLED}, once {MERGED}. My shelves came nine days late, says {CALLED}."
SHOWN = "This is [name], once [name 2]. My shelves came nine days late, says [name]."


def known_by_others(case: int) -> Case:
    """What they call themselves in the form, and the name of another row that is one person with
    theirs."""
    row = Case.objects.get(pk=case)
    Need.objects.create(case=row, name=CALLED)
    other = Customer.objects.create(name=MERGED)
    merge_customers(other.pk, row.customer_id, "", Operator(), NOW)
    return row
