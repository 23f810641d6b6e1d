"""PostgreSQL kept the references of orders in two indexes: one to find an order by its reference,
and one to find those that begin alike, which nothing asks for. An import wrote both.

It is taken away while others go on writing, which no transaction can do. SQLite has the first
alone.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BEGIN_ALIKE = """
SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()
AND tablename = 'store_order' AND indexdef LIKE '%%(reference varchar_pattern_ops)'
"""


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN_ALIKE, ())
        names = [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]
    for name in names:
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("store", "0055_figures")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
