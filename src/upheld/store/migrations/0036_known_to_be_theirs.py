from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0035_kinds_and_states"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="known_to_be_theirs",
            field=models.BooleanField(blank=True, null=True),
        ),
    ]
