"""What programs bring and are told: keys, answers kept for a repeat, webhooks, deliveries."""

from django.db import models
from django.db.models import Q

from upheld.core.words import DeliveryState

from .people import Person


class ApiKey(models.Model):
    """A program's key. It acts as `person`, and never more than that person's role.

    The key itself is shown once: here are what it begins with and a keyed hash of the rest, with
    the name of the secret that keyed it (store/secret.py); None where that was not yet kept.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_keys")
    label = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    under = models.CharField(max_length=8, null=True, blank=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    # How many requests came in the minute that began at `minute`.
    minute = models.DateTimeField(null=True, blank=True)
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "store"
        ordering = ("pk",)


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered, for when it comes again.

    `status` is None while the first is still under way, and 0 where its answer was taken away
    (store/kept_answers.py).
    """

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="answers")
    name = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)

    class Meta:
        app_label = "store"
        constraints = (models.UniqueConstraint(fields=["key", "name"], name="one_answer_a_name"),)
        indexes = (models.Index(fields=["at"], name="answers_oldest"),)


class Webhook(models.Model):
    """Where a program is told of what `person` may see, who answers for it: `stopped_at` is since
    when they may no longer, and nothing is told. Its secret was worked out from `salt`, and
    is `sealed` under the firm's own (store/sealed.py)."""

    url = models.CharField(max_length=2000)
    kinds = models.JSONField(default=list)
    salt = models.CharField(max_length=43)
    sealed = models.CharField(max_length=200, null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)


class Delivery(models.Model):
    """One event to be told to one webhook. The row is the job: it is claimed, sent and tried again.

    What is sent is read from the event, which never changes.
    """

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey("store.Event", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=DeliveryState.WAITING.value)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["webhook", "event"], name="one_delivery_an_event"),
        )
        indexes = (
            models.Index(
                "next_at", "id", name="deliveries_waiting",
                condition=Q(state=DeliveryState.WAITING.value),
            ),
        )  # fmt: skip
