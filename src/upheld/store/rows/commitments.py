"""Commitments: what we promised and by when, until a person says that it was kept or broken."""

from typing import ClassVar

from django.db import models

from upheld.core.promises.commitments import CommitmentState
from upheld.store.sight.seen import Narrowed


class Commitment(models.Model):
    """One promise. `due` is the last moment (UTC) of `due_on`, the day where the case is."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="commitments")
    letter = models.ForeignKey(
        "store.Letter", models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    words = models.TextField()
    due = models.DateTimeField()
    due_on = models.DateField()
    source = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=CommitmentState.OPEN.value)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)

    objects: ClassVar[Narrowed["Commitment"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("due", "pk")
        indexes = (
            models.Index(
                "due", name="commitments_open",
                condition=models.Q(state=CommitmentState.OPEN.value),
            ),
            models.Index(fields=["state", "-settled_at"], name="commitments_by_state"),
        )  # fmt: skip
