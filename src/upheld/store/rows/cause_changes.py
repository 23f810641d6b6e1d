"""What the firm's people changed in its list of causes, over the file that it came from."""

from django.db import models


class CauseChange(models.Model):
    """How one cause reads now, in place of the file's row with this key or beside its rows.

    A cause is retired and never deleted: closed cases are told by it.
    """

    key = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    stage = models.CharField(max_length=20)
    needs_promise = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("pk",)
