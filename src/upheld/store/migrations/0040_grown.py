"""Indexes of what took longer the more customers and orders there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0039_contested_by"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["email", "id"], name="customers_of_email"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("taken_back_at", None)),
                fields=["persona"],
                name="customers_of_persona",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["item", "touchpoint"], name="orders_of_item"),
        ),
    ]
