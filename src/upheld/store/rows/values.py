"""What customers are expected to bring, as it was worked out last: pages read it, and never do."""

from django.db import models


class Valuing(models.Model):
    """One working out for all customers: until which day, by which terms, with which parameters.

    `told` is what `upheld value --json` tells, `model` the one that the values go by, empty where
    none can be fitted and plain recency is all there is. The newest one holds.
    """

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=120)
    until = models.DateField()
    weeks = models.FloatField()
    model = models.CharField(max_length=20, blank=True)
    currency = models.CharField(max_length=3)
    margin = models.DecimalField(max_digits=6, decimal_places=4)
    cost_of_capital = models.DecimalField(max_digits=6, decimal_places=4)
    customers = models.PositiveIntegerField()
    told = models.JSONField(default=dict)
    limits = models.JSONField(default=list)

    class Meta:
        app_label = "store"
        ordering = ("-pk",)


class CustomerValue(models.Model):
    """One customer's, by the newest working out.

    `days` with an order, the last of them, and the usual days between two (the median) need no
    model. `alive` is the chance of still being a customer by the model, `alive_else` by MBG/NBD,
    `again` that of an order in the time ahead. Expected purchases and margin lie between their low
    and high nine times in ten as far as the model's parameters go; of ten customers like this nine
    make from `orders_low` to `orders_high` orders. What nobody can tell is null.
    """

    customer = models.OneToOneField("store.Customer", models.CASCADE, related_name="value")
    of = models.ForeignKey(Valuing, models.CASCADE, related_name="values")
    days = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    usual_gap = models.FloatField(null=True)
    alive = models.FloatField(null=True)
    alive_else = models.FloatField(null=True)
    again = models.FloatField(null=True)
    purchases = models.FloatField(null=True)
    purchases_low = models.FloatField(null=True)
    purchases_high = models.FloatField(null=True)
    orders_low = models.PositiveIntegerField(null=True)
    orders_high = models.PositiveIntegerField(null=True)
    margin = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    margin_low = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    margin_high = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        app_label = "store"
