"""What stops our own targets, and where a person's deadlines can be subscribed to."""

from django.db import models
from django.db.models import Q

from .people import Person


class Pause(models.Model):
    """A time in which we wait for the customer. It moves our own targets and no obligation."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    why = models.TextField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(until=None), name="one_open_pause_a_case"
            ),
        )


class CalendarAddress(models.Model):
    """The secret in the address of a person's calendar; another one ends the old address."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_address")
    secret = models.CharField(max_length=43)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "store"
