"""Sums of how often teams gave and of the squares, by which a budget's page tells where it heads
(store/tallied/sums.py). Those of a store that is there are made from its cases."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from upheld.store.tallied import anew as tallied_anew


def add_up(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tallied_anew.look_over()


class Migration(migrations.Migration):
    # Each part is a transaction of its own, so that nobody waits for all of it to write.
    atomic = False

    dependencies = [
        ("store", "0049_ideas_newest"),
    ]

    operations = [
        migrations.RunPython(add_up, migrations.RunPython.noop),
    ]
