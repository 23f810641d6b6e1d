"""The folder's policies as they stood when they decided; the database keeps them as they are."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_NAME = "decided_never_changes"
_GUARD = {
    "sqlite": f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON store_keptpolicy "
    "BEGIN SELECT RAISE(ABORT, 'a policy that has decided never changes'); END",
    # The function is that of published policies (0004).
    "postgresql": f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON store_keptpolicy "
    "FOR EACH ROW EXECUTE FUNCTION published_never_changes()",
}
_UNGUARD = {
    "sqlite": f"DROP TRIGGER {_NAME}",
    "postgresql": f"DROP TRIGGER {_NAME} ON store_keptpolicy",
}


def guard(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(_GUARD[schema_editor.connection.vendor])


def unguard(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(_UNGUARD[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0015_mail_sources"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=80, unique=True)),
                ("files", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(guard, unguard),
    ]
