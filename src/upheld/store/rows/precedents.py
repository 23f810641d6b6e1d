"""What is kept of precedents: those not to follow, and why a decision differs from like ones."""

from django.db import models
from django.db.models import Q

from .people import Person


class NotFollowed(models.Model):
    """A decision that was found to be unfair: it is shown so and weighs nothing, until a lead says
    that it may be followed again. What was done in its own case stays as it is."""

    decision = models.ForeignKey("store.Decision", models.CASCADE, related_name="not_followed")
    why = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    # Two people may have one name; empty for the command line.
    marked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        app_label = "store"
        constraints = (
            models.UniqueConstraint(
                fields=["decision"], condition=Q(ended_at=None), name="one_mark_a_precedent"
            ),
        )


class Distinction(models.Model):
    """Why one decision differs from those of like cases. `cases` are the numbers of those that it
    was beside, and `sentence` what the measure said then."""

    decision = models.OneToOneField("store.Decision", models.CASCADE, related_name="distinction")
    why = models.TextField()
    sentence = models.TextField()
    cases = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
