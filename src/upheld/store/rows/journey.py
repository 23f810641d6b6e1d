"""Personas and the touchpoints of their journey, as the firm declares them.

Others name them by key. Neither is ever deleted: what was told by one stays told by it.
"""

from django.db import models


class Persona(models.Model):
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    use = models.TextField(blank=True)
    expectations = models.TextField(blank=True)
    promise = models.TextField(blank=True)
    designed_for = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Touchpoint(models.Model):
    """`personas` lists the keys of those in whose journey it stands; empty is everybody's."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    stage = models.CharField(max_length=20)
    nature = models.CharField(max_length=10)
    promise = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    personas = models.JSONField(default=list, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return self.name
