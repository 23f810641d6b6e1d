"""What the portal keeps: the ways in, what somebody needs from us, how it was, and their ideas."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from upheld.core.words import ReceiptState
from upheld.store.sight.seen import Narrowed

from .customers import Customer


class Receipt(models.Model):
    """A link by which the person who complained comes to their case. The row is the job.

    The secret of the link goes into the mail and nowhere else: its SHA-256 is kept. It is given
    once for that of a session. `case` is empty until the job has looked up what was asked for.
    The record names it by its number as `named`.
    """

    named: ClassVar[str] = "link"

    case = models.ForeignKey(
        "store.Case", models.CASCADE, null=True, blank=True, related_name="receipts"
    )
    to = models.EmailField()
    wanted = models.CharField(max_length=40, blank=True)
    site = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default=ReceiptState.WAITING.value)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    link_hash = models.CharField(max_length=64, blank=True)
    link_until = models.DateTimeField(null=True, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    session_hash = models.CharField(max_length=64, blank=True)
    session_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["link_hash"], condition=~Q(link_hash=""), name="one_receipt_a_link"
            ),
            models.UniqueConstraint(
                fields=["session_hash"], condition=~Q(session_hash=""), name="one_receipt_a_session"
            ),
        )
        indexes = (
            models.Index(
                "asked_at",
                name="receipts_waiting",
                condition=Q(state__in=[ReceiptState.WAITING.value, ReceiptState.SENDING.value]),
            ),
        )

    @property
    def addressee(self) -> Customer:
        assert self.case is not None  # no link leaves before the job has found its case
        return self.case.customer


class Filing(models.Model):
    """A form as it was sent, known by its mark: what is sent twice is one complaint."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="filings")
    mark = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "store"


def taken_before(mark: str) -> Filing | None:
    """The form of this mark, where it was taken."""
    return Filing.objects.filter(mark=mark).first() if mark else None


class Knock(models.Model):
    """One form sent to the portal, counted by where it came from. `who` is a keyed hash."""

    what = models.CharField(max_length=12)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        app_label = "store"
        indexes = (
            models.Index(fields=["what", "who", "at"], name="knocks_by_who"),
            models.Index(fields=["at"], name="knocks_by_age"),
        )


class LooseFile(models.Model):
    """A file that came, while nothing rests on it yet: its form may have been amiss, and never sent
    again, or what was done with it undone. `at` is when it came last."""

    sha256 = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "store"


class Need(models.Model):
    """What somebody asked of us so that they can complain at all, in their own words; and what they
    are called and reached by where we know them by another."""

    case = models.OneToOneField("store.Case", models.CASCADE, related_name="need")
    name = models.CharField(max_length=200, blank=True)  # where we know them by another
    ways = models.JSONField(default=list, blank=True)
    acts_for = models.CharField(max_length=200, blank=True)
    reach = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)

    objects: ClassVar[Narrowed["Need"]] = Narrowed()

    class Meta:
        app_label = "store"

    @property
    def asks(self) -> bool:
        """Whether it says more than what they are called and reached by."""
        return bool(self.ways or self.acts_for or self.words)


# The same, of many.
ASKS = ~Q(ways=[], acts_for="", words="")


class Satisfaction(models.Model):
    """How it was for them (Orsingher et al. 2010: three kinds of fairness), each from 1 to 5.

    It is read by people who learn from many cases, and by no decision.
    """

    case = models.OneToOneField("store.Case", models.CASCADE, related_name="satisfaction")
    distributive = models.PositiveSmallIntegerField(null=True, blank=True)
    procedural = models.PositiveSmallIntegerField(null=True, blank=True)
    interactional = models.PositiveSmallIntegerField(null=True, blank=True)
    distributive_words = models.TextField(blank=True)
    procedural_words = models.TextField(blank=True)
    interactional_words = models.TextField(blank=True)
    at = models.DateTimeField()

    objects: ClassVar[Narrowed["Satisfaction"]] = Narrowed()

    class Meta:
        app_label = "store"


class Idea(models.Model):
    """What somebody thinks that we could do better. `may_tell`: they want to hear what became."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="ideas")
    text = models.TextField()
    may_tell = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects: ClassVar[Narrowed["Idea"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["-at", "-id"], name="ideas_newest"),)
