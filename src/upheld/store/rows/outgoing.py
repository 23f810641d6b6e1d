"""What leaves by mail: its row is the job, whatever it is about."""

from typing import ClassVar

from django.db import models

from upheld.core.words import LetterState


class Outgoing(models.Model):
    """A message on its way. `try_after` is when one that could not leave is tried again;
    `automatic` that no person sent it. The record names it by its number as `named`."""

    named: ClassVar[str] = "letter"

    subject = models.CharField(max_length=300)
    body = models.TextField()
    to = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=10, default=LetterState.DRAFT.value)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True, blank=True)
    automatic = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True
