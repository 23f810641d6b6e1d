"""What stops our own targets, and where a person's deadlines can be subscribed to."""

from django.db import models

from .people import Person


class Pause(models.Model):
    """A time in which we waited for the customer, now over: it moved our own targets alone.

    One that still lasts stands in the case itself.
    """

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField()
    why = models.TextField()

    class Meta:
        app_label = "store"
        ordering = ("since", "pk")


class CalendarAddress(models.Model):
    """The secret in the address of a person's calendar; another one ends the old address."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_address")
    secret = models.CharField(max_length=43)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "store"
