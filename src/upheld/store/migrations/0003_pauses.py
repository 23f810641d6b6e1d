"""Clocks say whose rule they are and what ends them; own targets can pause; calendars by address."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def tell_force_and_end(apps: Any, schema_editor: Any) -> None:
    clocks = apps.get_model("store", "Clock").objects
    clocks.filter(binding=True).update(force="law")
    clocks.filter(kind="acknowledgement").update(ends="acknowledgement")


def tell_binding(apps: Any, schema_editor: Any) -> None:
    apps.get_model("store", "Clock").objects.exclude(force="own").update(binding=True)


class Migration(migrations.Migration):
    dependencies = [("store", "0002_search")]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="force",
            field=models.CharField(default="own", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="clock",
            name="ends",
            field=models.CharField(default="answer", max_length=20),
            preserve_default=False,
        ),
        # Given a default, so that the way back has one for the rows that are there.
        migrations.AlterField(
            model_name="clock", name="binding", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(tell_force_and_end, tell_binding),
        migrations.RemoveField(model_name="clock", name="binding"),
        migrations.AddField(
            model_name="clock",
            name="first_due",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="moved",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="complaint_kind",
            field=models.CharField(default="standard", max_length=40),
        ),
        migrations.AddField(
            model_name="case",
            name="paused_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="paused_why",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("why", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="store.case",
                    ),
                ),
            ],
            options={"ordering": ("since", "pk")},
        ),
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret", models.CharField(max_length=43)),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_address",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
