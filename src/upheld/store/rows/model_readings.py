"""What a language model suggested of a complaint: places and kinds, for a person to look at."""

from django.db import models


class ModelReading(models.Model):
    """`found` lists [kind, start, end] in the text whose SHA-256 is `sha256`; `refused` tells why
    more of it is not shown. One that failed keeps its `error` and is tried again."""

    case = models.OneToOneField("store.Case", models.CASCADE, related_name="model_reading")
    at = models.DateTimeField()
    model = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    found = models.JSONField(default=list, blank=True)
    refused = models.JSONField(default=list, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=1)

    class Meta:
        app_label = "store"
