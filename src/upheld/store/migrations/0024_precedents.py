"""Precedents: which cases are like, which are not to follow, and why a decision differs.

What was decided so far gets its key once.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from upheld.core.precedents import like_key


def give_keys(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    decisions = apps.get_model("store", "Decision").objects
    waiting = []
    for decision in decisions.only("document").iterator(500):
        decision.like_facts = like_key(decision.document)
        waiting.append(decision)
        if len(waiting) == 500:
            decisions.bulk_update(waiting, ["like_facts"])
            waiting = []
    decisions.bulk_update(waiting, ["like_facts"])


class Migration(migrations.Migration):
    dependencies = [("store", "0023_deviations")]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="like_facts",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["like_facts", "-at", "-id"], name="decisions_like"),
        ),
        migrations.CreateModel(
            name="Distinction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.TextField()),
                ("sentence", models.TextField()),
                ("cases", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="distinction",
                        to="store.decision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NotFollowed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=120)),
                ("ended_why", models.TextField(blank=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="not_followed",
                        to="store.decision",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("decision",),
                        name="one_mark_a_precedent",
                    )
                ],
            },
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
