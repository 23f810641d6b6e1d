"""Each way to alter one thing, of a row or of an event, as who has the database's password can."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat
from tests.stories import NOW

from upheld.store import models as rows
from upheld.store.record.said import KEPT

# What of a row is held against its event, by its column and what it becomes.
_ALTERED: dict[str, tuple[str, ...]] = {
    "Decision": (
        "outcome",
        "stance",
        "policy_version",
        "by",
        "owed",
        "record",
        "at",
        "needs_role",
        "needs_second_person",
    ),
    "Letter": ("subject", "body", "kind", "to"),
    "Asked": ("subject", "body", "to"),
    "Evidence": ("text", "sha256", "by"),
    "Finding": ("result", "because", "by"),
    "Allegation": ("statement", "kind", "facts"),
    "Commitment": ("words", "due_on", "by"),
    "LegalHold": ("review_due", "lifted_at"),
}
Tampering = tuple[str, Callable[[], object], str]


def ways() -> Iterator[Tampering]:
    """What it is, the doing of it, and a word that what is told of it has."""
    yield from _of_rows()
    yield from _of_events()


def _of_rows() -> Iterator[Tampering]:
    for kept in KEPT:
        if kept.again:
            continue
        model, named = kept.model, kept.what.rsplit(" ")[-1]
        for row in model._base_manager.filter(pk__in=_told_in_full(kept.named, kept)):
            number = getattr(row, kept.by)
            for name in _ALTERED[model.__name__]:
                alter = _altering(model, row.pk, name)
                yield f"{name} of {named} {number}", alter, f"{named} {number} "


def _told_in_full(named: str, kept: Any) -> list[int]:
    """The rows of whom no event was erased: an erasure takes out what they were held against."""
    found = rows.Event.objects.filter(kind__in=[k for each in KEPT for k in each.kinds])
    gone: set[int] = set()
    whole: set[int] = set()
    for data, erased_by in found.values_list("data", "erased_by"):
        told = data.get(named)
        ids = {*told} if isinstance(told, list) else {told}
        (gone if erased_by else whole).update(n for n in ids if n)
    left = whole - gone
    if kept.model is rows.Letter:
        queued = rows.Event.objects.filter(kind="queued", erased_by=None)
        left &= {data["letter"] for data in queued.values_list("data", flat=True)}
    return list(
        kept.model._base_manager.filter(**{f"{kept.by}__in": left}).values_list("pk", flat=True)
    )


def _altering(model: Any, pk: int, name: str) -> Callable[[], object]:
    field = model._meta.get_field(name).get_internal_type()
    row = model._base_manager.filter(pk=pk)
    if field == "DecimalField":
        return lambda: row.update(**{name: F(name) + 1})
    if field == "BooleanField":
        return lambda: row.update(**{name: Case(When(**{name: True}, then=False), default=True)})
    if field == "JSONField":
        return lambda: row.update(**{name: {"made": "up"}})
    if field == "DateField":
        return lambda: row.update(**{name: "2020-01-01"})
    if field == "DateTimeField" and name == "lifted_at":
        return lambda: row.update(lifted_at=Case(When(lifted_at=None, then=Value(NOW))))
    if field == "DateTimeField":
        return lambda: row.update(**{name: "2020-01-01T00:00:00+00:00"})
    said = "x" if name in ("result", "kind", "stance", "outcome") else "made up"
    return lambda: row.update(**{name: Value(said)})


def _of_events() -> Iterator[Tampering]:
    altered: dict[str, dict[str, Any]] = {
        "who did": {"by": Concat("by", Value("x"))},
        "the words of": {"data": {"made": "up"}},
        "the kind of": {"kind": Concat("kind", Value("x"))},
        "an erasure made of": {"kind": "erased", "data": []},
    }
    for number in rows.Event.objects.values_list("number", flat=True):
        one = rows.Event.objects.filter(number=number)
        for what, values in altered.items():
            yield f"{what} {number}", partial(one.update, **values), f"{number} "
        if rows.Event.objects.filter(number__gt=number).exists():  # the last is for an anchor
            yield f"{number} taken out", partial(_deleted, number), f"{number} is missing"


def _deleted(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_event WHERE number = %s", [number])
