from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0037_open_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="known_to_be_theirs",
            field=models.BooleanField(blank=True, null=True),
        ),
    ]
