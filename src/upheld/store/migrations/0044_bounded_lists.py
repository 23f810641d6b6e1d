"""Indexes of lists that are asked for what few rows are, so that not all rows are read
(store/counted/of_customers.py, store/counted/lists.py).

On PostgreSQL they are made while others go on writing, which no transaction can do; so each is made
anew where an earlier try was stopped and left some of them, or half of one. SQLite makes no table anew for them, so
that the triggers of contacts stay.
"""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

_IN = Q(inbound=True, taken_back_at=None)
_MADE = (
    (
        "contact",
        models.Index(
            fields=["caused_by", "-at", "-id", "customer"], condition=_IN, name="contacts_caused"
        ),
    ),
    (
        "contact",
        models.Index(
            fields=["-at", "-id"],
            condition=Q(inbound=True, taken_back_at=None, case=None),
            name="contacts_of_none",
        ),
    ),
    (
        "order",
        models.Index(
            fields=["campaign", "customer"],
            condition=~Q(campaign="") & Q(taken_back_at=None),
            name="orders_by_campaign",
        ),
    ),
)


def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drop(apps, schema_editor)
    told: dict[str, Any] = {}
    if schema_editor.connection.vendor == "postgresql":
        told["concurrently"] = True
    for name, index in _MADE:
        model = apps.get_model("store", name)
        schema_editor.execute(index.create_sql(model, schema_editor, **told), None)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    beside = "CONCURRENTLY" if schema_editor.connection.vendor == "postgresql" else ""
    for _, index in _MADE:
        schema_editor.execute(f"DROP INDEX {beside} IF EXISTS {index.name}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("store", "0043_record_guard_again")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, drop)],
            state_operations=[migrations.AddIndex(name, index) for name, index in _MADE],
        )
    ]
