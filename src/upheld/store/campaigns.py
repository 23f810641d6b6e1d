"""Campaigns: what the firm said of itself, to whom it hoped to speak, and from when until when."""

from django.db import models


class Campaign(models.Model):
    """One way in which customers are told of us. `key` is what an order's `campaign`, or a
    customer's `came_by`, says; `promise` is what it makes them expect. Dates that are not known
    are None. A `retired` one is read of in the past and chosen no more."""

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    promise = models.CharField(max_length=200, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        app_label = "store"
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
