"""What is open has an index to search of its own (store/search.py).

The version before keeps writing while this one is put up. On PostgreSQL a case that it takes in is
open by default, and one that it closes stays in the index, where it does no harm.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_OPEN = "SELECT id FROM store_case WHERE state <> 'closed'"
_MAKE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE open_search USING fts5("
        "words, tokenize='porter unicode61 remove_diacritics 2')",
        "INSERT INTO open_search(rowid, words) "
        f"SELECT rowid, words FROM case_search WHERE rowid IN ({_OPEN})",
    ),
    # What is closed is by far the most, and is not written anew.
    "postgresql": (
        "ALTER TABLE case_search ADD COLUMN open boolean NOT NULL DEFAULT false",
        "ALTER TABLE case_search ALTER COLUMN open SET DEFAULT true",
        "CREATE INDEX case_search_open ON case_search USING gin (words) WHERE open",
        f"UPDATE case_search SET open = true WHERE case_id IN ({_OPEN})",
    ),
}
_DROP = {
    "sqlite": ("DROP TABLE open_search",),
    "postgresql": ("ALTER TABLE case_search DROP COLUMN open",),
}


def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("store", "0036_tallies")]
    operations = [migrations.RunPython(make, drop)]
