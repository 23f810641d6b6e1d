"""Which rules spoke in each case's latest decision; those made so far are read once."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from upheld.store.rows.fired import fired


def read_once(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    decisions = apps.get_model("store", "Decision").objects.order_by("case_id", "at", "pk")
    rules = apps.get_model("store", "RuleFired")
    waiting: Any = None
    for decision in decisions.only("case_id", "at", "policy_version", "record").iterator(500):
        if waiting is not None and waiting.case_id != decision.case_id:
            _keep(rules, waiting)
        waiting = decision
    if waiting is not None:
        _keep(rules, waiting)


def _keep(rules: Any, decision: Any) -> None:
    # A version is name/valid_from+hash. What was given by habit was given by no rule.
    if "/" in decision.policy_version:
        rules.objects.bulk_create(
            rules(decision=decision, table=table, rule=rule, amount=amount, at=decision.at)
            for (table, rule), amount in fired(decision.record).items()
        )


class Migration(migrations.Migration):
    dependencies = [("store", "0006_allegations")]
    operations = [
        migrations.CreateModel(
            name="RuleFired",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=60)),
                ("rule", models.CharField(max_length=120)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fired",
                        to="store.decision",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="rulefired",
            constraint=models.UniqueConstraint(
                fields=("decision", "table", "rule"), name="one_row_a_rule_and_decision"
            ),
        ),
        migrations.AddIndex(
            model_name="rulefired",
            index=models.Index(fields=["table", "rule", "at", "amount"], name="rules_counted"),
        ),
        migrations.RunPython(read_once, migrations.RunPython.noop),
    ]
