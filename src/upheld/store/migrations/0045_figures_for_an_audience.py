"""Figures that a job works out are kept by what is asked, and for an audience each.

Those of before do not say of whom they tell: they are worked out anew, in a table of their own. The
old one stays for the processes of the version before, which read it while this one is begun; the
next version takes it away.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0044_bounded_lists")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="Figures")]
        ),
        migrations.CreateModel(
            name="KeptFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("asked", models.CharField(max_length=200)),
                ("audience", models.CharField(blank=True, max_length=32)),
                ("asked_on", models.DateField()),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("number", models.BigIntegerField(default=0)),
                ("took", models.FloatField(default=0.0)),
                ("told", models.JSONField(blank=True, null=True)),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "asked", "audience"), name="figures_once_an_audience"
                    )
                ],
            },
        ),
    ]
