"""The full-text index over cases: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_MAKE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE case_search USING fts5("
        "words, tokenize='porter unicode61 remove_diacritics 2')",
    ),
    # English endings without English stop words: every word that was written can be found.
    "postgresql": (
        "CREATE TEXT SEARCH DICTIONARY upheld_stem (TEMPLATE = snowball, LANGUAGE = english)",
        "CREATE TEXT SEARCH CONFIGURATION upheld (COPY = simple)",
        "ALTER TEXT SEARCH CONFIGURATION upheld ALTER MAPPING "
        "FOR asciiword, word, numword WITH upheld_stem",
        "CREATE TABLE case_search (case_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX case_search_words ON case_search USING gin (words)",
    ),
}

_DROP = {
    "sqlite": ("DROP TABLE case_search",),
    "postgresql": (
        "DROP TABLE case_search",
        "DROP TEXT SEARCH CONFIGURATION upheld",
        "DROP TEXT SEARCH DICTIONARY upheld_stem",
    ),
}


def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
