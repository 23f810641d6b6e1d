"""What came last is what was written last, by its number: a clock may be behind another's. Only the
order in which rows are read is another."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0053_import_asked_by")]

    operations = [
        migrations.AlterModelOptions(name=name, options={"ordering": ("-pk",)})
        for name in (
            "decision", "effectcheck", "martswanted", "situationruling", "themesfound", "valuing",
        )
    ]  # fmt: skip
