"""Where mail comes from and whether it still does, and answers to what was too large to take."""

from django.db import models

from upheld.core.words import LetterState


class MailSource(models.Model):
    """A mailbox or a port that mail is read from: how far, and when that last went well.

    `last_uid` and `stuck` hold while the mailbox keeps its `uidvalidity` (RFC 3501, 2.3.1.1).
    `stuck` are messages that could not be fetched: {uid, why, tries} each.
    """

    name = models.CharField(max_length=300, unique=True)
    began_at = models.DateTimeField()
    good_at = models.DateTimeField(null=True, blank=True)
    fault = models.TextField(blank=True)
    fault_at = models.DateTimeField(null=True, blank=True)
    uidvalidity = models.PositiveBigIntegerField(null=True, blank=True)
    last_uid = models.PositiveBigIntegerField(default=0)
    stuck = models.JSONField(default=list, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("name",)


class Notice(models.Model):
    """Tells the sender of a message that it was too large: the row is the job of sending it.
    `attempts` is
    how often it was tried, if it was; `try_after` when one that could not leave is tried again."""

    incoming = models.OneToOneField("store.Incoming", models.CASCADE, related_name="notice")
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    state = models.CharField(max_length=10, default=LetterState.QUEUED.value)
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(null=True)
    try_after = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        indexes = (models.Index(fields=["to", "at"], name="notice_by_address"),)
