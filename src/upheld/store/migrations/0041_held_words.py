"""The words that customers and contacts hold, to be found by (store/counted/held_words.py).

On SQLite an index that keeps no copy of the words, and triggers by which it follows the rows, also
those that the version before writes. On PostgreSQL how a text is read; its indexes are made by the
next migration, while others write. A later change by which SQLite makes one of the two tables anew
takes its triggers away: make them again there.
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# How each is read: names have no endings, what was said has.
_HELD = {
    "customer": (("name", "email", "phone"), "unicode61 remove_diacritics 2"),
    "contact": (("summary",), "porter unicode61 remove_diacritics 2"),
}
# Without accents, small, and nothing between words but spaces: PostgreSQL would take an address for
# one word. Accents go first, so that it does not matter which letters the locale knows.
_PLAIN = r"""
CREATE OR REPLACE FUNCTION upheld_plain(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT regexp_replace(
    lower(regexp_replace(normalize(said, NFKD), '[\u0300-\u036f]+', '', 'g')),
    '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f]+', ' ', 'g')
$$
"""


def _sqlite() -> Iterator[str]:
    for name, (columns, read) in _HELD.items():
        index, table, told = f"{name}_search", f"store_{name}", ", ".join(columns)
        old, new = (", ".join(f"{side}.{each}" for each in columns) for side in ("old", "new"))
        take = f"INSERT INTO {index}({index}, rowid, {told}) VALUES ('delete', old.id, {old});"
        add = f"INSERT INTO {index}(rowid, {told}) VALUES (new.id, {new});"
        yield (
            f"CREATE VIRTUAL TABLE {index} USING fts5("
            f"{told}, content='{table}', content_rowid='id', tokenize='{read}')"
        )
        yield f"CREATE TRIGGER {index}_in AFTER INSERT ON {table} BEGIN {add} END"
        yield f"CREATE TRIGGER {index}_out AFTER DELETE ON {table} BEGIN {take} END"
        yield (
            f"CREATE TRIGGER {index}_anew AFTER UPDATE OF {told} ON {table} BEGIN {take} {add} END"
        )
        yield f"INSERT INTO {index}({index}) VALUES ('rebuild')"


def _sqlite_back() -> Iterator[str]:
    for name in _HELD:
        for trigger in ("in", "out", "anew"):
            yield f"DROP TRIGGER {name}_search_{trigger}"
        yield f"DROP TABLE {name}_search"


def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    made = {"sqlite": _sqlite(), "postgresql": iter([_PLAIN])}
    for statement in made[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    made = {
        "sqlite": _sqlite_back(),
        "postgresql": iter(["DROP FUNCTION upheld_plain(text)"]),
    }
    for statement in made[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("store", "0040_grown")]
    operations = [migrations.RunPython(make, drop)]
