"""That a statement was knowingly untrue: evidenced, seen by two people, and reviewed."""

from django.db import models
from django.db.models import F, Q

from upheld.core.dishonesty import DishonestyState

from .people import Person


class Dishonesty(models.Model):
    """One finding on one allegation's statement. Nothing that is owed or decided reads it.

    `evidence` holds the ids of evidence kept with the allegation.
    """

    allegation = models.OneToOneField("store.Allegation", models.CASCADE, related_name="dishonesty")
    state = models.CharField(max_length=12, default=DishonestyState.PROPOSED.value)
    statement = models.TextField()
    evidence = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    # Two people may have one name; empty for the command line.
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=120, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_due = models.DateField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=120, blank=True)
    review = models.TextField(blank=True)

    class Meta:
        app_label = "store"
        constraints = (
            models.CheckConstraint(
                name="dishonesty_confirmed_by_a_second_person",
                condition=Q(confirmed_by=None)
                | Q(proposed_by=None)
                | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="dishonesty_confirmed_when_it_says_so",
                condition=~Q(state=DishonestyState.CONFIRMED.value) | Q(confirmed_at__isnull=False),
            ),
        )
