"""The indexes of PostgreSQL by which the words of customers and contacts are found, and one of who
was taken back (store/of_customers.py).

While others go on writing, which no transaction can do; so each is made anew where an earlier try
was stopped and left half of one.
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
_TAKEN_BACK = "store_customer (taken_back_at) WHERE taken_back_at IS NOT NULL"


def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    beside = "CONCURRENTLY" if postgresql else ""
    indexes = _INDEXES if postgresql else {}
    for name, over in {**indexes, "customers_taken_back": _TAKEN_BACK}.items():
        schema_editor.execute(f"DROP INDEX {beside} IF EXISTS {name}")
        schema_editor.execute(f"CREATE INDEX {beside} {name} ON {over}", None)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    beside = "CONCURRENTLY" if schema_editor.connection.vendor == "postgresql" else ""
    for name in (*_INDEXES, "customers_taken_back"):
        schema_editor.execute(f"DROP INDEX {beside} IF EXISTS {name}")


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
