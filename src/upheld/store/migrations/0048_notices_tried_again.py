"""An answer to a message that was too large is tried again when it cannot leave now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0047_whose_webhook")]

    operations = [
        migrations.AddField("notice", "attempts", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("notice", "try_after", models.DateTimeField(blank=True, null=True)),
    ]
