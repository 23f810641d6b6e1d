"""Persona fit as it was assessed, what a customer told of their needs, and what was contested."""

from typing import ClassVar

from django.db import models

from upheld.store.sight.seen import Narrowed

from .customers import Customer
from .people import Person


class FitNote(models.Model):
    """What a customer told, or did, that shows what they need, how they use it, what they expect.

    One sentence that they may read. `on` is the day of it.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="fit_notes")
    text = models.CharField(max_length=300)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    objects: ClassVar[Narrowed["FitNote"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-on", "-pk")


class FitAssessment(models.Model):
    """The newest assessment of one customer: each axis with its confidence, and its lines.

    `lines` are core/fitting's. While it is `adopted` it is what decisions read, until the day on
    which it or a line of it expires; else they read what a person recorded by hand, and this stands
    beside it. `recorded_at` is when they did, where it is known.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="fit_assessment")
    at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=120, blank=True)
    expires_on = models.DateField(null=True, blank=True, db_index=True)
    axes = models.JSONField(default=dict, blank=True)
    lines = models.JSONField(default=list, blank=True)
    adopted = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "store"


class FitContest(models.Model):
    """A line that was contested: it counts no more until another person has looked at it.

    `line` is the line's key. `stands` is what they found; null while nobody has looked.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="fit_contests")
    line = models.CharField(max_length=80)
    sentence = models.TextField()
    why = models.TextField()
    by_customer = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    # Two people may have one name; empty for the command line.
    contested_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    stands = models.BooleanField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=120, blank=True)
    found = models.TextField(blank=True)

    objects: ClassVar[Narrowed["FitContest"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["customer", "line"], name="one_open_contest_a_line",
                condition=models.Q(stands=None),
            ),
        )  # fmt: skip
