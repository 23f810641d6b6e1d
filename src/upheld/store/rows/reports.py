"""Reports as they were told, the hours that people have, and what outside bodies ruled."""

from django.db import models
from django.db.models import F, Q

from .people import Person


class KeptReport(models.Model):
    """What was told of a span of days, as data; a page and a PDF are made from it and nothing else.

    It changes by an erasure alone (erased_reports.py): `hash` is the SHA-256 of what was told, and
    stands in an event too."""

    first_on = models.DateField()
    last_on = models.DateField()
    told = models.JSONField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("-last_on", "-first_on")
        constraints = (
            models.UniqueConstraint(fields=["first_on", "last_on"], name="one_report_a_span"),
            models.CheckConstraint(
                name="report_days_in_order", condition=Q(last_on__gte=F("first_on"))
            ),
        )


class WorkingHours(models.Model):
    """How many hours a week somebody has for complaints; nobody's are known until a lead says."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="working_hours")
    a_week = models.DecimalField(max_digits=4, decimal_places=1)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"


class OutsideRuling(models.Model):
    """What an outside body, such as an ombudsman, made of an answer of ours.

    `changed`: it came to another answer than we did, wholly or in part."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="outside_rulings")
    body = models.CharField(max_length=120)
    ruled_on = models.DateField()
    changed = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("ruled_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "body", "ruled_on"], name="one_ruling_a_body_and_day"
            ),
        )
