"""Who was asked kindly how it was, and what they said; and figures that are worked out by a job."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from upheld.core.words import LetterState

from .customers import Customer
from .outgoing import Outgoing


class Asked(Outgoing):
    """A kind letter to somebody who was probably hurt by a known fault and said nothing.

    `customer` is the row that it was written to; how rarely a person is asked counts all of their
    rows (store/asked.py). `fault` is the key of what hit the `order`. They may answer: that all is
    well, that they are not to be asked again, or with a complaint, which `case` is.
    """

    named: ClassVar[str] = "asked"

    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="asked")
    order = models.ForeignKey("store.Order", models.PROTECT, related_name="asked")
    fault = models.CharField(max_length=60, db_index=True)
    site = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    case = models.ForeignKey(
        "store.Case", models.SET_NULL, null=True, blank=True, related_name="asked"
    )

    class Meta:
        app_label = "store"
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=["customer", "-at"], name="asked_of_customer"),
            models.Index(
                "queued_at", name="asked_waiting", condition=Q(state=LetterState.QUEUED.value)
            ),
        )

    @property
    def addressee(self) -> Customer:
        return self.customer


class KnownFault(models.Model):
    """A fault as a lead declared it (core/faults.py says whom it hit); one that has an `ended_at`
    is looked at no more."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    touchpoint = models.CharField(max_length=40)
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    areas = models.JSONField(default=list, blank=True)
    words = models.JSONField(default=list, blank=True)
    because = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("-at", "-pk")


class KeptFigures(models.Model):
    """What was worked out of very many rows, as it is told: the newest of its kind and of what was
    asked alone.

    `audience` is for whom (store/sight/seen.py), so that nobody is told of what is kept from them.
    `asked_on` is the last day on which somebody asked; `number` the newest event of the record that
    is in it, and `took` the seconds that it took. Nothing is `told` before a job has done it."""

    kind = models.CharField(max_length=40)
    asked = models.CharField(max_length=200)
    audience = models.CharField(max_length=32, blank=True)
    asked_on = models.DateField()
    at = models.DateTimeField(null=True, blank=True)
    number = models.BigIntegerField(default=0)
    took = models.FloatField(default=0.0)
    told = models.JSONField(null=True, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "asked", "audience"], name="figures_once_an_audience"
            ),
        )
