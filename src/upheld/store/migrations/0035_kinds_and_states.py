from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0034_long_lists"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["state", "-received_at", "-id", "taken_back_at"], name="cases_of_state"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "-id"], name="cases_told"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["kind", "at"], name="events_of_kind"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(models.F("kind"), models.F("number"), name="events_told"),
        ),
    ]
