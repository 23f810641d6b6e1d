"""Merges: one case shown in another, what went over, and what stood there before."""

from django.db import models
from django.db.models import Q


class Merge(models.Model):
    """A case that was merged into another, until it is undone.

    `moved` holds the ids of the rows that went over, by table; `before` what undoing restores.
    One `as_history` had its answer already: nothing of it moved, and it is shown beside.
    """

    case = models.ForeignKey("store.Case", models.PROTECT, related_name="merges")
    into = models.ForeignKey("store.Case", models.PROTECT, related_name="taken_in")
    as_history = models.BooleanField()
    why = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(undone_at=None), name="one_merge_a_case"
            ),
        )
