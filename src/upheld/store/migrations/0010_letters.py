from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0009_post_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="address",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
