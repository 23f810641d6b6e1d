"""What an assistant says is alleged or so, which nothing reads until a person takes it."""

from django.db import models


class Claim(models.Model):
    """One statement and the facts said of it. `taken` is None while it waits for a person.

    `sources` names for each fact where it is said to come from. No decision reads this table.
    """

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="claims")
    allegation = models.ForeignKey(
        "store.Allegation", models.CASCADE, null=True, blank=True, related_name="claims"
    )
    kind = models.CharField(max_length=40)
    statement = models.TextField()
    spans = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    sources = models.JSONField(default=dict, blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    taken = models.BooleanField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)
