import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0018_pulses"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("led", models.JSONField(default=list)),
                ("matches", models.JSONField(default=list)),
                ("cases", models.JSONField(default=list)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_by", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("probability", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=10)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=120)),
                ("why", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-probability", "pk"),
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="minutes",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="source",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="contact",
            name="source_key",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="contact",
            name="topic",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="customer",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="store.customer",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="watermark",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="contact",
            name="caused_by",
            field=models.CharField(blank=True, default="neutral", max_length=10),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("source", ""), _negated=True),
                fields=["source", "source_key"],
                name="contacts_of_source",
            ),
        ),
        migrations.AddField(
            model_name="customermerge",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to="store.customer",
            ),
        ),
        migrations.AddField(
            model_name="customermerge",
            name="into",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_in",
                to="store.customer",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="one",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.customer"
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="customermerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("customer",),
                name="one_merge_a_customer",
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["-probability", "id"],
                name="matches_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(fields=("one", "other"), name="one_match_a_pair"),
        ),
    ]
