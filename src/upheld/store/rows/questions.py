"""Questions over the marts that somebody keeps, and wishes for the marts to be made anew."""

from django.db import models


class Question(models.Model):
    """One question under its name, for all who may ask."""

    name = models.CharField(max_length=80, unique=True)
    sql = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("name", "pk")


class MartsWanted(models.Model):
    """The marts are wanted anew: the row is the job. `error` says why they were not made."""

    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        app_label = "store"
        ordering = ("-pk",)
