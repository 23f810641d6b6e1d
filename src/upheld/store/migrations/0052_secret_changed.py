"""Under which secret a program's key was hashed, and the secrets of webhooks, sealed, so that the
firm's own can be changed (store/secret.py). Those of webhooks that are there are worked out from
the secret in force. And since when a webhook tells nothing, because whoever answers for it may no
longer (steps/keep_webhooks.py)."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from upheld.store import webhooks


def seal(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for row in apps.get_model("store", "Webhook").objects.filter(sealed=None).order_by("pk"):
        row.sealed = webhooks.sealed_of(row.pk, row.salt)
        row.save(update_fields=["sealed"])


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0051_holds"),
    ]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="under",
            field=models.CharField(blank=True, max_length=8, null=True),
        ),
        migrations.AddField(
            model_name="webhook",
            name="sealed",
            field=models.CharField(blank=True, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="webhook",
            name="stopped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
