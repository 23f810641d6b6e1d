"""Campaigns: what the firm says of itself, and what that makes people expect."""

from django.db import models


class Campaign(models.Model):
    """What core/campaigns.py says. It is never deleted: what was brought by it stays so."""

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
