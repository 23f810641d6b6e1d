"""No row of the record, and no policy that decisions rest on, goes by another way than an update.

SQLite deletes what an INSERT OR REPLACE conflicts with, and the row that an UPDATE OR REPLACE moves
onto, without asking the triggers of a deletion (lang_conflict.html, unless recursive_triggers is
on). PostgreSQL empties a table by TRUNCATE, which asks those of no row.
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_RECORD = "the record is never changed"
# The tables by what their triggers are called.
TABLES = {
    "event": "store_event", "published": "store_policyversion", "decided": "store_keptpolicy",
}  # fmt: skip
_REFUSALS = {
    "event": _RECORD,
    "published": "a published policy never changes",
    "decided": "a policy that has decided never changes",
}
# What of two rows may not be the same.
_SAME = {
    "event": "number = NEW.number OR hash = NEW.hash OR rowid = NEW.rowid",
    "published": (
        "id = NEW.id OR version = NEW.version OR policy = NEW.policy AND valid_from = NEW.valid_from"
    ),
    "decided": "id = NEW.id OR version = NEW.version",
}
# What refuses that a table is emptied; the first of SQLite's is there already.
DELETES = {
    "sqlite": ("event_delete", "published_delete", "decided_delete"),
    "postgresql": ("event_truncate", "published_truncate", "decided_truncate"),
}


def made(vendor: str) -> Iterator[str]:
    return _sqlite() if vendor == "sqlite" else _postgresql()


def _sqlite() -> Iterator[str]:
    for name, table in TABLES.items():
        refused = f"BEGIN SELECT RAISE(ABORT, '{_REFUSALS[name]}'); END"
        same = f"SELECT 1 FROM {table} WHERE {_SAME[name]}"
        yield f"CREATE TRIGGER {name}_again BEFORE INSERT ON {table} WHEN EXISTS ({same}) {refused}"
        if name != "event":
            yield f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} {refused}"
    yield (
        "CREATE TRIGGER event_moved BEFORE UPDATE ON store_event WHEN NEW.rowid IS NOT OLD.rowid "
        f"BEGIN SELECT RAISE(ABORT, '{_RECORD}'); END"
    )


def _postgresql() -> Iterator[str]:
    """By the functions of 0017 and of 0004."""
    for name, table in TABLES.items():
        says = f"{'record' if name == 'event' else 'published'}_never_changes()"
        emptied = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {says}"
        yield f"CREATE TRIGGER {name}_truncate {emptied}"
        if name != "event":
            deleted = f"BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {says}"
            yield f"CREATE TRIGGER {name}_delete {deleted}"


def guard(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in made(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def unguard(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in made(schema_editor.connection.vendor):
        name = statement.split()[2]
        on = f" ON {TABLES[name.partition('_')[0]]}"
        sqlite = schema_editor.connection.vendor == "sqlite"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{'' if sqlite else on}")


class Migration(migrations.Migration):
    dependencies = [("store", "0042_held_words_found")]
    operations = [migrations.RunPython(guard, unguard)]
