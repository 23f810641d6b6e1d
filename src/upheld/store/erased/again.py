"""Who was erased and has words again, since an earlier version let what came in land on them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from upheld.core.event_kinds import EventKind
from upheld.store import data_map
from upheld.store import models as rows
from upheld.store.theirs.data import leading_to

from . import erasing

_TELL = (EventKind.CUSTOMER_MENDED, EventKind.CUSTOMER_KNOWN, EventKind.CAUSE_LOOKED_FOR,
         EventKind.WAY_TRIED, EventKind.FIT_NOTED)  # fmt: skip

_PAIRS: tuple[tuple[type[Model], str], ...] = ((rows.Match, "one"), (rows.Match, "other"))
_WHOSE = ("customer", "one", "other")


def people() -> "QuerySet[rows.Customer]":
    """Those who have any in their own row, in one that leads to it, or a case that came since."""
    again = _said_in(rows.Customer)
    for model, column in (*leading_to(rows.Customer), *_PAIRS):
        if column in _WHOSE and model is not rows.Erasure:
            found = model._base_manager.filter(_said_in(model), **{column: OuterRef("pk")})
            again |= Q(Exists(found))
    return rows.Customer.objects.exclude(erased_at=None).filter(again).order_by("pk")


def told(customer: rows.Customer) -> str:
    """A line for the list of what is to be erased."""
    day = f"{customer.erased_at:%-d %B %Y}"
    return f"customer {customer.pk} was erased on {day} and has words again: erase them again"


def has_words(found: erasing.Plan) -> bool:
    """Whether anything that would go says anything, be it an act of the record alone."""
    told = rows.Event.objects.filter(number__in=found.events, kind__in=_TELL)
    return told.exists() or any(_say(model, ids) for model, ids in found.found.items())


def _say(model: type[Model], ids: Iterable[Any]) -> bool:
    if model in erasing.APART or not data_map.held(model).of_somebody:
        return False  # a decision and a merge are of a case, which says it
    return bool(model._base_manager.filter(_said_in(model), pk__in=list(ids)).exists())


def _said_in(model: type[Model]) -> Q:
    """The rows of this table that say something: of one that an erasure deletes, each; a case, and
    what hangs on it, until it is erased."""
    if model is rows.Case:
        return Q(erased_at=None)
    held = data_map.held(model)
    if held.gone:
        return Q(pk__isnull=False)
    said = Q(pk__in=())
    for name, nothing in erasing.emptied(model).items():
        said |= ~_says_nothing(name, nothing)
    return said


def _says_nothing(name: str, nothing: Any) -> Q:
    if name == "source_key":
        return Q(source_key="") | Q(source_key__startswith="erased-")
    if nothing is None:
        return Q(**{name: None})
    if isinstance(nothing, str):
        return Q(**{f"{name}__in": ("", erasing.ERASED)})
    return Q(**{name: nothing})
