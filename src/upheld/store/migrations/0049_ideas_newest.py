"""The newest ideas, however many there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0048_notices_tried_again"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["-at", "-id"], name="ideas_newest"),
        ),
    ]
