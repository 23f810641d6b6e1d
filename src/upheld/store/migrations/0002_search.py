"""The full-text index over cases: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_MAKE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE case_search USING fts5("
        "words, tokenize='porter unicode61 remove_diacritics 2')",
    ),
    "postgresql": (
        "CREATE TABLE case_search (case_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX case_search_words ON case_search USING gin (words)",
    ),
}


def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE case_search")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
