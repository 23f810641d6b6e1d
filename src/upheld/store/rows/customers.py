"""Customers and their orders: what we know of them, and what another system knows them by."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .imports import Brought, Standing


class Customer(Brought):
    """A person or organisation that could or does receive what we offer."""

    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    area = models.CharField(max_length=20, blank=True)
    persona = models.CharField(max_length=40, blank=True)
    came_by = models.CharField(max_length=60, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    values_what = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    values_how = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    mutual_value = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    fit_evidence = models.JSONField(default=list, blank=True)
    vulnerable = models.BooleanField(null=True, blank=True)
    relationship = models.JSONField(default=dict, blank=True)
    # The address that mail came back from, when, and what the other server said.
    returned_email = models.EmailField(blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.TextField(blank=True)

    @property
    def email_fails(self) -> bool:
        """Whether mail to the address that we have came back; another address is free of it."""
        return bool(self.email) and self.email.lower() == self.returned_email

    # What another system knows them by.
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=80, blank=True)

    # When what names them was taken out (store/erased/erasing.py).
    erased_at = models.DateTimeField(null=True, blank=True)

    # The customer who is the same person and stays (store/merged/as_one.py), who leads nowhere.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects: ClassVar[Standing["Customer"]] = Standing()
    everything: ClassVar[models.Manager["Customer"]] = models.Manager()

    class Meta:
        app_label = "store"
        indexes = (
            models.Index(
                fields=["source", "source_key"], condition=~Q(source=""), name="customers_of_source"
            ),
            models.Index(
                fields=["came_by"], condition=Q(taken_back_at=None), name="customers_came_by"
            ),
            # The first with an address is the first here: PostgreSQL would read every customer in
            # the order of their numbers, where several have one address.
            models.Index(fields=["email", "id"], name="customers_of_email"),
            models.Index(
                fields=["persona"], condition=Q(taken_back_at=None), name="customers_of_persona"
            ),
            models.Index(
                fields=["taken_back_at"],
                condition=Q(taken_back_at__isnull=False),
                name="customers_taken_back",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email or f"Customer {self.pk}"


class Order(Brought):
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="orders")
    reference = models.CharField(max_length=40, db_index=True)
    placed_on = models.DateField()
    item = models.CharField(max_length=200)
    touchpoint = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    delivery_paid = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    refunded = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    currency = models.CharField(max_length=3, default="GBP")
    promised_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    campaign = models.CharField(max_length=60, blank=True)

    objects: ClassVar[Standing["Order"]] = Standing()
    everything: ClassVar[models.Manager["Order"]] = models.Manager()

    class Meta:
        app_label = "store"
        ordering = ("-placed_on", "-pk")
        indexes = (
            models.Index(fields=["-placed_on", "-id", "taken_back_at"], name="orders_listed"),
            # Which campaign brought a customer: that of the first order that names one.
            models.Index(
                fields=["customer", "placed_on", "id", "campaign"],
                condition=~Q(campaign="") & Q(taken_back_at=None),
                name="orders_of_campaigns",
            ),
            # Whom a campaign may have brought (store/counted/of_customers.py).
            models.Index(
                fields=["campaign", "customer"],
                condition=~Q(campaign="") & Q(taken_back_at=None),
                name="orders_by_campaign",
            ),
            # What was ever bought, each thing once (store/counted/orders_found.py).
            models.Index(fields=["item", "touchpoint"], name="orders_of_item"),
        )
