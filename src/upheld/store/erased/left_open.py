"""What stands open about somebody who was erased, or in a case that was: nobody may settle it any
more (store/load.py refuses), so it waits for nobody, whichever version erased them."""

from django.db.models import Q

from upheld.core.words import CaseState


def not_of_an_erased_customer(path: str) -> Q:
    """The rows that lead to their customer by this path: those of whoever was not erased."""
    return Q(**{f"{path}__erased_at": None})


def not_in_an_erased_case(path: str) -> Q:
    """The same of their case; in one that was opened again everything goes on."""
    return Q(**{f"{path}__erased_at": None}) | ~Q(**{f"{path}__state": CaseState.CLOSED})
