"""Conduct and what follows from it: records of what was done, restrictions, and looks at them.

Apart from merit: nothing that is found, owed, given or decided reads a row of these.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from upheld.core.restriction import RestrictionState
from upheld.store.sight.seen import Narrowed

from .people import Person


class Conduct(models.Model):
    """One record of what was done, with the contact or the case that it happened in.

    `withheld` folds the words away for those who need not read them, with who may still;
    `not_shown` is why the customer is not shown it, empty where they are. `answer` is theirs.
    """

    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="conduct")
    case = models.ForeignKey(
        "store.Case", models.CASCADE, null=True, blank=True, related_name="conduct"
    )
    contact = models.ForeignKey(
        "store.Contact", models.CASCADE, null=True, blank=True, related_name="conduct"
    )
    family = models.CharField(max_length=20)
    behaviour = models.CharField(max_length=40)
    shown_by = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    # Two people may have one name; empty for the command line.
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withheld = models.BooleanField(default=False)
    support = models.TextField(blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.CharField(max_length=120, blank=True)
    not_shown = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects: ClassVar[Narrowed["Conduct"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="conduct_happened_somewhere",
                condition=Q(case__isnull=False) | Q(contact__isnull=False),
            ),
        )
        indexes = (
            models.Index("at", name="conduct_unseen", condition=Q(seen_at=None, withdrawn_at=None)),
        )

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


class Restriction(models.Model):
    """How somebody reaches us for a while. It holds up to the day that `core.restriction` gives."""

    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="restrictions")
    # The case that its letters are written in.
    case = models.ForeignKey("store.Case", models.PROTECT, related_name="restrictions")
    conduct = models.ManyToManyField(Conduct, related_name="restrictions")
    scope = models.CharField(max_length=20)
    detail = models.TextField()
    reason = models.TextField()
    alternatives = models.TextField()
    vulnerability = models.TextField()
    state = models.CharField(max_length=10, default=RestrictionState.DECIDED.value)
    at = models.DateTimeField()
    decided_by_name = models.CharField(max_length=120)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by_name = models.CharField(max_length=120, blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    letter = models.ForeignKey(
        "store.Letter", models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_on = models.DateField()
    review_due = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True)

    objects: ClassVar[Narrowed["Restriction"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="restriction_reviewed_by_another",
                condition=Q(reviewed_by=None)
                | Q(decided_by=None)
                | ~Q(reviewed_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="restriction_in_force_was_reviewed",
                condition=~Q(state=RestrictionState.IN_FORCE.value) | Q(reviewed_at__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["state", "review_due"], name="restrictions_by_review"),)


class RestrictionLook(models.Model):
    """A look at a restriction: `appeal` is what they said against it, empty for our own review.

    One that waits has no `at`.
    """

    restriction = models.ForeignKey(Restriction, models.CASCADE, related_name="looks")
    appeal = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=120, blank=True)
    looked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    stands = models.BooleanField(null=True, blank=True)
    because = models.TextField(blank=True)

    objects: ClassVar[Narrowed["RestrictionLook"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["restriction"], condition=Q(at=None), name="one_appeal_at_a_time"
            ),
        )
