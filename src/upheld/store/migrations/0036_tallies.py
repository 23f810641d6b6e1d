"""Sums that deciding reads, made from the cases that are there (store/tallied/sums.py).

What the version before decides meanwhile is in the record, and is counted from there.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from upheld.store.tallied import anew as tallied_anew


def add_up(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tallied_anew.rebuild()


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0035_kinds_and_states"),
    ]

    operations = [
        migrations.CreateModel(
            name="TalliedTo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of", models.CharField(max_length=10)),
                ("key", models.TextField()),
                ("day", models.DateField()),
                ("n", models.BigIntegerField()),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("of", "key", "day"), name="one_tally_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="TallyPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of", models.CharField(max_length=10)),
                ("key", models.TextField()),
                ("day", models.DateField()),
                ("n", models.BigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tally_parts",
                        to="store.case",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.RunPython(add_up, migrations.RunPython.noop),
        # What takes others' tables comes last, so that nobody waits for the sums.
        migrations.AddIndex(
            model_name="tallypart",
            index=models.Index(fields=["case"], name="tally_parts_of_case"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("met_at", None)),
                fields=["due", "ends", "case"],
                name="clocks_ahead",
            ),
        ),
        # No plan of either engine takes it: `cases_of_state` has what it has.
        migrations.RemoveIndex(model_name="case", name="closed_listed"),
    ]
