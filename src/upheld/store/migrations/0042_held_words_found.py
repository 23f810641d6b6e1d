"""The indexes of PostgreSQL by which the words of customers and contacts are found.

While others go on writing, which no transaction can do; so each is made anew where an earlier try
was stopped and left half of one.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_INDEXES = {
    "customers_held": (
        "store_customer USING gin "
        "(to_tsvector('simple', upheld_plain(name || ' ' || email || ' ' || phone)))"
    ),
    "contacts_held": "store_contact USING gin (to_tsvector('upheld', upheld_plain(summary)))",
}


def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name, over in _INDEXES.items():
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            schema_editor.execute(f"CREATE INDEX CONCURRENTLY {name} ON {over}", None)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in _INDEXES:
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("store", "0041_held_words")]
    operations = [migrations.RunPython(make, drop)]
