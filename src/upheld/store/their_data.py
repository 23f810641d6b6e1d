"""Everything that we hold about a customer, as one file: JSON, their letters, the files they sent.

What is related to a customer is found from the models themselves, so that a new one is in it
unless a reason keeps it out.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from upheld.core.references import reference

from . import files
from . import models as rows

# What is related to them and does not leave, each with its reason.
KEPT_BACK: Mapping[type[Model], str] = {
    rows.Receipt: "it holds what opens their case: a link is no record",
    rows.Filing: "it holds the mark of a form, which says nothing",
    rows.Delivery: "it holds what was sent to a program, which is told from elsewhere",
}
Found = dict[type[Model], set[Any]]


def packed(customer: rows.Customer, now: datetime) -> bytes:
    """A ZIP file with `customer.json`, a file for each letter, and the files of their evidence."""
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as packing:
        data = {"as_of": now, "withheld": _withheld(customer), **told(customer)}
        packing.writestr(
            "customer.json",
            json.dumps(data, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False),
        )
        for letter in rows.Letter.objects.filter(case__customer=customer).exclude(queued_at=None):
            name = f"letters/{reference(letter.case_id)}-{letter.pk}-{letter.kind}.md"
            packing.writestr(name, f"{letter.subject}\n\n{letter.body}\n")
        for evidence in rows.Evidence.objects.filter(case__customer=customer).exclude(sha256=""):
            packing.writestr(f"files/{evidence.pk}-{evidence.filename}", _bytes(evidence))
    return into.getvalue()


def _bytes(evidence: rows.Evidence) -> bytes:
    with files.opened(evidence) as opened:
        return opened.read()


def told(customer: rows.Customer) -> dict[str, list[dict[str, Any]]]:
    """The rows of each model that is related to the customer, by the model's name."""
    return {
        model.__name__: list(_shown(model, ids).order_by("pk").values())
        for model, ids in _related(customer).items()
    }


def _shown(model: type[Model], ids: set[Any]) -> "QuerySet[Any]":
    found: QuerySet[Any] = model._default_manager.filter(pk__in=ids)
    return found.filter(not_shown="") if model is rows.Conduct else found


def _withheld(customer: rows.Customer) -> int:
    """How many records of conduct are kept back for a reason of law: that much is told."""
    return customer.conduct.exclude(not_shown="").count()


def _related(customer: rows.Customer) -> Found:
    """The ids of every row that leads to the customer, over any number of rows between."""
    found: Found = {rows.Customer: {customer.pk}}
    waiting: list[type[Model]] = [rows.Customer]
    while waiting:
        model = waiting.pop(0)
        for child, column in leading_to(model):
            known = found.setdefault(child, set())
            ids = child._default_manager.filter(**{f"{column}__in": found[model]})
            more = set(ids.values_list("pk", flat=True)) - known
            known |= more
            if more and child not in waiting:
                waiting.append(child)
    return found


def leading_to(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """The models with a foreign key to this one, and its column; what is kept back is not one."""
    for relation in model._meta.related_objects:
        child = relation.related_model
        if relation.many_to_many or child in KEPT_BACK or child is model:
            continue
        if child._meta.app_label == "store":
            yield child, relation.field.name
