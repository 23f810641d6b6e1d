"""Root causes, the changes that are made for them, what came of those, and who was told."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from upheld.core.changes import Among, IdeaState, RootCauseState
from upheld.store.sight.seen import Narrowed

from .people import Person


class RootCause(models.Model):
    """What lies behind many cases, and who sees to it that it stops (DISP 1.3.3R)."""

    label = models.CharField(max_length=120)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="root_causes")
    state = models.CharField(max_length=10, default=RootCauseState.OPEN.value)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.TextField(blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.label


class RootCauseEvidence(models.Model):
    """Which complaints or contacts show it: by what they are gathered, and the key of that."""

    root_cause = models.ForeignKey(RootCause, models.CASCADE, related_name="evidence")
    about = models.CharField(max_length=12)
    key = models.CharField(max_length=200)

    class Meta:
        app_label = "store"
        ordering = ("about", "key")
        constraints = (
            models.UniqueConstraint(
                fields=["root_cause", "about", "key"], name="evidence_of_root_cause_once"
            ),
        )


class Change(models.Model):
    """What was changed, why it should help, and by how much: written before anybody looks.

    `public_words` is what is said of it on the public wall; it stands there once another person
    approved those very words.
    """

    root_cause = models.ForeignKey(RootCause, models.PROTECT, related_name="changes")
    name = models.CharField(max_length=120)
    hypothesis = models.TextField()
    told_as = models.TextField()
    made_on = models.DateField()
    about = models.CharField(max_length=12)
    key = models.CharField(max_length=200)
    among = models.CharField(max_length=10, default=Among.ORDERS.value)
    expected = models.DecimalField(max_digits=4, decimal_places=3)
    judge_from = models.DateField()
    beside = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    public_words = models.TextField(blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by_name = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("-made_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="public_words_approved_by_another",
                condition=Q(approved_by=None)
                | Q(proposed_by=None)
                | ~Q(approved_by=F("proposed_by")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class EffectCheck(models.Model):
    """What the numbers said of a change on a day. `told` is the rest of core.changes.Checked."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    verdict = models.CharField(max_length=12)
    method = models.CharField(max_length=20)
    low = models.FloatField(null=True, blank=True)
    likely = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    last_week = models.DateField(null=True, blank=True)
    tell_on = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    told = models.JSONField(default=dict)

    class Meta:
        app_label = "store"
        ordering = ("-pk",)


class ChangeTold(models.Model):
    """That somebody who complained was told what changed: once, whichever of their rows it was.

    `customer` is the one that stays when customers are merged.
    """

    change = models.ForeignKey(Change, models.PROTECT, related_name="told_to")
    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="told_changes")
    letter = models.OneToOneField("store.Letter", models.PROTECT, related_name="told_change")
    at = models.DateTimeField()

    class Meta:
        app_label = "store"
        constraints = (
            models.UniqueConstraint(fields=["change", "customer"], name="told_of_change_once"),
        )


class IdeaFate(models.Model):
    """What becomes of an idea. `letter` is the one that told them, and there is one at most."""

    idea = models.OneToOneField("store.Idea", models.CASCADE, related_name="fate")
    state = models.CharField(max_length=12, default=IdeaState.RECEIVED.value)
    change = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="from_ideas"
    )
    because = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    letter = models.OneToOneField(
        "store.Letter", models.PROTECT, null=True, blank=True, related_name="told_idea"
    )

    objects: ClassVar[Narrowed["IdeaFate"]] = Narrowed()

    class Meta:
        app_label = "store"
        constraints = (
            models.CheckConstraint(
                name="idea_taken_up_in_a_change",
                condition=~Q(state=IdeaState.TAKEN_UP.value) | Q(change__isnull=False),
            ),
            models.CheckConstraint(
                name="idea_not_taken_up_because",
                condition=~Q(state=IdeaState.NOT_TAKEN_UP.value) | ~Q(because=""),
            ),
        )


class NoNews(models.Model):
    """Somebody who wants no letter but about their own complaint: none of a change, and none of
    an idea. It never keeps an answer from them."""

    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="no_news")
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["NoNews"]] = models.Manager()

    class Meta:
        app_label = "store"
        constraints = (
            models.UniqueConstraint(
                fields=["customer"], condition=Q(ended_at=None), name="no_news_once"
            ),
        )
