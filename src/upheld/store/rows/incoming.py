"""What came by mail: the raw message under its hash, and where it went."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from upheld.core.words import MailState
from upheld.store.sight.seen import Narrowed


class Incoming(models.Model):
    """One message. Its bytes lie in store/files.py under `sha256`; a new one's row is the job.

    `return_path` is the envelope's sender: empty for the null one, None where nobody told it.
    `case` is where it went, or the case that it names while it is held.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    came_by = models.CharField(max_length=20)
    came_at = models.DateTimeField()
    return_path = models.CharField(max_length=320, null=True, blank=True)
    state = models.CharField(max_length=10, default=MailState.NEW.value)
    reason = models.TextField(blank=True)
    kind = models.CharField(max_length=12, blank=True)
    message_id = models.CharField(max_length=300, blank=True, db_index=True)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    case = models.ForeignKey(
        "store.Case", models.PROTECT, null=True, blank=True, related_name="incoming"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)

    objects: ClassVar[Narrowed["Incoming"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        constraints = (
            # Two sweeps at once place the two copies of one message once.
            models.UniqueConstraint(
                fields=["message_id"],
                condition=Q(state=MailState.PLACED.value) & ~Q(message_id=""),
                name="one_placed_a_message_id",
            ),
        )
        indexes = (
            models.Index("came_at", name="mail_new", condition=Q(state=MailState.NEW.value)),
            models.Index(fields=["state", "-came_at", "-id"], name="mail_by_state"),
            models.Index(fields=["sender", "came_at"], name="mail_by_sender"),
        )
