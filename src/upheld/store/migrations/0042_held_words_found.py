"""The indexes of PostgreSQL by which the words of customers and contacts are found, and one of who
was taken back (store/counted/of_customers.py).

While others go on writing, which no transaction can do; so each is made anew where an earlier try
was stopped and left half of one. In a new store nobody writes, and one transaction makes it all.
"""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_INDEXES = {
    "customers_held": (
        "store_customer USING gin "
        "(to_tsvector('simple', upheld_plain(name || ' ' || email || ' ' || phone)))"
    ),
    "contacts_held": "store_contact USING gin (to_tsvector('upheld', upheld_plain(summary)))",
}
# As Django spells it where a new store has it from the model.
_TAKEN_BACK = '"store_customer" ("taken_back_at") WHERE "taken_back_at" IS NOT NULL'


def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    of_words(apps, schema_editor)
    _make(schema_editor, {"customers_taken_back": _TAKEN_BACK})


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _drop(schema_editor, (*_INDEXES, "customers_taken_back"))


def of_words(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The two that no model tells of."""
    if schema_editor.connection.vendor == "postgresql":
        _make(schema_editor, _INDEXES)


def none_of_words(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _drop(schema_editor, tuple(_INDEXES))


def _make(schema_editor: BaseDatabaseSchemaEditor, indexes: dict[str, str]) -> None:
    _drop(schema_editor, tuple(indexes))
    for name, over in indexes.items():
        schema_editor.execute(f'CREATE INDEX {_beside(schema_editor)} "{name}" ON {over}', None)


def _drop(schema_editor: BaseDatabaseSchemaEditor, names: tuple[str, ...]) -> None:
    for name in names:
        schema_editor.execute(f"DROP INDEX {_beside(schema_editor)} IF EXISTS {name}")


def _beside(schema_editor: BaseDatabaseSchemaEditor) -> str:
    connection = schema_editor.connection
    others_write = connection.vendor == "postgresql" and not connection.in_atomic_block
    return "CONCURRENTLY" if others_write else ""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("store", "0041_held_words")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, drop)],
            state_operations=[
                migrations.AddIndex(
                    model_name="customer",
                    index=models.Index(
                        condition=models.Q(("taken_back_at__isnull", False)),
                        fields=["taken_back_at"],
                        name="customers_taken_back",
                    ),
                )
            ],
        )
    ]
