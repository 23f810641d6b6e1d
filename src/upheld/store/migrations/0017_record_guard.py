"""The record is append-only below the code as well: the database refuses a change of an event.

Whoever may drop a trigger can still alter it, which the chain tells (store/record/events.py).
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_REFUSAL = "the record is never changed"
GUARD = {
    "sqlite": tuple(
        f"CREATE TRIGGER event_{verb.lower()} BEFORE {verb} ON store_event "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION record_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = '23514'; END $$",
        *(
            f"CREATE TRIGGER event_{verb.lower()} BEFORE {verb} ON store_event "
            "FOR EACH ROW EXECUTE FUNCTION record_never_changes()"
            for verb in ("UPDATE", "DELETE")
        ),
    ),
}
UNGUARD = {
    "sqlite": ("DROP TRIGGER IF EXISTS event_update", "DROP TRIGGER IF EXISTS event_delete"),
    "postgresql": (
        "DROP TRIGGER event_update ON store_event",
        "DROP TRIGGER event_delete ON store_event",
        "DROP FUNCTION record_never_changes()",
    ),
}


def guard(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNGUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0016_kept_policies"),
    ]

    operations = [
        migrations.RunPython(guard, unguard),
    ]
