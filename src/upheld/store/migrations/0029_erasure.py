"""Erasures, who looked at what is sensitive, and events whose words may go while the chain holds.

The database goes on refusing every change of an event but one: that its words and its key are taken
out, once, where an act of erasure with a later number names it (store/record/events.py).
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BEFORE = import_module("upheld.store.migrations.0017_record_guard")
_REFUSAL = "the record is never changed"
# As both engines spell it, but for how they compare what may be null.
_SAME = " AND ".join(
    f"NEW.{column} {{same}} OLD.{column}"
    for column in ("number", "case_id", "at", '"by"', "kind", "previous", "hash", "seal")
)
_ERASES = (
    f"{_SAME} AND OLD.erased_by IS NULL AND NEW.key = '' AND NEW.erased_by > OLD.number AND EXISTS "
    "(SELECT 1 FROM store_event act WHERE act.number = NEW.erased_by AND act.kind = 'erased')"
)
_GUARD = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS event_update",
        "DROP TRIGGER IF EXISTS event_delete",
        "CREATE TRIGGER event_update BEFORE UPDATE ON store_event "
        f"WHEN NOT ({_ERASES.format(same='IS')}) BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        _BEFORE.GUARD["sqlite"][1],
    ),
    "postgresql": (
        "DROP TRIGGER event_update ON store_event",
        "CREATE FUNCTION record_only_forgets() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_ERASES.format(same='IS NOT DISTINCT FROM')} THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = '23514'; END $$",
        "CREATE TRIGGER event_update BEFORE UPDATE ON store_event "
        "FOR EACH ROW EXECUTE FUNCTION record_only_forgets()",
    ),
}
_UNGUARD = {
    "sqlite": _GUARD["sqlite"][:2] + _BEFORE.GUARD["sqlite"],
    "postgresql": (
        "DROP TRIGGER event_update ON store_event",
        "DROP FUNCTION record_only_forgets()",
        "CREATE TRIGGER event_update BEFORE UPDATE ON store_event "
        "FOR EACH ROW EXECUTE FUNCTION record_never_changes()",
    ),
}


def guard(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _UNGUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0028_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=20)),
                ("state", models.CharField(default="proposed", max_length=10)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("approved_by_name", models.CharField(blank=True, max_length=120)),
                ("rows", models.JSONField(blank=True, default=dict)),
                ("files", models.JSONField(blank=True, default=list)),
                ("cleaned_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Looked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=120)),
                ("what", models.CharField(max_length=20)),
                ("way", models.CharField(max_length=10)),
                ("customer", models.BigIntegerField(blank=True, null=True)),
                ("case", models.BigIntegerField(blank=True, null=True)),
                ("hour", models.DateTimeField()),
                ("mark", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ("-hour", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="case",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="customer",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="erased_by",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="key",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField(
            model_name="event",
            name="seal",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                models.F("kind"), condition=models.Q(("kind", "erased")), name="events_erased"
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="erasures",
                to="store.case",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="customer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="erasures",
                to="store.customer",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="looked",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(
                models.F("approved_at"),
                condition=models.Q(("cleaned_at", None), ("state", "done")),
                name="erasures_to_clean",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    ("proposed_by", None),
                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="erasure_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("customer__isnull", False), ("case__isnull", False), _connector="XOR"
                ),
                name="erasure_of_one_or_the_other",
            ),
        ),
        migrations.AddIndex(
            model_name="looked",
            index=models.Index(fields=["-hour", "-id"], name="looked_newest"),
        ),
        migrations.AddIndex(
            model_name="looked",
            index=models.Index(fields=["customer", "-hour"], name="looked_at_customer"),
        ),
        migrations.RunPython(guard, unguard),
    ]
