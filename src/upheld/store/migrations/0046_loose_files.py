"""Files of forms that were not sent in the end are written down, so that they go after a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0045_figures_for_an_audience"),
    ]

    operations = [
        migrations.CreateModel(
            name="LooseFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
