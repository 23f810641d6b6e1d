"""The data map: each field of each table, whether it is personal, why it is held and for how long.

Erasure and the hand-over go by it, docs/reference/data-map.md is made from it, and a test fails for
a field that nobody declared.
"""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Model

from . import of_cases, of_customers, of_learning, of_sign_in, of_the_firm
from .held import HOW_LONG, Held, Kept

__all__ = ["HOW_LONG", "TABLES", "Held", "Kept", "amiss", "held", "tables"]

TABLES: Mapping[str, Held] = {
    name: held
    for part in (of_customers, of_cases, of_learning, of_the_firm, of_sign_in)
    for name, held in part.TABLES.items()
}


def tables() -> Iterator[tuple[type[Model], Held]]:
    """Every table of the database that is declared, with what is held in it."""
    for model in apps.get_models(include_auto_created=True):
        if model.__name__ in TABLES:
            yield model, TABLES[model.__name__]


def held(model: type[Model]) -> Held:
    return TABLES[model.__name__]


def amiss() -> Iterator[str]:
    """What the map does not say, or says of what is not there: a sentence each."""
    for model in apps.get_models(include_auto_created=True):
        name = model.__name__
        fields = {each.name for each in model._meta.concrete_fields}
        numbers = {each.name for each in model._meta.concrete_fields if each.primary_key}
        told = TABLES[name].declared if name in TABLES else frozenset()
        for field in sorted(fields - told - numbers):
            yield f"{name}.{field} is not declared: say in store/data_map whether it is personal"
        for field in sorted(told - fields):
            yield f"{name}.{field} is declared in store/data_map and is not there"
