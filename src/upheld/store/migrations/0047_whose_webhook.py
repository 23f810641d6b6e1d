"""Who made a webhook, in whose view its deliveries are: of those that are kept, by the one person
of that name. Where there are two, or nobody, it sees least."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def by_name(apps: Any, _: Any) -> None:
    people = apps.get_model("store", "Person").objects
    for row in apps.get_model("store", "Webhook").objects.all():
        found = list(people.filter(name=row.added_by)[:2])
        if len(found) == 1:
            row.person = found[0]
            row.save(update_fields=["person"])


class Migration(migrations.Migration):
    dependencies = [("store", "0046_loose_files")]

    operations = [
        migrations.AddField(
            model_name="webhook",
            name="person",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="+", to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(by_name, migrations.RunPython.noop),
    ]  # fmt: skip
