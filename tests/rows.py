"""Rows of any model of ours, filled from its own fields: a model that is new is filled as well."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random
from typing import Any

from django.db import models
from tests.stories import NOW

from upheld.core import conduct, parting, restriction, words
from upheld.store import models as rows

# What a case itself consists of: what was said, what happened, what was found, what was written.
OF_THE_STORY: Mapping[type[models.Model], str] = {
    rows.Case: "the complaint itself; other complaints of theirs are filed by hand",
    rows.Allegation: "what is alleged, with its facts",
    rows.Evidence: "what shows it",
    rows.Finding: "what is held to be so, which is looked at here",
    rows.Clock: "when we must do what",
    rows.Decision: "what was decided, which is looked at here",
    rows.Letter: "what was written",
    rows.Event: "the record, a chain that nobody else may write",
    rows.Merge: "that two cases are one",
    rows.Note: "what an import brought beside the complaint",
}
_WORDS = sorted(
    each.value
    for module in (words, conduct, parting, restriction)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum)
    for each in kind
)
# Where a field's own type says too little of what may stand in it.
BY_HAND: Mapping[type[models.Model], Mapping[str, Collection[Any]]] = {
    rows.Customer: {
        "values_what": [None, Decimal("0.1"), Decimal("0.95")],
        "values_how": [None, Decimal("0.1"), Decimal("0.95")],
        "mutual_value": [None, Decimal("0.1"), Decimal("0.95")],
        "fit_evidence": [[], ["Asked for it by name."], ["One.", "Two.", "Three.", "Four."]],
        "vulnerable": [None, True, False],
        "relationship": [{}, {"costs_both_sides": True}, {"owed_settled": True}],
        "persona": ["", "practice", "first_home"],
        "came_by": ["", "shop", "quick_visit_campaign"],
        "taken_back_at": [None],
        "brought_by": [None],
        "source": [""],
        "source_key": [""],
        "email": ["sally@example.org", "somebody@example.net"],
    },
    rows.Contact: {"taken_back_at": [None], "caused_by": ["firm", "customer", "neutral"]},
    rows.Order: {"taken_back_at": [None], "touchpoint": ["product", "service"]},
    rows.Restriction: {"state": ["in_force", "ended"], "reviewed_at": [NOW]},
    rows.Parting: {"state": ["parted", "withdrawn"]},
    rows.WayTried: {"way": list(parting.Way)},
    rows.CauseLook: {"looked_at": [NOW], "looked_by": ["Lena Brandt"]},
    rows.RestrictionLook: {"at": [NOW]},
    rows.Incoming: {"state": ["placed"]},
    rows.Claim: {"facts": [{}]},
    rows.Erasure: {"case": [None]},  # of a customer or of a case, never of both
    rows.LegalHold: {"lifted_at": [NOW]},  # else nothing could be erased
}


def around() -> list[type[models.Model]]:
    """Every model that leads to a customer or to a case, over any number between, that is not of
    the story: whatever is known of somebody beside what happened."""
    found: list[type[models.Model]] = []
    waiting: list[type[models.Model]] = [rows.Customer, *OF_THE_STORY]
    while waiting:
        for child in _leading_to(waiting.pop(0)):
            # A customer may lead to another row of the same person (store/merged/as_one.py).
            if child is not rows.Customer and child not in OF_THE_STORY and child not in found:
                found.append(child)
                waiting.append(child)
    return found


def _leading_to(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for relation in model._meta.related_objects:
        if not relation.many_to_many and relation.related_model._meta.app_label == "store":
            yield relation.related_model


def a_row(
    model: type[models.Model], near: Mapping[type[models.Model], models.Model], random: Random
) -> models.Model:
    """A new row of the model that leads to what is `near`."""
    told = {field.name: _value(field, near, random) for field in _fields(model)}
    return model._default_manager.create(**told)


def permuted(row: models.Model, random: Random) -> None:
    """Everything that a row says, said otherwise."""
    near: dict[type[models.Model], models.Model] = {}
    for field in _fields(type(row)):
        setattr(row, field.name, _value(field, near, random))
    row.save()


def _fields(model: type[models.Model]) -> Iterator["models.Field[Any, Any]"]:
    for field in model._meta.concrete_fields:
        if not field.primary_key or (isinstance(field, models.BigIntegerField) and not isinstance(
            field, models.AutoField
        )):  # fmt: skip
            yield field


def _value(
    field: "models.Field[Any, Any]",
    near: Mapping[type[models.Model], models.Model],
    random: Random,
) -> Any:
    by_hand = BY_HAND.get(field.model, {})
    if field.name in by_hand:
        return random.choice(list(by_hand[field.name]))
    if isinstance(field, models.ForeignKey):
        return _related(field, near, random)
    return _plain(field, random)


def _related(
    field: "models.ForeignKey[Any, Any]",
    near: Mapping[type[models.Model], models.Model],
    random: Random,
) -> models.Model | None:
    kind: type[models.Model] = field.related_model
    if kind is rows.Person and field.null:
        return None  # where two people are needed, nobody is the same as nobody
    if kind in near:
        return near[kind]
    return None if field.null else a_row(kind, near, random)


def _plain(field: "models.Field[Any, Any]", random: Random) -> Any:
    match field:
        case models.BooleanField():
            return random.choice([True, False, *([None] if field.null else [])])
        case models.DecimalField():
            return Decimal(random.randrange(99)).scaleb(-field.decimal_places)
        case models.IntegerField() | models.FloatField():
            return random.randrange(1, 5) if field.name in _SHORT else random.randrange(40)
        case models.DateTimeField():
            return NOW - timedelta(days=random.randrange(300), seconds=random.randrange(9999))
        case models.DateField():
            return NOW.date() - timedelta(days=random.randrange(300))
        case models.JSONField():
            return field.get_default() or {}
        case models.EmailField():
            return f"{random.randrange(10**9)}@example.org"
        case models.CharField() if field.unique:
            return f"{random.randrange(10**18):018d}"[: field.max_length]
        case models.CharField():
            return random.choice(_WORDS)[: field.max_length]
    return random.choice(["They rang forty times.", "VIP", "a threat to go to the press", ""])


_SHORT = ("distributive", "procedural", "interactional")
